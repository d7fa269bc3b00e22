package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildCallException;
import io.processhub.ChildCallException.Reason;
import io.processhub.ChildSpec;
import io.processhub.HubNotRunningException;
import io.processhub.RestartPolicy;
import io.processhub.runtime.Ledger.Entry;
import io.processhub.runtime.TestHubs.TestMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Calls to children on two members: what gets through, and what callers are told. */
class ChildCallsTest {

    private static final RestartPolicy FAST = new RestartPolicy(RestartPolicy.Mode.PERMANENT, 2, Duration.ofMinutes(1),
            new RestartPolicy.Backoff(Duration.ofMillis(50), 1, Duration.ofMillis(50), 0));

    private final Ledger.Book book = new Ledger.Book();

    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private final TestHubs hubs = new TestHubs(FAST);

    private List<TestMember> members = List.of();

    @BeforeEach
    void twoMembersWithTwentyChildren() throws Exception {
        for (int i = 0; i < 2; i++) {
            this.hubs.join(() -> {
                Workers workers = new Workers().slowToBuild("slow", this.ready).with("doomed", (child) -> {
                    throw new IllegalStateException("never");
                });
                return workers.withBean("ledger", () -> new Ledger(workers, this.book))
                    .withBean("parallel", () -> new Ledger.Parallel(workers, this.book));
            });
        }
        this.members = List.copyOf(this.hubs.members());
        start(IntStream.range(0, 20).mapToObj((i) -> ChildSpec.of("k" + i, "ledger", null)).toList());
        this.hubs.awaitRunning(20);
    }

    @AfterEach
    void close() {
        this.ready.complete(null);
        this.hubs.close();
    }

    private void start(List<ChildSpec> specs) throws Exception {
        this.members.getFirst().template.startAll(specs).get(30, TimeUnit.SECONDS).orThrow();
    }

    private TestMember caller() {
        return this.members.getFirst();
    }

    private static ChildCallException failure(CompletableFuture<?> answer) throws Exception {
        try {
            throw new AssertionError("answered " + answer.get(30, TimeUnit.SECONDS));
        }
        catch (ExecutionException ex) {
            if (ex.getCause() instanceof ChildCallException failure) {
                return failure;
            }
            throw ex;
        }
    }

    @Test
    void aChildIsAskedAndToldFromEveryMemberWhereverItRuns() throws Exception {
        for (int i = 0; i < 20; i++) {
            for (TestMember member : this.members) {
                String caller = member.id().value();
                assertThat(member.template.ask("k" + i, new Entry("k" + i, caller, 7), Long.class)
                    .get(30, TimeUnit.SECONDS)).isEqualTo(7);
                assertThat(member.template.tell("k" + i, new Entry("k" + i, caller, 8)).get(30, TimeUnit.SECONDS))
                    .isNull();
                assertThat(this.book.of("k" + i, caller)).containsExactly(7L, 8L);
            }
        }
    }

    @Test
    void aClientCallsMethodsThatAnswerNowLaterOrNothingAndItsOwnDefaultMethods() throws Exception {
        for (int i = 0; i < 20; i++) {
            LedgerApi ledger = caller().template.client(LedgerApi.class, "k" + i);
            Entry entry = new Entry("k" + i, "c", i);
            assertThat(ledger.add(entry)).isEqualTo(i);
            assertThat(ledger.later(entry).get(30, TimeUnit.SECONDS)).isEqualTo(entry);
            ledger.sleep(Duration.ofMillis(1));
            assertThat(ledger.twice(entry)).isEqualTo(i + "," + i);
            assertThat(ledger).hasToString("LedgerApi of child 'k" + i + "'").isEqualTo(ledger);
        }
    }

    @Test
    void whatCanBeChangedIsNeverSharedEvenWithinOneMember() {
        for (int i = 0; i < 20; i++) {
            List<String> lines = new ArrayList<>(List.of("mine"));
            assertThat(caller().template.client(LedgerApi.class, "k" + i).lengthen(lines)).isEqualTo(2);
            assertThat(lines).containsExactly("mine");
        }
    }

    @Test
    void aChildThatThrowsGivesTypeAndTextToTheCaller() throws Exception {
        for (int i = 0; i < 20; i++) {
            ChildCallException ex = failure(caller().template.ask("k" + i, new Entry("k" + i, "c", -5), Long.class));
            assertThat(ex.reason()).isEqualTo(Reason.CHILD_THREW);
            assertThat(ex.thrown()).isEqualTo("java.lang.IllegalArgumentException");
            assertThat(ex).hasMessage("child 'k" + i + "': it threw java.lang.IllegalArgumentException: sequence -5");
        }
    }

    @Test
    void aCallThatTakesTooLongTimesOutAndTheNextOneIsAnsweredAllTheSame() {
        for (int i = 0; i < 20; i++) {
            LedgerApi ledger = caller().template.client(LedgerApi.class, "k" + i);
            assertThatExceptionOfType(ChildCallException.class).isThrownBy(() -> ledger.sleep(Duration.ofSeconds(1)))
                .withMessageContaining("it was or may yet be carried out")
                .satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMED_OUT));
            assertThat(ledger.add(new Entry("k" + i, "c", 1))).isEqualTo(1);
        }
    }

    @Test
    void anUnknownOrStoppedChildIsNamed() throws Exception {
        ChildCallException ex = failure(caller().template.tell("nobody", "hello"));
        assertThat(ex.reason()).isEqualTo(Reason.UNKNOWN_CHILD);
        assertThat(ex).hasMessage("child 'nobody': there is no such child");
        caller().template.stop("k3").get(30, TimeUnit.SECONDS).orThrow();
        assertThat(failure(this.members.get(1).template.tell("k3", new Entry("k3", "c", 1))).reason())
            .isEqualTo(Reason.UNKNOWN_CHILD);
    }

    @Test
    void whatCannotTravelIsSaid() throws Exception {
        for (int i = 0; i < 20; i++) {
            LedgerApi ledger = caller().template.client(LedgerApi.class, "k" + i);
            assertThatExceptionOfType(ChildCallException.class).isThrownBy(ledger::unwritable)
                .withMessageContaining("reply cannot be JSON")
                .satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_SERIALIZABLE));
            assertThat(failure(caller().template.tell("k" + i, List.of("no entry"))).reason())
                .isEqualTo(Reason.NOT_SERIALIZABLE);
        }
        assertThat(failure(caller().template.tell("k1", new Unwritable())).reason()).isEqualTo(Reason.NOT_SERIALIZABLE);
    }

    @Test
    void aChildThatDoesNotUnderstandIsNamedWithWhatItLacks() throws Exception {
        start(List.of(ChildSpec.of("mute", "idle", null)));
        ChildCallException ex = failure(caller().template.tell("mute", "hello"));
        assertThat(ex.reason()).isEqualTo(Reason.NOT_SUPPORTED);
        assertThat(ex).hasMessageContaining("implements no MessageReceiver");
        assertThatExceptionOfType(ChildCallException.class)
            .isThrownBy(() -> caller().template.client(LedgerApi.class, "mute").add(new Entry("mute", "c", 1)))
            .withMessageContaining("has no method io.processhub.runtime.LedgerApi#add");
        assertThatIllegalArgumentException().isThrownBy(() -> caller().template.client(Ledger.class, "k1"))
            .withMessageContaining("(expected: an interface)");
    }

    @Test
    void aParkedChildIsNamedWithItsError() throws Exception {
        start(List.of(ChildSpec.of("doomed", "doomed", null)));
        await().atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(failure(caller().template.tell("doomed", "hello")))
                .hasMessageContaining("IllegalStateException: never")
                .satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.PARKED)));
    }

    @Test
    void callsToAChildThatIsStillBeingBuiltWait() throws Exception {
        start(List.of(ChildSpec.of("slow", "slow", null)));
        CompletableFuture<Void> answer = caller().template.tell("slow", "hello");
        assertThat(answer).isNotDone();
        this.ready.complete(null);
        assertThat(failure(answer).reason()).isEqualTo(Reason.NOT_SUPPORTED);
    }

    @Test
    void callsToOneChildRunOneAtATimeUnlessItIsConcurrent() throws Exception {
        start(List.of(ChildSpec.of("parallel", "parallel", null)));
        assertThat(crowd("k1")).isEqualTo(1);
        assertThat(crowd("parallel")).isGreaterThan(1);
    }

    private int crowd(String id) throws InterruptedException {
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(this.members.get(i % 2).template.client(LedgerApi.class, id).crowd());
        }
        return calls.stream().mapToInt(CompletableFuture::join).max().orElseThrow();
    }

    @Test
    void aHubThatHasStoppedRefusesCalls() throws Exception {
        TestMember last = this.members.get(1);
        last.hub.stop(Duration.ofSeconds(30));
        assertThatExceptionOfType(HubNotRunningException.class).isThrownBy(() -> last.template.tell("k1", "hello"));
    }

    /** Jackson cannot write it. */
    static final class Unwritable {

        public @Nullable Object getSecret() {
            throw new IllegalStateException("nobody may read this");
        }

    }

}
