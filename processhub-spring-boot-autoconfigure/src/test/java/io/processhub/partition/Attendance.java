package io.processhub.partition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.processhub.PartitionToleranceStrategy;

/** Who comes and goes over time, as one side sees it, and what a strategy says to it. */
final class Attendance {

    private final PartitionToleranceStrategy strategy;

    private int present;

    private Duration now = Duration.ZERO;

    private final List<Duration> losses = new ArrayList<>();

    Attendance(PartitionToleranceStrategy strategy, int present) {
        this.strategy = strategy;
        this.present = present;
    }

    /** Newcomers take the places of those who are remembered for no limited time. */
    Attendance joins(int members) {
        this.present += members;
        if (this.strategy.memory().isEmpty()) {
            this.losses.subList(0, Math.min(members, this.losses.size())).clear();
        }
        return this;
    }

    /** Members are gone without a goodbye: crashed, or on the other side. */
    Attendance loses(int members) {
        this.present -= members;
        for (int i = 0; i < members; i++) {
            this.losses.add(this.now);
        }
        return this;
    }

    /** Members leave in order. */
    Attendance drains(int members) {
        this.present -= members;
        return this;
    }

    Attendance waits(Duration time) {
        this.now = this.now.plus(time);
        return this;
    }

    /** Members that count. */
    int members() {
        Optional<Duration> memory = this.strategy.memory();
        return this.present + (int) this.losses.stream()
            .filter((loss) -> memory.isEmpty() || loss.plus(memory.get()).compareTo(this.now) > 0)
            .count();
    }

    int required() {
        return this.strategy.quorum(members());
    }

    boolean hasQuorum() {
        return this.strategy.hasQuorum(this.present, members());
    }

}
