package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.HubNotRunningException;
import io.processhub.MemberId;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.partition.Divergence;
import io.processhub.partition.MajorityQuorum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Hubs that are stopped and started again while their Hazelcast members live on. */
class HubRestartTest {

    private static final int CHILDREN = 100;

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static List<ChildSpec> children() {
        return IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("c" + i, "idle", null)).toList();
    }

    static List<PartitionToleranceStrategy> strategies() {
        return List.of(new Divergence(), new MajorityQuorum(1, true));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aMemberComesBackAsAnotherOneAndEachChildRunsOnce(PartitionToleranceStrategy tolerance) throws Exception {
        try (TestHubs hubs = new TestHubs(tolerance)) {
            TestHubs.TestMember first = hubs.join();
            TestHubs.TestMember second = hubs.join();
            hubs.join();
            await().atMost(SOON)
                .until(() -> hubs.members().stream().allMatch((member) -> member.template.quorum().held()));
            first.template.startAll(children()).get(60, TimeUnit.SECONDS).orThrow();
            hubs.awaitRunning(CHILDREN, SOON);
            MemberId before = second.id();
            second.hub.stop(PATIENCE);
            assertThat(second.workers.running()).isEmpty();
            await().atMost(SOON).until(() -> first.template.members().size() == 2);
            await().atMost(SOON).until(() -> hubs.running().size() == CHILDREN);
            second.hub.start();
            hubs.awaitMembers(3);
            assertThat(second.id()).isNotEqualTo(before);
            Map<ChildKey, MemberId> running = hubs.awaitRunning(CHILDREN, SOON);
            await().atMost(SOON).until(() -> !second.workers.running().isEmpty());
            assertThat(running.values()).doesNotContain(before);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void theOnlyMemberStartsAgainWhatRan(PartitionToleranceStrategy tolerance) throws Exception {
        try (TestHubs hubs = new TestHubs(tolerance)) {
            TestHubs.TestMember only = hubs.join();
            await().atMost(SOON).until(() -> only.template.quorum().held());
            only.template.startAll(children()).get(60, TimeUnit.SECONDS).orThrow();
            long epoch = only.template.find("c1").orElseThrow().epoch();
            only.template.stop("c0").get(60, TimeUnit.SECONDS).orThrow();
            for (int i = 0; i < 3; i++) {
                only.hub.stop(PATIENCE);
                assertThat(only.workers.running()).isEmpty();
                only.hub.start();
                hubs.awaitRunning(CHILDREN - 1, SOON);
            }
            assertThat(only.template.find("c1").orElseThrow().epoch()).isGreaterThan(epoch);
            assertThat(only.template.find("c0")).isEmpty();
        }
    }

    /** Half of the map lives where nobody runs the hub. */
    @Test
    void noChildIsForgottenWhereANodeRunsNoHub() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestHubs.TestMember only = hubs.join();
            var bystander = hubs.startHazelcast();
            try {
                only.template.startAll(children()).get(60, TimeUnit.SECONDS).orThrow();
                only.hub.stop(PATIENCE);
                only.hub.start();
                hubs.awaitRunning(CHILDREN, SOON);
            }
            finally {
                bystander.shutdown();
            }
        }
    }

    @Test
    void childrenThatWereNotHandedOverInTimeRunElsewhere() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestHubs.TestMember first = hubs.join();
            TestHubs.TestMember second = hubs.join();
            first.template.startAll(children()).get(60, TimeUnit.SECONDS).orThrow();
            hubs.awaitRunning(CHILDREN, SOON);
            second.hub.stop(Duration.ZERO);
            await().atMost(SOON).until(() -> first.workers.running().size() == CHILDREN);
            assertThat(first.template.members()).hasSize(1);
        }
    }

    @Test
    void aHubWhoseClusterIsLostDoesNotStartAgain() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestHubs.TestMember only = hubs.join();
            only.kill();
            await().atMost(SOON).until(() -> only.hub.endedBecause().isPresent());
            only.hub.stop(Duration.ofMillis(1));
            assertThatIllegalStateException().isThrownBy(only.hub::start)
                .withMessageContaining("its cluster is lost")
                .withMessageContaining("restart the application");
        }
    }

    @Test
    void clientsAndStatesOutliveAStop() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            Tally.Habits habits = new Tally.Habits();
            TestHubs.TestMember only = hubs.join(() -> {
                Workers workers = new Workers();
                return workers.withBean("tally", () -> new Tally(workers, habits));
            });
            only.template.start(ChildSpec.of("t", "tally", null)).get(60, TimeUnit.SECONDS).orThrow();
            TallyApi tally = only.template.client(TallyApi.class, "t");
            tally.count();
            tally.keep();
            only.hub.stop(PATIENCE);
            assertThatExceptionOfType(HubNotRunningException.class).isThrownBy(tally::value);
            only.hub.start();
            await().atMost(SOON).until(() -> only.workers.running().size() == 1);
            assertThat(tally.value()).isEqualTo(1);
        }
    }

    @Test
    void aHubWhoseChildDoesNotEndDoesNotStartAgainUntilItHas() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (TestHubs hubs = new TestHubs()) {
            TestHubs.TestMember only = hubs.join(() -> new Workers().with("stubborn", (child) -> {
                while (mayEnd.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                Thread.sleep(Long.MAX_VALUE);
            }));
            only.template.start(ChildSpec.of("s", "stubborn", null)).get(60, TimeUnit.SECONDS).orThrow();
            await().atMost(SOON).until(() -> only.workers.running().size() == 1);
            only.hub.stop(Duration.ZERO);
            assertThatIllegalStateException().isThrownBy(only.hub::start)
                .withMessageContaining("these children have not stopped: [s]");
            mayEnd.countDown();
            await().atMost(SOON).until(() -> only.workers.running().isEmpty());
            await().atMost(SOON).ignoreExceptions().until(() -> {
                only.hub.start();
                return true;
            });
            hubs.awaitRunning(1, SOON);
        }
    }

}
