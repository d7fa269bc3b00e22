package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.processhub.ChildError;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.DistributionStrategy;
import io.processhub.HubNotRunningException;
import io.processhub.RestartPolicy;
import io.processhub.StartResult;
import io.processhub.StopResult;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.runtime.TestHubs.TestMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Children, strategies and clusters that do what they should not. */
class TroubleTest {

    @Test
    void aChildWhoseExceptionCannotBePrintedIsRestartedAndCanBeStopped() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (TestHubs hubs = new TestHubs()) {
            TestMember member = hubs.join(() -> new Workers().with("odd", (child) -> {
                runs.incrementAndGet();
                throw new Unprintable();
            }));
            member.template.start(ChildSpec.of("x", "odd", null)).get(10, TimeUnit.SECONDS).orThrow();
            await().until(() -> runs.get() > 1);
            assertThat(member.template.stop("x").get(10, TimeUnit.SECONDS).errors()).isEmpty();
        }
    }

    private static final class Unprintable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new NullPointerException("in getMessage");
        }

    }

    @Test
    void aChildThatBlocksInItsConstructorIsShownAsStartingHoldsUpNobodyAndCanBeStopped() throws Exception {
        CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
        try (TestHubs hubs = new TestHubs()) {
            TestMember member = hubs.join(() -> new Workers().slowToBuild("slow", ready));
            member.template.startAll(List.of(ChildSpec.of("a", "slow", null), ChildSpec.of("b", "slow", null)))
                .get(10, TimeUnit.SECONDS)
                .orThrow();
            member.template.start(ChildSpec.of("x", "idle", null)).get(10, TimeUnit.SECONDS).orThrow();
            await().until(() -> member.workers.running().size() == 1);
            await().until(() -> stateOf(member, "a") == Claim.State.STARTING);
            member.template.stop("b").get(10, TimeUnit.SECONDS).orThrow();
            ready.complete(null);
            await().until(() -> stateOf(member, "a") == Claim.State.RUNNING);
            hubs.awaitRunning(2);
        }
    }

    private static Claim.State stateOf(TestMember member, String id) {
        return member.template.find(id).orElseThrow().active().orElseThrow().state();
    }

    @Test
    void theRegistryNamesWhatWentWrongFirst() throws Exception {
        RestartPolicy once = new RestartPolicy(RestartPolicy.Mode.PERMANENT, 0, Duration.ofSeconds(4),
                RestartPolicy.Backoff.NONE);
        try (TestHubs hubs = new TestHubs(once)) {
            TestMember member = hubs.join(() -> new Workers().with("odd", (child) -> {
                throw new IllegalStateException("outside", new IllegalArgumentException("inside"));
            }));
            member.template.start(ChildSpec.of("x", "odd", null)).get(10, TimeUnit.SECONDS).orThrow();
            await()
                .untilAsserted(() -> assertThat(member.template.find("x").orElseThrow().active().orElseThrow().error())
                    .contains("IllegalArgumentException: inside"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void aStrategyThatThrowsFailsTheStartAndNothingElse(boolean anError) throws Exception {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicInteger runs = new AtomicInteger();
        try (TestHubs hubs = new TestHubs(RestartPolicy.DEFAULT, failingWith(failure))) {
            TestMember member = hubs.join(() -> new Workers().with("counted", (child) -> {
                runs.incrementAndGet();
                child.sleep(Duration.ofMillis(200));
                throw new IllegalStateException("boom");
            }));
            member.template.start(ChildSpec.of("before", "counted", null)).get(10, TimeUnit.SECONDS).orThrow();
            failure.set(anError ? new StackOverflowError() : new IllegalStateException("broken"));
            StartResult refused = member.template.start(ChildSpec.of("x", "idle", null)).get(10, TimeUnit.SECONDS);
            assertThat(refused.errors()).singleElement()
                .isInstanceOfSatisfying(ChildError.Refused.class,
                        (error) -> assertThat(error.reason()).contains("distribution strategy failed"));
            int before = runs.get();
            await().until(() -> runs.get() > before);
            failure.set(null);
            member.template.start(ChildSpec.of("x", "idle", null)).get(10, TimeUnit.SECONDS).orThrow();
        }
    }

    private static DistributionStrategy failingWith(AtomicReference<@Nullable Throwable> failure) {
        DistributionStrategy ring = new ConsistentHashing();
        return (specs, members, copies) -> {
            switch (failure.get()) {
                case RuntimeException ex -> throw ex;
                case Error error -> throw error;
                case null, default -> {
                }
            }
            return ring.owners(specs, members, copies);
        };
    }

    @Test
    void aStrategyThatNamesStrangersAndDoublesIsCorrected() throws Exception {
        DistributionStrategy ring = new ConsistentHashing();
        DistributionStrategy odd = (specs, members, copies) -> {
            var owners = ring.owners(specs, members, copies);
            owners.replaceAll((key, owning) -> List.of(members.getFirst().withNode("nowhere"), members.getFirst(),
                    members.getFirst()));
            return owners;
        };
        try (TestHubs hubs = new TestHubs(RestartPolicy.DEFAULT, odd)) {
            TestMember member = hubs.join();
            member.template.start(ChildSpec.of("x", "idle", null)).get(10, TimeUnit.SECONDS).orThrow();
            hubs.awaitRunning(1);
        }
    }

    @Test
    void aHubThatHasLostItsClusterStopsItsChildrenAndItselfAndAnswersWhatWasAsked() throws Exception {
        CompletableFuture<@Nullable Void> release = new CompletableFuture<>();
        try (TestHubs hubs = new TestHubs()) {
            TestMember member = hubs.join(() -> new Workers().with("deaf", (child) -> release.join()));
            member.template.startAll(List.of(ChildSpec.of("x", "deaf", null), ChildSpec.of("y", "idle", null)))
                .get(10, TimeUnit.SECONDS)
                .orThrow();
            CompletableFuture<StopResult> stop = member.template.stop("x");
            hubs.kill(member);
            await().until(() -> !member.hub.isAlive());
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> stop.get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(HubNotRunningException.class);
            await().until(() -> member.workers.running().size() == 1);
            release.complete(null);
            member.hub.stop(Duration.ofSeconds(60));
            assertThat(member.workers.running()).isEmpty();
        }
        finally {
            release.complete(null);
        }
    }

}
