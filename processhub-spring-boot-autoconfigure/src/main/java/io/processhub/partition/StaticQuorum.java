package io.processhub.partition;

import java.time.Duration;
import java.util.Optional;

import io.processhub.PartitionToleranceStrategy;

/**
 * A fixed number of members must be together, however many there are.
 *
 * <p>
 * <strong>Danger:</strong> must not be given more than {@code 2 * size - 1} members: both
 * sides of a split could have quorum. The hub lets no more than that many vote, so that
 * nothing runs twice; members beyond them add work but no safety. With fewer than
 * {@code size} members nothing runs, also when they were stopped on purpose.
 *
 * @param size members that must be together, 1 or more; 1 lets every member run all
 * children by itself
 * @param startupConfirm whether starts are refused until there has been a quorum;
 * otherwise they wait for it
 */
public record StaticQuorum(int size, boolean startupConfirm) implements PartitionToleranceStrategy {

    private static final Duration MEMORY = Duration.ofSeconds(30);

    public StaticQuorum {
        if (size < 1) {
            throw new IllegalArgumentException("quorum-size: " + size + " (expected: 1 or more)");
        }
    }

    @Override
    public int quorum(int members) {
        return this.size;
    }

    /**
     * Whoever is gone does not change the size, and need not be remembered for long: only
     * until a split that heals has healed, so that those who come back vote at once.
     */
    @Override
    public Optional<Duration> memory() {
        return Optional.of(MEMORY);
    }

}
