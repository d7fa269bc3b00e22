package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.migration.HotSwap;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Many children that work all the time while members come and go in order. */
class HotSwapTest {

    private static final Duration LONG = Duration.ofSeconds(120);

    private final PulseWitness witness = new PulseWitness();

    private TestMember join(TestHubs hubs, Duration interval) throws InterruptedException {
        return hubs.join(() -> {
            Workers workers = new Workers();
            return workers.withBean("pulse", () -> new Pulse(workers, this.witness, interval));
        });
    }

    private List<TestMember> start(TestHubs hubs, int members, int children, Duration interval) throws Exception {
        List<TestMember> joined = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            joined.add(join(hubs, interval));
        }
        joined.getFirst().template
            .startAll(IntStream.range(0, children).mapToObj((i) -> ChildSpec.of("p" + i, "pulse", null)).toList())
            .get(60, TimeUnit.SECONDS)
            .orThrow();
        hubs.awaitRunning(children, LONG);
        return joined;
    }

    /** Prints how long children were away; the time depends on the machine. */
    private void print(String what, List<Long> pauses) {
        assertThat(pauses).isNotEmpty();
        StringBuilder histogram = new StringBuilder();
        for (int millis = 1; millis <= 4096; millis *= 2) {
            long limit = millis;
            histogram.append(" <%d ms: %d".formatted(millis,
                    pauses.stream().filter((pause) -> pause < limit * 1_000_000 && pause >= limit * 500_000).count()));
        }
        System.out.printf("%s: %d moved, pause p50 %.1f ms, p99 %.1f ms, longest %.1f ms;%s%n", what, pauses.size(),
                pauses.get(pauses.size() / 2) / 1e6, pauses.get(pauses.size() * 99 / 100) / 1e6, pauses.getLast() / 1e6,
                histogram);
    }

    @Test
    void aThousandChildrenAreAwayForAMomentOnlyAndNeverRunTwice() throws Exception {
        try (TestHubs hubs = new TestHubs(new HotSwap(true))) {
            Duration interval = Duration.ofMillis(100);
            start(hubs, 2, 1000, interval);
            TestMember newcomer = join(hubs, interval);
            await().atMost(LONG).until(() -> newcomer.workers.running().size() > 200);
            hubs.awaitRunning(1000, LONG);
            print("join, 1,000 children", this.witness.pauses());
            assertThat(this.witness.faults()).isEmpty();
        }
    }

    @Test
    void tenThousandCountOnWithoutAGapThroughAJoinALeaveAndTheReplacementOfAll() throws Exception {
        int children = 10_000;
        try (TestHubs hubs = new TestHubs(new HotSwap(true))) {
            Duration interval = Duration.ofSeconds(1);
            List<TestMember> members = start(hubs, 3, children, interval);
            TestMember fourth = join(hubs, interval);
            await().atMost(LONG).until(() -> fourth.workers.running().size() > 2000);
            hubs.awaitRunning(children, LONG);
            hubs.leave(fourth);
            hubs.awaitRunning(children, LONG);
            for (TestMember old : members) {
                TestMember fresh = join(hubs, interval);
                await().atMost(LONG).until(() -> fresh.workers.running().size() > 2000);
                hubs.awaitRunning(children, LONG);
                hubs.leave(old);
                hubs.awaitRunning(children, LONG);
            }
            long least = 3;
            await().atMost(LONG).until(() -> this.witness.heard(least) == children);
            print("10,000 children, all members replaced", this.witness.pauses());
            assertThat(this.witness.faults()).isEmpty();
        }
    }

    @Test
    void twoOfThreeLeaveAtTheSameMomentAndTheThirdGoesOnWithEverything() throws Exception {
        int children = 1000;
        try (TestHubs hubs = new TestHubs(new HotSwap(true))) {
            Duration interval = Duration.ofMillis(200);
            List<TestMember> members = start(hubs, 3, children, interval);
            long begin = System.nanoTime();
            CompletableFuture.allOf(members.get(1).template.drain(), members.get(2).template.drain())
                .get(120, TimeUnit.SECONDS);
            System.out.printf("two of three members with 1,000 children drained in %d ms%n",
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            await().atMost(LONG).until(() -> members.getFirst().workers.running().size() == children);
            print("two drained at once", this.witness.pauses());
            assertThat(this.witness.faults()).isEmpty();
        }
    }

    @Test
    void aMemberLeavesWithTenThousandChildrenAndAllTheirStates() throws Exception {
        int children = 20_000;
        try (TestHubs hubs = new TestHubs(new HotSwap(true))) {
            List<TestMember> members = start(hubs, 2, children, Duration.ofSeconds(5));
            int leaving = members.getLast().workers.running().size();
            long begin = System.nanoTime();
            hubs.leave(members.getLast());
            System.out.printf("a member with %d children left in %d ms%n", leaving,
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            await().atMost(LONG).until(() -> members.getFirst().workers.running().size() == children);
            print("leave with half of 20,000 children", this.witness.pauses());
            assertThat(leaving).isGreaterThan(8000);
            assertThat(this.witness.faults()).isEmpty();
        }
    }

    @Test
    void withoutHandoverOneCopyOfEachIsLeftAfterEveryJoin() throws Exception {
        int children = 500;
        try (TestHubs hubs = new TestHubs(new HotSwap(false))) {
            start(hubs, 1, children, Duration.ofSeconds(10));
            for (int i = 0; i < 3; i++) {
                TestMember newcomer = join(hubs, Duration.ofSeconds(10));
                await().atMost(LONG).until(() -> newcomer.workers.running().size() > 50);
                hubs.awaitRunning(children, LONG);
            }
            assertThat(hubs.running()).hasSize(children);
            // one whose thread the machine held up just before its first line counts here
            assertThat(this.witness.pauses()).as("children that were away").hasSizeLessThan(children / 50);
        }
    }

}
