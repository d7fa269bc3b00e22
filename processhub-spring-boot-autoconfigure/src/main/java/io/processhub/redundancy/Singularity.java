package io.processhub.redundancy;

import io.processhub.RedundancyStrategy;
import io.processhub.Role;

/** One replica of each child, which is active. */
public final class Singularity implements RedundancyStrategy {

    @Override
    public int copies(int members) {
        return 1;
    }

    @Override
    public Role role(int owner) {
        return Role.ACTIVE;
    }

}
