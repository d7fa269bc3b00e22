package io.processhub.runtime;

import java.util.function.BooleanSupplier;

import io.processhub.RedundancyStrategy;
import io.processhub.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A redundancy strategy, perhaps the application's own, as children are asked about it:
 * what it throws is logged and answered as the coordinator answers it, and never ends the
 * round in which a child was to start.
 */
record GuardedRedundancy(RedundancyStrategy strategy) implements RedundancyStrategy {

    private static final Logger log = LoggerFactory.getLogger(GuardedRedundancy.class);

    @Override
    public int copies(int members) {
        return this.strategy.copies(members);
    }

    @Override
    public Role role(int owner) {
        return this.strategy.role(owner);
    }

    @Override
    public boolean hasOneActive() {
        return ask(this.strategy::hasOneActive, true);
    }

    @Override
    public boolean signals(Role role) {
        return ask(() -> this.strategy.signals(role), false);
    }

    private static boolean ask(BooleanSupplier question, boolean otherwise) {
        try {
            return question.getAsBoolean();
        }
        catch (RuntimeException | Error ex) {
            log.error("the redundancy strategy failed; the hub goes on", ex);
            return otherwise;
        }
    }

}
