package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.processhub.ChildCallException;
import io.processhub.ChildCallException.Reason;
import io.processhub.ChildSpec;
import io.processhub.runtime.Ledger.Entry;
import io.processhub.runtime.TestHubs.TestMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Streams of calls while children move, restart and are taken over: every call is
 * answered once or fails with a reason, none is carried out twice, none overtakes another
 * of its caller, and what was answered was carried out.
 */
class CallStreamTest {

    private static final int KEYS = 40;

    /** {@code -Dprocesshub.calls=1000000} makes more of them. */
    private static final int CALLS = Integer.getInteger("processhub.calls", 60_000);

    private static final int UNDER_WAY = 256;

    private final Ledger.Book book = new Ledger.Book();

    private TestMember join(TestHubs hubs) throws InterruptedException {
        return hubs.join(() -> {
            Workers workers = new Workers();
            return workers.withBean("ledger", () -> new Ledger(workers, this.book));
        });
    }

    private void start(TestHubs hubs) throws Exception {
        List<ChildSpec> specs = IntStream.range(0, KEYS)
            .mapToObj((i) -> ChildSpec.of("k" + i, "ledger", null))
            .toList();
        hubs.members().getFirst().template.startAll(specs).get(30, TimeUnit.SECONDS).orThrow();
        hubs.awaitRunning(KEYS);
    }

    /** One thread that calls all children in turn, with many calls under way. */
    private final class Caller {

        private final TestMember member;

        private final String name;

        private final Map<String, Long> next = new HashMap<>();

        private final Map<String, ConcurrentLinkedQueue<Long>> answered = new ConcurrentHashMap<>();

        private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

        private final Semaphore permits = new Semaphore(UNDER_WAY);

        private final AtomicInteger done = new AtomicInteger();

        Caller(TestMember member, String name) {
            this.member = member;
            this.name = name;
        }

        void call(AtomicLong left) throws InterruptedException {
            for (int i = 0; left.decrementAndGet() >= 0; i++) {
                String key = "k" + i % KEYS;
                Entry entry = new Entry(key, this.name, this.next.merge(key, 1L, Long::sum));
                this.permits.acquire();
                this.member.template.ask(key, entry, Long.class, Duration.ofSeconds(60))
                    .whenComplete((reply, failure) -> {
                        note(entry, failure);
                        this.permits.release();
                    });
            }
            this.permits.acquire(UNDER_WAY);
        }

        private void note(Entry entry, @Nullable Throwable failure) {
            this.done.incrementAndGet();
            if (failure != null) {
                this.failures.add(failure);
            }
            else {
                this.answered.computeIfAbsent(entry.key(), (key) -> new ConcurrentLinkedQueue<>())
                    .add(entry.sequence());
            }
        }

        void check() {
            assertThat(this.done).hasValue((int) this.next.values().stream().mapToLong(Long::longValue).sum());
            this.next.keySet().forEach((key) -> {
                List<Long> carriedOut = CallStreamTest.this.book.of(key, this.name);
                assertThat(carriedOut).as("order of %s at %s, each once", this.name, key)
                    .isSortedAccordingTo((a, b) -> (a < b) ? -1 : 1)
                    .doesNotHaveDuplicates();
                assertThat(new HashSet<>(carriedOut)).as("carried out of what was answered")
                    .containsAll(this.answered.getOrDefault(key, new ConcurrentLinkedQueue<>()));
            });
        }

    }

    /**
     * Calls from four threads on the first members while something happens to the others.
     */
    private List<Caller> callDuring(TestHubs hubs, int callers, Trouble trouble) throws Exception {
        List<Caller> all = new ArrayList<>();
        AtomicLong left = new AtomicLong(CALLS);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Caller caller = new Caller(hubs.members().get(i % callers), "caller-" + i);
            all.add(caller);
            threads.add(CompletableFuture.runAsync(() -> {
                try {
                    caller.call(left);
                }
                catch (InterruptedException ex) {
                    throw new IllegalStateException(ex);
                }
            }, (task) -> Thread.ofPlatform().start(task)));
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> left.get() < CALLS * 9L / 10);
        trouble.happen();
        CompletableFuture.allOf(threads.toArray(CompletableFuture<?>[]::new)).get(5, TimeUnit.MINUTES);
        return all;
    }

    private interface Trouble {

        void happen() throws Exception;

    }

    @Test
    void noCallIsLostOrFailsWhileMembersJoinAndLeave() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            join(hubs);
            join(hubs);
            TestMember leaver = join(hubs);
            start(hubs);
            long begin = System.nanoTime();
            List<Caller> callers = callDuring(hubs, 2, () -> {
                join(hubs);
                hubs.awaitRunning(KEYS);
                hubs.leave(leaver);
                hubs.awaitRunning(KEYS);
            });
            System.out.printf("%d asks in %d ms while members came and went%n", CALLS,
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            callers.forEach(Caller::check);
            assertThat(callers).allSatisfy((caller) -> assertThat(caller.failures).isEmpty());
        }
    }

    @Test
    void whenAMemberIsKilledOnlyCallsThatItHadFailAndSaySo() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            join(hubs);
            join(hubs);
            TestMember victim = join(hubs);
            start(hubs);
            List<Caller> callers = callDuring(hubs, 2, () -> {
                hubs.kill(victim);
                hubs.awaitRunning(KEYS);
            });
            callers.forEach(Caller::check);
            assertThat(callers).allSatisfy((caller) -> assertThat(caller.failures).hasSizeLessThanOrEqualTo(UNDER_WAY)
                .allSatisfy((failure) -> assertThat(failure).isInstanceOfSatisfying(ChildCallException.class,
                        (ex) -> assertThat(ex.reason()).isEqualTo(Reason.MEMBER_GONE))));
            for (int i = 0; i < KEYS; i++) {
                String key = "k" + i;
                assertThat(hubs.members().getFirst().template.ask(key, new Entry(key, "last", 1), Long.class)
                    .get(30, TimeUnit.SECONDS)).isEqualTo(1);
            }
        }
    }

    @Test
    void callsToChildrenThatFailAndRestartAreHeldMeanwhile() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            join(hubs);
            join(hubs);
            start(hubs);
            List<Caller> callers = callDuring(hubs, 2, () -> {
                for (TestMember member : hubs.members()) {
                    member.workers.failAll();
                }
                await().atMost(Duration.ofSeconds(60))
                    .until(() -> hubs.members().stream().mapToInt((member) -> member.workers.built()).sum() >= 2
                            * KEYS);
                hubs.awaitRunning(KEYS);
            });
            callers.forEach(Caller::check);
            assertThat(callers).allSatisfy((caller) -> assertThat(caller.failures).isEmpty());
        }
    }

}
