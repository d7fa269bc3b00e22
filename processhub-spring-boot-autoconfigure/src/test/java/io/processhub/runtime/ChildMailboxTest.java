package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.processhub.ChildCallException.Reason;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.MessageReceiver;
import io.processhub.Role;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of calls at the member that has, or does not have, the child. */
class ChildMailboxTest {

    private static final ChildKey KEY = ChildKey.of("k");

    private static final MemberId SELF = new MemberId("self");

    private static final MemberId CALLER = new MemberId("caller");

    private final Heard replies = new Heard();

    private final RegistryView view = new RegistryView();

    private final Queue<Object> received = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean active = new AtomicBoolean(true);

    private @Nullable ChildMailbox here;

    private final CallDesk desk = new CallDesk(SELF, this.view, (key) -> this.here);

    private final MessageReceiver<Object> bean = new Receiver();

    private final CountDownLatch release = new CountDownLatch(1);

    /** Remembers all messages; {@code block} waits. */
    private final class Receiver implements MessageReceiver<Object> {

        @Override
        public @Nullable Object receive(Object message) throws Exception {
            ChildMailboxTest.this.received.add(message);
            if (message.equals("block")) {
                ChildMailboxTest.this.release.await();
            }
            return null;
        }

    }

    /** Remembers what the caller was told. */
    private static final class Heard implements CallReplies {

        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        public void taken(ChildKey key, long batch) {
            this.all.add("taken " + batch);
        }

        @Override
        public void returned(ChildKey key, long batch, List<Long> numbers, @Nullable Claim holder, String reason) {
            this.all.add("returned " + batch + " " + numbers + ((holder != null) ? " " + holder.member() : ""));
        }

        @Override
        public void answered(ChildKey key, long number, Outcome outcome) {
            this.all.add("answered " + number
                    + ((outcome instanceof Outcome.Failed failed) ? " " + failed.failure().reason() : ""));
        }

    }

    private ChildMailbox open() {
        ChildMailbox mailbox = new ChildMailbox("test/k", this.active::get, (theirs) -> {
        }, this.desk::giveBack);
        this.here = mailbox;
        return mailbox;
    }

    private void call(long batch, long round, Object... messages) {
        List<IncomingCall> calls = new ArrayList<>();
        for (int i = 0; i < messages.length; i++) {
            calls.add(new IncomingCall(CALLER, KEY, batch * 10 + i, round, ChildMethods.RECEIVE,
                    IncomingArguments.of(new Object[] { messages[i] }), System.nanoTime() + 60_000_000_000L,
                    this.replies));
        }
        this.desk.receive(CALLER, KEY, batch, round, calls, this.replies);
    }

    private void awaitHeard(String... expected) {
        await().atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(this.replies.all).containsExactlyInAnyOrder(expected));
    }

    @Test
    void callsWaitUntilTheBeanIsBuiltAndRunInTheirOrder() {
        ChildMailbox mailbox = open();
        call(1, 1, "a", "b");
        call(2, 1, "c");
        assertThat(this.received).isEmpty();
        mailbox.open(this.bean);
        awaitHeard("taken 1", "taken 2", "answered 10", "answered 11", "answered 20");
        assertThat(this.received).containsExactly("a", "b", "c");
    }

    @Test
    void anIncarnationWhoseLeaseIsOverCarriesOutNothing() {
        ChildMailbox mailbox = open();
        mailbox.open(this.bean);
        this.active.set(false);
        call(1, 1, "a", "b");
        awaitHeard("taken 1", "returned 0 [10, 11]");
        call(2, 2, "c");
        awaitHeard("taken 1", "returned 0 [10, 11]", "returned 2 [20]");
        assertThat(this.received).isEmpty();
    }

    @Test
    void whatHasNotBegunGoesBackAndTheEndWaitsForWhatHas() throws Exception {
        ChildMailbox mailbox = open();
        mailbox.open(this.bean);
        call(1, 1, "block", "b");
        await().atMost(Duration.ofSeconds(30)).until(() -> this.received.contains("block"));
        mailbox.close();
        awaitHeard("taken 1", "returned 0 [11]");
        Thread end = Thread.startVirtualThread(() -> mailbox.end(Duration.ofMinutes(1)));
        assertThat(end.join(Duration.ofMillis(50))).isFalse();
        this.release.countDown();
        assertThat(end.join(Duration.ofSeconds(30))).isTrue();
        awaitHeard("taken 1", "returned 0 [11]", "answered 10");
        assertThat(this.received).containsExactly("block");
    }

    @Test
    void aCallThatIsStillAtItAfterTheGraceIsInterruptedAndSaysSo() throws Exception {
        ChildMailbox mailbox = open();
        mailbox.open(this.bean);
        call(1, 1, "block");
        await().atMost(Duration.ofSeconds(30)).until(() -> this.received.contains("block"));
        mailbox.end(Duration.ofMillis(1));
        awaitHeard("taken 1", "answered 10 " + Reason.CHILD_STOPPED);
    }

    @Test
    void callsThatWereOnTheirWayDoNotOvertakeThoseThatCameBack() {
        ChildMailbox first = open();
        call(1, 1, "a");
        first.close();
        awaitHeard("taken 1", "returned 0 [10]");
        ChildMailbox second = open();
        second.open(this.bean);
        call(2, 1, "b");
        awaitHeard("taken 1", "returned 0 [10]", "returned 2 [20]");
        call(3, 2, "a", "b");
        awaitHeard("taken 1", "returned 0 [10]", "returned 2 [20]", "taken 3", "answered 30", "answered 31");
        assertThat(this.received).containsExactly("a", "b");
    }

    @Test
    void whoeverCallsTheWrongMemberIsToldWhoHasTheChild() {
        Claim claim = new Claim(new MemberId("other"), 7, Role.ACTIVE, Claim.State.RUNNING, 1, null);
        this.view.apply(new ChildRecord(ChildSpec.of("k", "worker", null), 7, 1, List.of(claim), 1, 0));
        call(1, 1, "a");
        awaitHeard("returned 1 [10] other");
    }

    @Test
    void aCallWhoseCallerHasGivenUpIsNotCarriedOut() {
        ChildMailbox mailbox = open();
        this.desk.receive(CALLER, KEY, 1, 1,
                List.of(new IncomingCall(CALLER, KEY, 1, 1, ChildMethods.RECEIVE,
                        IncomingArguments.of(new Object[] { "late" }), System.nanoTime() - 1, this.replies)),
                this.replies);
        mailbox.open(this.bean);
        call(2, 1, "b");
        awaitHeard("taken 1", "taken 2", "answered 20");
        assertThat(this.received).containsExactly("b");
    }

}
