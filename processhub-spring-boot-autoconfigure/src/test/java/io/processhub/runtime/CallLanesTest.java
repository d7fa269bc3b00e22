package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.processhub.ChildCallException;
import io.processhub.ChildCallException.Reason;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.HubNotRunningException;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** To whom calls go, and what becomes of those that come back or stay away. */
class CallLanesTest {

    private static final ChildKey KEY = ChildKey.of("k");

    private static final MemberId SELF = new MemberId("self");

    private static final MemberId A = new MemberId("a");

    private static final MemberId B = new MemberId("b");

    private final RegistryView view = new RegistryView();

    private final List<Member> members = new CopyOnWriteArrayList<>(
            List.of(new Member(SELF, "n", "self"), new Member(A, "na", "a"), new Member(B, "nb", "b")));

    private volatile boolean quorum = true;

    private final List<CallLane.Batch> sent = new ArrayList<>();

    private final CallLanes lanes = new CallLanes(
            new CallRoutes(SELF, this.view, () -> this.members, () -> this.quorum), this.sent::add, 0);

    private CompletableFuture<@Nullable Object> call(String text, Duration timeout) {
        OutgoingCall call = new OutgoingCall(KEY, ChildMethods.RECEIVE, IncomingArguments.of(new Object[] { text }),
                String.class, System.nanoTime() + timeout.toNanos(), Thread::startVirtualThread);
        this.lanes.add(call);
        return call.future();
    }

    private CompletableFuture<@Nullable Object> call(String text) {
        return call(text, Duration.ofMinutes(1));
    }

    private void runsOn(MemberId member, long epoch) {
        this.view
            .apply(new ChildRecord(ChildSpec.of("k", "worker", null), epoch, 1, List.of(claim(member, epoch)), 1, 0));
    }

    private static Claim claim(MemberId member, long epoch) {
        return new Claim(member, epoch, Role.ACTIVE, Claim.State.RUNNING, 1, null);
    }

    private CallLane.Batch last(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            this.lanes.sweep();
            return this.sent.size() >= count;
        });
        assertThat(this.sent).hasSize(count);
        return this.sent.getLast();
    }

    private List<Long> numbers(CallLane.Batch batch) {
        return List.copyOf(batch.calls().keySet());
    }

    private Reason failure(CompletableFuture<?> call) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            this.lanes.sweep();
            return call.isDone();
        });
        try {
            throw new AssertionError("answered " + call.get(1, TimeUnit.SECONDS));
        }
        catch (ExecutionException ex) {
            if (ex.getCause() instanceof ChildCallException failure) {
                return failure.reason();
            }
            throw new AssertionError(ex);
        }
        catch (InterruptedException | TimeoutException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void oneBatchIsOnItsWayAtATimeAndTheNextOneTakesAllThatHasCome() throws Exception {
        runsOn(A, 1);
        CompletableFuture<@Nullable Object> first = call("1");
        call("2");
        call("3");
        CallLane.Batch batch = last(1);
        assertThat(batch.calls()).hasSize(1);
        this.lanes.taken(KEY, batch.number());
        this.lanes.resume(KEY);
        assertThat(last(2).calls()).hasSize(2);
        this.lanes.answered(KEY, numbers(batch).getFirst(), new Outcome.Written("\"reply\""));
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("reply");
    }

    @Test
    void callsGoToAnotherMemberOnlyWhenTheLastOneHasAnsweredForAll() {
        runsOn(A, 1);
        call("1");
        CallLane.Batch batch = last(1);
        this.lanes.taken(KEY, batch.number());
        runsOn(B, 2);
        call("2");
        this.lanes.sweep();
        assertThat(this.sent).hasSize(1);
        this.lanes.answered(KEY, numbers(batch).getFirst(), new Outcome.Shared("done"));
        assertThat(last(2).target()).isEqualTo(B);
    }

    @Test
    void whatComesBackGoesInItsPlaceToWhomeverHasTheChild() {
        runsOn(A, 1);
        call("1");
        CallLane.Batch batch = last(1);
        this.lanes.taken(KEY, batch.number());
        call("2");
        CallLane.Batch second = last(2);
        this.lanes.returned(KEY, 0, numbers(batch), null, "it was stopped");
        this.lanes.returned(KEY, second.number(), numbers(second), claim(B, 2), "it does not run here");
        CallLane.Batch third = last(3);
        assertThat(third.target()).isEqualTo(B);
        assertThat(third.round()).isGreaterThan(second.round());
        assertThat(numbers(third)).containsExactly(numbers(batch).getFirst(), numbers(second).getFirst());
    }

    @Test
    void whatAMemberWasHandedFailsWhenItHasGone() {
        runsOn(A, 1);
        CompletableFuture<@Nullable Object> handed = call("1");
        last(1);
        call("2");
        this.members.removeIf((member) -> member.id().equals(A));
        assertThat(failure(handed)).isEqualTo(Reason.MEMBER_GONE);
        runsOn(B, 2);
        assertThat(last(2).target()).isEqualTo(B);
    }

    @Test
    void whatNobodyCanHaveTimesOutOrNamesTheMissingQuorum() {
        this.view.apply(new ChildRecord(ChildSpec.of("k", "worker", null), 1, 1, List.of(), 1, 0));
        assertThat(failure(call("1", Duration.ofMillis(1)))).isEqualTo(Reason.TIMED_OUT);
        this.quorum = false;
        assertThat(failure(call("2", Duration.ofMillis(1)))).isEqualTo(Reason.NO_QUORUM);
        assertThat(this.sent).isEmpty();
    }

    @Test
    void aChildThatBecomesKnownInTimeIsCalled() {
        CompletableFuture<@Nullable Object> call = call("1");
        this.lanes.sweep();
        assertThat(call).isNotDone();
        runsOn(A, 1);
        assertThat(last(1).target()).isEqualTo(A);
    }

    @Test
    void callsThatComeAfterTheEndFailToo() {
        HubNotRunningException reason = new HubNotRunningException("test");
        runsOn(A, 1);
        CompletableFuture<@Nullable Object> before = call("1");
        this.lanes.failAll(reason);
        CompletableFuture<@Nullable Object> after = call("2");
        for (CompletableFuture<?> call : List.of(before, after)) {
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .withCause(reason);
        }
    }

}
