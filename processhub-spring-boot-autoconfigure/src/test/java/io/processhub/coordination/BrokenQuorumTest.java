package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.processhub.Member;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RestartPolicy;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.redundancy.Singularity;
import io.processhub.synchronization.PubSub;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A member alone, whose strategy for quorums throws once it has one. */
class BrokenQuorumTest {

    private static final Member SELF = OneMember.A;

    private final Moody strategy = new Moody();

    private final HubCoordinator coordinator = new HubCoordinator(
            new HubSettings("hub", new ConsistentHashing(), new Singularity(), new ColdSwap(), new PubSub(),
                    this.strategy, LeaseSettings.DEFAULT, RestartPolicy.DEFAULT),
            SELF, new RegistryView());

    private final List<Signal> coming = new ArrayList<>();

    private final List<Effect> reports = new ArrayList<>();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private static final class Moody implements PartitionToleranceStrategy {

        private boolean broken;

        @Override
        public int quorum(int members) {
            require();
            return members / 2 + 1;
        }

        @Override
        public Optional<Duration> memory() {
            require();
            return Optional.empty();
        }

        private void require() {
            if (this.broken) {
                throw new IllegalStateException("no idea");
            }
        }

    }

    /** Time passes, and what the member sends to itself arrives. */
    private void pass(Duration time) {
        Instant end = this.now.plus(time);
        while (this.now.isBefore(end)) {
            this.now = this.now.plusMillis(50);
            this.coming.add(new Signal.Tick());
            List<Effect> effects = this.coordinator.on(List.copyOf(this.coming), this.now);
            this.coming.clear();
            for (Effect effect : effects) {
                if (effect instanceof Effect.Send send && send.node().equals(SELF.node())) {
                    this.coming.add(new Signal.Received(send.message()));
                }
                else if (effect instanceof Effect.Report) {
                    this.reports.add(effect);
                }
            }
        }
    }

    @Test
    void aStrategyThatThrowsIsReportedAndTheLeaseIsRenewedAllTheSame() {
        this.coming.add(new Signal.NodesChanged(SELF.node(), List.of(SELF.node())));
        pass(Duration.ofSeconds(10));
        assertThat(this.coordinator.quorum().held()).isTrue();
        assertThat(this.reports).isEmpty();
        this.strategy.broken = true;
        pass(Duration.ofSeconds(10));
        assertThat(this.reports).isNotEmpty();
        assertThat(this.coordinator.quorum().held()).isTrue();
    }

}
