package io.processhub.runtime;

/** Knows by which address other machines reach this one. */
@FunctionalInterface
public interface HostAddress {

    /** An IP address of this machine. */
    String find();

}
