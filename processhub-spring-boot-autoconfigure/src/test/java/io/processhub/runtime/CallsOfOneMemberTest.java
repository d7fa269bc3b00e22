package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.HubNotRunningException;
import io.processhub.RestartPolicy;
import io.processhub.RestartPolicy.Mode;
import io.processhub.Role;
import io.processhub.Scope;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What applications may ask, of one member that all tests share. */
class CallsOfOneMemberTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final TestHubs HUBS = new TestHubs();

    private static final CompletableFuture<Void> RELEASE = new CompletableFuture<>();

    @BeforeAll
    static void join() throws InterruptedException {
        HUBS.join(() -> new Workers().with("returns", (child) -> {
        }).with("throws", (child) -> {
            throw new IllegalStateException("as it should");
        }));
    }

    @AfterAll
    static void close() {
        RELEASE.complete(null);
        HUBS.close();
    }

    private static TestMember member() {
        return HUBS.members().getFirst();
    }

    private static StartResult start(StartOptions options, ChildSpec... specs) throws Exception {
        return member().template.startAll(List.of(specs), options).get(30, TimeUnit.SECONDS);
    }

    private static ChildRecord find(String id) {
        return member().template.find(id).orElseThrow();
    }

    @Test
    void tagsAndMetadataOfTheCallReachEveryChildAndWhatASpecSaysWins() throws Exception {
        StartOptions options = StartOptions.defaults().tag("call").metadata("tenant", "acme").metadata("tier", "gold");
        start(options, ChildSpec.of("tagged-1", "idle", null),
                ChildSpec.of("tagged-2", "idle", null).tag("own").metadata("tier", "iron"))
            .orThrow();
        assertThat(member().template.withTag("call")).extracting(ChildRecord::key)
            .containsExactly(ChildKey.of("tagged-1"), ChildKey.of("tagged-2"));
        assertThat(member().template.withMetadata("tenant", "acme")).hasSize(2);
        assertThat(find("tagged-1").spec().metadata()).containsEntry("tier", "gold");
        assertThat(find("tagged-2").spec().metadata()).containsEntry("tier", "iron");
        assertThat(find("tagged-2").spec().tags()).containsExactlyInAnyOrder("call", "own");
    }

    @Test
    void ifIdsThatExistDoNotRefuseTheCallTheyFailOneByOneAndTheOthersStart() throws Exception {
        start(StartOptions.defaults(), ChildSpec.of("there", "idle", null)).orThrow();
        StartResult result = start(StartOptions.defaults().checkExisting(false), ChildSpec.of("there", "idle", null),
                ChildSpec.of("new", "idle", null));
        assertThat(result.ids()).containsExactly(ChildKey.of("new"));
        assertThat(result.errors()).singleElement()
            .isInstanceOfSatisfying(ChildError.AlreadyExists.class,
                    (error) -> assertThat(error.holders()).extracting(Claim::member).containsExactly(member().id()));
        StartResult refused = start(StartOptions.defaults(), ChildSpec.of("there", "idle", null),
                ChildSpec.of("newer", "idle", null));
        assertThat(refused.ids()).isEmpty();
        assertThat(member().template.find("newer")).isEmpty();
    }

    @Test
    void withoutRollbackTheOthersOfACallGoOn() throws Exception {
        StartResult result = start(StartOptions.defaults(), ChildSpec.of("good", "idle", null),
                ChildSpec.of("bad-1", "nonsense", null), ChildSpec.of("bad-2", "nonsense", null));
        assertThat(result.ids()).containsExactly(ChildKey.of("good"));
        assertThat(result.rolledBack()).isFalse();
        assertThat(result.errors()).extracting(ChildError::key)
            .containsExactlyInAnyOrder(ChildKey.of("bad-1"), ChildKey.of("bad-2"));
        await().atMost(SOON).until(() -> find("good").active().orElseThrow().state() == Claim.State.RUNNING);
    }

    @Test
    void aLookupTellsWhatAChildIsWhereItRunsAndHowItFares() throws Exception {
        start(StartOptions.defaults(), ChildSpec.of("seen", "idle", null).metadata("k", "v")).orThrow();
        await().atMost(SOON).until(() -> find("seen").active().orElseThrow().state() == Claim.State.RUNNING);
        ChildRecord row = find("seen");
        assertThat(row.spec().type()).isEqualTo("idle");
        assertThat(row.spec().metadata()).containsEntry("k", "v");
        assertThat(row.claims())
            .containsExactly(new Claim(member().id(), row.epoch(), Role.ACTIVE, Claim.State.RUNNING, 1, null));
        assertThat(member().template.activeReplica("seen")).contains(row.claims().getFirst());
        assertThat(member().template.children()).contains(row).isEqualTo(member().template.children(Scope.LOCAL));
        assertThat(member().template.find("unseen")).isEmpty();
        assertThat(member().template.activeReplica("unseen")).isEmpty();
        assertThat(member().template.withTag("unseen")).isEmpty();
    }

    @Test
    void aHubIsAliveWholeAndKnowsItselfAsItsOnlyMember() {
        assertThat(member().template.isAlive()).isTrue();
        assertThat(member().template.isPartitioned()).isFalse();
        assertThat(member().template.members()).containsExactly(member().template.localMember());
    }

    @Test
    void theModeSaysWhichChildrenRunAgainAndTheOthersAreGone() throws Exception {
        for (Mode mode : Mode.values()) {
            RestartPolicy policy = RestartPolicy.DEFAULT.withMode(mode);
            start(StartOptions.defaults(), ChildSpec.of("returns-" + mode, "returns", null).restart(policy),
                    ChildSpec.of("throws-" + mode, "throws", null).restart(policy))
                .orThrow();
        }
        for (String again : List.of("returns-PERMANENT", "throws-PERMANENT", "throws-TRANSIENT")) {
            await().atMost(SOON).until(() -> find(again).active().orElseThrow().incarnation() > 2);
        }
        for (String gone : List.of("returns-TRANSIENT", "returns-TEMPORARY", "throws-TEMPORARY")) {
            await().atMost(SOON).until(() -> member().template.find(gone).isEmpty());
        }
    }

    @Test
    void aChildThatWasStoppedMayBeStartedAgainUnderAGreaterEpoch() throws Exception {
        start(StartOptions.defaults(), ChildSpec.of("twice", "idle", null)).orThrow();
        long before = find("twice").epoch();
        member().template.stop("twice").get(30, TimeUnit.SECONDS).orThrow();
        start(StartOptions.defaults(), ChildSpec.of("twice", "idle", null)).orThrow();
        assertThat(find("twice").epoch()).isGreaterThan(before);
    }

    /** The only test that may end its hub has one of its own. */
    @Test
    void aHubEndsThoughAChildDoesNot() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember ending = hubs.join(() -> new Workers().with("deaf", (child) -> RELEASE.join()));
            ending.template.startAll(List.of(ChildSpec.of("deaf", "deaf", null), ChildSpec.of("other", "idle", null)))
                .get(30, TimeUnit.SECONDS)
                .orThrow();
            hubs.awaitRunning(2);
            ending.hub.stop(Duration.ofMillis(100));
            assertThat(ending.workers.running()).containsOnlyKeys(ChildKey.of("deaf"));
            assertThat(ending.template.isAlive()).isFalse();
            assertThatExceptionOfType(HubNotRunningException.class)
                .isThrownBy(() -> ending.template.start(ChildSpec.of("late", "idle", null)));
            RELEASE.complete(null);
        }
    }

}
