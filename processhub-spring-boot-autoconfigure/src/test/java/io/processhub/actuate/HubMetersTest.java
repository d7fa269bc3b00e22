package io.processhub.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.ProcessHubEvent;
import io.processhub.Scope;
import io.processhub.autoconfigure.TestCluster;
import io.processhub.hazelcast.HazelcastConfigs;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Prometheus reads from three members while things happen to them. */
class HubMetersTest {

    private static final int IDLE = 90;

    private final List<WebMember> members = new ArrayList<>();

    private void start(String... properties) {
        TestCluster cluster = new TestCluster();
        for (int i = 0; i < 3; i++) {
            this.members.add(WebMember.start(cluster, properties));
        }
        eventually(() -> assertThat(this.members).allMatch((member) -> member.hub().members().size() == 3));
    }

    @AfterEach
    void stop() {
        this.members.parallelStream().forEach(WebMember::close);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).untilAsserted(assertion);
    }

    /** Sum over all members; not all have met every type of child. */
    private double sum(String name, String... labels) {
        return this.members.stream()
            .mapToDouble((member) -> Scrape.of(member).sum(name, labels))
            .filter((value) -> !Double.isNaN(value))
            .sum();
    }

    @Test
    void childrenMembersAndQuorumAreMeasured() {
        start("processhub.partition-tolerance.strategy=static-quorum",
                "processhub.partition-tolerance.static-quorum.quorum-size=2");
        eventually(() -> assertThat(sum("processhub_quorum", "hub=\"default\"")).isEqualTo(3));
        startChildren();
        eventually(() -> {
            assertThat(sum("processhub_children", "type=\"idle\"", "state=\"running\"", "role=\"active\""))
                .isEqualTo(IDLE);
            assertThat(sum("processhub_children", "type=\"doomed\"", "state=\"failed\"")).isEqualTo(1);
            assertThat(sum("processhub_child_restarts_total", "type=\"doomed\"")).isEqualTo(1);
            assertThat(sum("processhub_child_start_seconds_count", "type=\"idle\"", "error=\"none\"")).isEqualTo(IDLE);
            assertThat(sum("processhub_child_start_seconds_count", "type=\"doomed\"", "error=\"none\"")).isEqualTo(2);
        });
        assertThat(sum("processhub_children", "type=\"unknown\"")).isZero();
        Scrape scrape = Scrape.of(this.members.getFirst());
        assertThat(scrape.sum("processhub_members")).isEqualTo(3);
        assertThat(scrape.sum("processhub_members_required")).isEqualTo(2);
        assertThat(scrape.sum("processhub_registry_size")).isEqualTo(IDLE + 1);
        assertThat(scrape.sum("processhub_loop_lag_seconds")).isBetween(0.0, 60.0);
        assertThat(scrape.sum("processhub_lease_remaining_seconds")).isBetween(0.0, 1.0);
        assertThat(scrape.text()).contains("processhub_").doesNotContain("key-");
        stopTen();
        loseTwo();
    }

    private void startChildren() {
        List<ChildSpec> specs = new ArrayList<>(IntStream.range(0, IDLE)
            .mapToObj((i) -> ChildSpec.of("key-" + i, "idle", new WebMember.Idle.Args("t", 1)))
            .toList());
        specs.add(ChildSpec.of("key-doomed", "doomed", null));
        this.members.getFirst().hub().startAll(specs).join().orThrow();
    }

    private void stopTen() {
        this.members.getFirst()
            .hub()
            .stopAll(IntStream.range(0, 10).mapToObj((i) -> "key-" + i).toList())
            .join()
            .orThrow();
        eventually(() -> {
            assertThat(sum("processhub_child_stop_seconds_count", "type=\"idle\"")).isEqualTo(10);
            assertThat(Scrape.of(this.members.getFirst()).sum("processhub_registry_size")).isEqualTo(IDLE - 9);
        });
    }

    private void loseTwo() {
        WebMember lost = this.members.get(2);
        double taken = lost.hub().children(Scope.LOCAL).size();
        double before = sum("processhub_takeover_total");
        hazelcast(lost).getLifecycleService().terminate();
        eventually(() -> {
            assertThat(sum("processhub_takeover_total") - before).isEqualTo(taken).isPositive();
            assertThat(Scrape.of(this.members.getFirst()).sum("processhub_members")).isEqualTo(2);
        });
        hazelcast(this.members.get(1)).getLifecycleService().terminate();
        eventually(() -> {
            Scrape minority = Scrape.of(this.members.getFirst());
            assertThat(minority.sum("processhub_quorum")).isZero();
            assertThat(minority.sum("processhub_lease_remaining_seconds")).isZero();
        });
    }

    @Test
    void repairsAndConflictsAreCounted() {
        start("processhub.synchronization.pubsub.sync-interval=1s");
        startChildren();
        assertThat(sum("processhub_conflicts_total")).isZero();
        this.members.getFirst()
            .context()
            .publishEvent(new ProcessHubEvent.DuplicateResolved(ChildKey.of("key-1"), 1, null));
        this.members.getFirst()
            .context()
            .publishEvent(new ProcessHubEvent.HandoverDelivered(ChildKey.of("key-1"), 1,
                    ProcessHubEvent.HandoverOutcome.WITHOUT_STATE, "it failed"));
        eventually(() -> {
            assertThat(sum("processhub_conflicts_total")).isEqualTo(1);
            assertThat(sum("processhub_handover_total", "outcome=\"without-state\"")).isEqualTo(1);
        });
        assertThat(sum("processhub_handover_total")).isEqualTo(1);
        double before = sum("processhub_registry_repairs_total");
        hazelcast(this.members.getFirst()).getMap(HazelcastConfigs.registryName("default")).clear();
        eventually(() -> assertThat(sum("processhub_registry_repairs_total")).isGreaterThanOrEqualTo(before + IDLE));
        assertThat(Scrape.of(this.members.getFirst()).sum("processhub_lease_remaining_seconds")).isNaN();
    }

    private static HazelcastInstance hazelcast(WebMember member) {
        return member.context().getBean("processHubHazelcastInstance", HazelcastInstance.class);
    }

}
