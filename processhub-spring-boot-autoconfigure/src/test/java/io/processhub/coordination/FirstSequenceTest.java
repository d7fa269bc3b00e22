package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.processhub.RestartPolicy;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.partition.MajorityQuorum;
import io.processhub.redundancy.Singularity;
import io.processhub.synchronization.PubSub;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests of a member that starts where another one has just ended. */
class FirstSequenceTest {

    private static final long FIRST = 1L << 40;

    private final List<Long> numbers = new ArrayList<>();

    private final HubCoordinator coordinator = new HubCoordinator(
            new HubSettings("hub", new ConsistentHashing(), new Singularity(), new ColdSwap(), new PubSub(),
                    new MajorityQuorum(1, true), LeaseSettings.DEFAULT, RestartPolicy.DEFAULT),
            A, new RegistryView(), (kind) -> true, FIRST);

    /** Hears what it says to itself; answers that. */
    private List<Signal> hear(List<Signal> signals, Instant now) {
        List<Signal> next = new ArrayList<>();
        for (Effect effect : this.coordinator.on(signals, now)) {
            if (effect instanceof Effect.Send send && send.node().equals(A.node())) {
                next.add(new Signal.Received(send.message()));
                if (send.message() instanceof VotingMessage.LeaseRequest request) {
                    this.numbers.add(request.sequence());
                }
            }
        }
        return next;
    }

    @Test
    void noAnswerToTheOtherOneCanBeOneToThem() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        List<Signal> signals = List.of(new Signal.NodesChanged(A.node(), List.of(A.node())));
        for (int i = 0; i < 200 && this.numbers.size() < 3; i++) {
            now = now.plus(Duration.ofMillis(50));
            List<Signal> next = new ArrayList<>(hear(signals, now));
            next.add(new Signal.Tick());
            signals = next;
        }
        assertThat(this.numbers).hasSizeGreaterThanOrEqualTo(3).allMatch((number) -> number > FIRST).isSorted();
    }

}
