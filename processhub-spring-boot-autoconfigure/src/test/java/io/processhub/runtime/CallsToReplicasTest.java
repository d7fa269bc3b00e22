package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.partition.Divergence;
import io.processhub.redundancy.Replication;
import io.processhub.redundancy.Replication.Factor;
import io.processhub.redundancy.Replication.Model;
import io.processhub.redundancy.Replication.Signal;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Calls to children of which one replica is active and another one stands by. */
class CallsToReplicasTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int CHILDREN = 20;

    private final Tally.Habits habits = new Tally.Habits();

    private TestMember join(TestHubs hubs) throws InterruptedException {
        return hubs.join(() -> {
            Workers workers = new Workers();
            return workers.withBean("tally", () -> new Tally(workers, this.habits));
        });
    }

    @Test
    void callsGoToTheActiveReplicaAndToTheNextOneThatIsWhenItIsLost() throws Exception {
        Replication standby = new Replication(new Factor(2), Model.ACTIVE_PASSIVE, Signal.NONE);
        try (TestHubs hubs = new TestHubs(standby, new Divergence())) {
            TestMember first = join(hubs);
            TestMember second = join(hubs);
            first.template
                .startAll(IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("t" + i, "tally", null)).toList())
                .get(30, TimeUnit.SECONDS)
                .orThrow();
            await().atMost(SOON)
                .until(() -> List.of(first, second)
                    .stream()
                    .allMatch((member) -> member.workers.running().size() == CHILDREN));
            for (int i = 0; i < CHILDREN; i++) {
                tally(first, i).count();
                tally(second, i).count();
                assertThat(tally(first, i).value()).as("both went to the same one").isEqualTo(2);
            }
            assertThat(IntStream.range(0, CHILDREN).mapToObj((i) -> holder(first, i))).contains(second.id());
            hubs.kill(second);
            hubs.awaitMembers(1);
            for (int i = 0; i < CHILDREN; i++) {
                assertThat(tally(first, i).count()).isGreaterThan(0);
                assertThat(holder(first, i)).isEqualTo(first.id());
            }
            assertThat(this.habits.built.get()).as("nothing was built anew").isEqualTo(2 * CHILDREN);
        }
    }

    private static TallyApi tally(TestMember member, int number) {
        return member.template.client(TallyApi.class, "t" + number);
    }

    private static MemberId holder(TestMember member, int number) {
        return member.template.activeReplica("t" + number).map(Claim::member).orElseThrow();
    }

}
