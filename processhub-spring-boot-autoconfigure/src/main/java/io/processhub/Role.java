package io.processhub;

/** What a replica is to the other replicas of its child. */
public enum Role {

    /** Does the work. */
    ACTIVE,

    /** Stands by. */
    PASSIVE

}
