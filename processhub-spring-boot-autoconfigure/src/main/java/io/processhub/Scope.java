package io.processhub;

/** Whose children are meant. */
public enum Scope {

    /** Those of every member. */
    GLOBAL,

    /** Those this member has a claim for. */
    LOCAL

}
