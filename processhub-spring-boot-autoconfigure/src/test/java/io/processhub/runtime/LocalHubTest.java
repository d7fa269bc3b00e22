package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.HubNotRunningException;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.RestartPolicy;
import io.processhub.Scope;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopResult;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Hubs on real Hazelcast members in one JVM. */
class LocalHubTest {

    private static List<ChildSpec> idle(int count) {
        return IntStream.range(0, count).mapToObj((i) -> ChildSpec.of("c" + i, "idle", null)).toList();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aSingleMemberStartsFindsAndStopsChildren() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember member = hubs.join();
            StartResult result = get(
                    member.template.start(ChildSpec.of("EUR/USD", "idle", null).tag("fx").metadata("tenant", "acme")))
                .orThrow();
            assertThat(result.members()).containsExactly(member.id());
            ChildRecord row = member.template.find("EUR/USD").orElseThrow();
            assertThat(row.spec().metadata()).containsEntry("tenant", "acme");
            assertThat(member.template.withTag("fx")).containsExactly(row);
            assertThat(member.template.children(Scope.LOCAL)).containsExactly(row);
            hubs.awaitRunning(1);

            StopResult stopped = get(member.template.stop("EUR/USD")).orThrow();
            assertThat(stopped.stopped()).containsEntry(row.key(), List.of(member.id()));
            assertThat(member.workers.running()).isEmpty();
            assertThat(member.template.find("EUR/USD")).isEmpty();
            assertThat(member.template.withTag("fx")).isEmpty();
            assertThat(member.workers.destroyed()).isEqualTo(1);
        }
    }

    @Test
    void aThousandChildrenRunOnceEachAndEveryMemberKnowsWhere() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join();
            hubs.join();
            hubs.join();
            get(first.template.startAll(idle(1000))).orThrow();
            Map<ChildKey, MemberId> running = hubs.awaitRunning(1000);
            assertThat(new HashSet<>(running.values())).hasSize(3);
            assertThat(
                    get(hubs.members().get(1).template.stopAll(running.keySet().stream().map(ChildKey::value).toList()))
                        .errors())
                .isEmpty();
            hubs.awaitRunning(0);
        }
    }

    @Test
    void aJoinMovesAboutAQuarterAndOnlyToTheNewcomer() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join();
            hubs.join();
            hubs.join();
            get(first.template.startAll(idle(2000))).orThrow();
            Map<ChildKey, MemberId> before = hubs.awaitRunning(2000);
            TestMember newcomer = hubs.join();
            await().atMost(Duration.ofSeconds(20)).until(() -> newcomer.workers.running().size() > 300);
            Map<ChildKey, MemberId> after = hubs.awaitRunning(2000);
            Set<MemberId> targets = new HashSet<>();
            before.forEach((key, member) -> {
                if (!member.equals(after.get(key))) {
                    targets.add(after.get(key));
                }
            });
            assertThat(targets).containsExactly(newcomer.id());
            assertThat(newcomer.workers.running().size()).isBetween(300, 700);
        }
    }

    @Test
    void theChildrenOfADeadMemberRunElsewhere() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            hubs.join();
            get(first.template.startAll(idle(1000))).orThrow();
            hubs.awaitRunning(1000);
            Map<ChildKey, Long> epochs = epochs(first);
            int held = second.workers.running().size();
            hubs.kill(second);
            hubs.awaitRunning(1000);
            long later = epochs(first).entrySet()
                .stream()
                .filter((e) -> e.getValue() > epochs.getOrDefault(e.getKey(), 0L))
                .count();
            assertThat(later).isEqualTo(held);
            assertThat(second.hub.isAlive()).isFalse();
            await().until(() -> second.workers.running().isEmpty());
        }
    }

    private static Map<ChildKey, Long> epochs(TestMember member) {
        Map<ChildKey, Long> epochs = new java.util.HashMap<>();
        member.template.children().forEach((row) -> epochs.put(row.key(), row.epoch()));
        return epochs;
    }

    @Test
    void noChildIsLostWhenTwoOfFourMembersDieTogether() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            TestMember third = hubs.join();
            hubs.join();
            get(first.template.startAll(idle(1000))).orThrow();
            hubs.awaitRunning(1000);
            hubs.kill(second);
            hubs.kill(third);
            hubs.awaitRunning(1000);
            hubs.kill(first);
            hubs.awaitRunning(1000);
        }
    }

    @Test
    void aMemberThatLeavesHandsOverItsChildrenFirst() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            get(first.template.startAll(idle(1000))).orThrow();
            hubs.awaitRunning(1000);
            second.hub.stop(Duration.ofSeconds(30));
            assertThat(second.workers.running()).isEmpty();
            await().atMost(Duration.ofSeconds(5)).until(() -> first.workers.running().size() == 1000);
            await().atMost(Duration.ofSeconds(5)).until(() -> first.hub.members().size() == 1);
            hubs.leave(second);
            hubs.awaitRunning(1000);
            assertThatExceptionOfType(HubNotRunningException.class).isThrownBy(() -> second.template.stop("c1"))
                .withMessageContaining("test");
        }
    }

    @Test
    void theSameIdsStartedFromThreeMembersAtOnceRunOnceAndTheLosersLearnTheHolder() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            for (int i = 0; i < 3; i++) {
                hubs.join();
            }
            StartOptions options = StartOptions.defaults().checkExisting(false);
            List<CompletableFuture<StartResult>> calls = hubs.members()
                .parallelStream()
                .map((member) -> member.template.startAll(idle(300), options))
                .toList();
            List<ChildError> errors = new ArrayList<>();
            Set<ChildKey> started = new HashSet<>();
            for (CompletableFuture<StartResult> call : calls) {
                StartResult result = get(call);
                result.ids().forEach((key) -> assertThat(started.add(key)).isTrue());
                errors.addAll(result.errors());
            }
            Map<ChildKey, MemberId> running = hubs.awaitRunning(300);
            assertThat(started).hasSize(300);
            assertThat(errors).hasSize(600)
                .allSatisfy((error) -> assertThat(error).isInstanceOfSatisfying(ChildError.AlreadyExists.class,
                        (exists) -> assertThat(exists.holders()).extracting(Claim::member)
                            .containsExactly(running.get(exists.key()))));
        }
    }

    @Test
    void afterARestartStormTheRegistrySaysWhatRunsAndTheExhaustedAreParkedWithTheirError() throws Exception {
        RestartPolicy policy = new RestartPolicy(RestartPolicy.Mode.PERMANENT, 3, Duration.ofSeconds(60),
                new RestartPolicy.Backoff(Duration.ofMillis(5), 2, Duration.ofMillis(20), 0.2));
        try (TestHubs hubs = new TestHubs(policy)) {
            TestMember first = null;
            for (int i = 0; i < 3; i++) {
                first = hubs.join(() -> new Workers().with("recovers", (child) -> {
                    if (child.incarnation() <= 3) {
                        throw new IllegalStateException("not yet");
                    }
                    Thread.sleep(Long.MAX_VALUE);
                }).with("doomed", (child) -> {
                    throw new IllegalStateException("never");
                }));
            }
            List<ChildSpec> specs = IntStream.range(0, 1000)
                .mapToObj((i) -> ChildSpec.of("s" + i, (i % 10 == 0) ? "doomed" : "recovers", null))
                .toList();
            get(java.util.Objects.requireNonNull(first).template.startAll(specs)).orThrow();
            await().atMost(Duration.ofSeconds(60)).until(() -> hubs.running().size() == 900);
            for (TestMember member : hubs.members()) {
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertStormIsOver(member));
                Map<ChildKey, MemberId> running = hubs.running();
                assertThat(running).hasSize(900);
                assertThat(TestHubs.claims(member)).containsAllEntriesOf(running);
            }
            assertThat(hubs.members()
                .stream()
                .flatMap((member) -> member.events.stream())
                .filter((event) -> event instanceof ProcessHubEvent.ChildParked)).hasSize(100);
        }
    }

    private static void assertStormIsOver(TestMember member) {
        assertThat(member.template.children()).hasSize(1000).allSatisfy((row) -> {
            Claim claim = row.active().orElseThrow();
            assertThat(claim.incarnation()).isEqualTo(4);
            if (row.spec().type().equals("doomed")) {
                assertThat(claim.state()).isEqualTo(Claim.State.FAILED);
                assertThat(claim.error()).contains("IllegalStateException: never").contains("3 restarts");
            }
            else {
                assertThat(claim.state()).isEqualTo(Claim.State.RUNNING);
            }
        });
    }

    @Test
    void aChildThatReturnsIsRemovedEverywhereUnlessItIsPermanent() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join(() -> new Workers().with("short", (child) -> {
            }));
            hubs.join(() -> new Workers().with("short", (child) -> {
            }));
            RestartPolicy once = RestartPolicy.DEFAULT.withMode(RestartPolicy.Mode.TRANSIENT);
            get(first.template.startAll(IntStream.range(0, 20)
                .mapToObj((i) -> ChildSpec.of("t" + i, "short", null).restart(once))
                .toList())).orThrow();
            hubs.awaitRunning(0);
            await().untilAsserted(
                    () -> hubs.members().forEach((member) -> assertThat(member.template.children()).isEmpty()));
            assertThat(hubs.members().stream().mapToInt((member) -> member.workers.built()).sum()).isEqualTo(20);
        }
    }

    @Test
    void aChildThatIgnoresItsInterruptIsReportedAndKeepsItsClaimUntilItEnds() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (TestHubs hubs = new TestHubs()) {
            TestMember member = hubs.join(() -> new Workers().with("deaf", (child) -> release.join()));
            get(member.template.startAll(List.of(ChildSpec.of("deaf", "deaf", null).shutdown(Duration.ofMillis(50)),
                    ChildSpec.of("other", "idle", null))))
                .orThrow();
            hubs.awaitRunning(2);
            CompletableFuture<StopResult> stop = member.template.stop("deaf");
            await().until(() -> member.events.stream()
                .anyMatch((event) -> event instanceof ProcessHubEvent.ChildStuck stuck
                        && stuck.stack().contains("LocalHubTest")));
            assertThat(stop).isNotDone();
            get(member.template.stop("other")).orThrow();
            release.complete(null);
            assertThat(get(stop).orThrow().ids()).containsExactly(ChildKey.of("deaf"));
        }
        finally {
            release.complete(null);
        }
    }

    @Test
    void badCallsAreRefusedAndNothingIsHalfDone() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember member = hubs.join();
            assertThatIllegalArgumentException().isThrownBy(() -> member.template.startAll(List.of()))
                .withMessageContaining("specs: empty (expected: at least one)");
            assertThatIllegalArgumentException().isThrownBy(() -> member.template.stop(" "))
                .withMessageContaining("child id: blank");
            assertThatIllegalArgumentException().isThrownBy(() -> ChildSpec.of("x".repeat(10_000), "idle", null))
                .withMessageContaining("10000 characters");
            StartResult twice = get(member.template
                .startAll(List.of(ChildSpec.of("a", "idle", null), ChildSpec.of("a", "idle", null))));
            assertThat(twice.ids()).containsExactly(ChildKey.of("a"));
            assertThat(twice.errors()).containsExactly(new ChildError.Duplicate(ChildKey.of("a")));
            StartResult existing = get(member.template
                .startAll(List.of(ChildSpec.of("b", "idle", null), ChildSpec.of("a", "idle", null))));
            assertThat(existing.started()).isEmpty();
            assertThat(existing.errors()).singleElement().isInstanceOf(ChildError.AlreadyExists.class);
            StartResult rolledBack = get(member.template.startAll(
                    List.of(ChildSpec.of("b", "idle", null), ChildSpec.of("c", "unknown", null)),
                    StartOptions.defaults().onFailure(StartOptions.OnFailure.ROLLBACK)));
            assertThat(rolledBack.rolledBack()).isTrue();
            assertThat(rolledBack.ids()).containsExactly(ChildKey.of("b"));
            assertThat(rolledBack.errors()).singleElement()
                .satisfies((error) -> assertThat(error.message()).contains("unknown type 'unknown' (known: idle)"));
            assertThat(member.template.children()).extracting(ChildRecord::key).containsExactly(ChildKey.of("a"));
            assertThat(get(member.template.stop("nobody")).errors())
                .containsExactly(new ChildError.NotFound(ChildKey.of("nobody")));
        }
    }

    /** How long that takes is measured by benchmarks/run growth. */
    @Test
    void aHundredThousandChildrenStartInOneCallAndEveryMemberKnowsWhereTheyRun() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember first = hubs.join();
            hubs.join();
            hubs.join();
            StartOptions patient = StartOptions.defaults().timeout(Duration.ofMinutes(5));
            StartResult result = first.template.startAll(idle(100_000), patient).get(5, TimeUnit.MINUTES).orThrow();
            assertThat(result.ids()).hasSize(100_000);
            Map<ChildKey, MemberId> running = hubs.awaitRunning(100_000, Duration.ofMinutes(2));
            assertThat(new HashSet<>(running.values())).hasSize(3);
        }
    }

}
