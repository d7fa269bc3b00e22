package io.processhub.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.MigrationStrategy;
import io.processhub.ProcessHubEvent.MigrationDeferred;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Children that are asked whether they may move. */
class ConsentTest {

    private static final int CHILDREN = 24;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Tally.Habits habits = new Tally.Habits();

    /** Asks often, and not for long. */
    private record Impatient() implements MigrationStrategy {

        @Override
        public int admit(int moving, int waiting) {
            return waiting;
        }

        @Override
        public boolean isHot() {
            return true;
        }

        @Override
        public boolean handsOver() {
            return true;
        }

        @Override
        public Duration retryInterval() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration maxDeferTime() {
            return Duration.ofMillis(500);
        }

    }

    private TestMember join(TestHubs hubs) throws InterruptedException {
        return hubs.join(() -> {
            Workers workers = new Workers();
            return workers.withBean("tally", () -> new Tally(workers, this.habits));
        });
    }

    @Test
    void aChildThatIsNeverReadyMovesAllTheSameWhenItHasAskedForTimeForTooLong() throws Exception {
        this.habits.ready = false;
        try (TestHubs hubs = new TestHubs(new Impatient())) {
            TestMember first = join(hubs);
            first.template
                .startAll(IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("t" + i, "tally", null)).toList())
                .get(30, TimeUnit.SECONDS)
                .orThrow();
            IntStream.range(0, CHILDREN).forEach((i) -> tally(first, i).count());
            TestMember second = join(hubs);
            await().atMost(SOON).until(() -> second.workers.running().size() > 3);
            hubs.awaitRunning(CHILDREN);
            int moved = second.workers.running().size();
            assertThat(first.events.stream()
                .filter(MigrationDeferred.class::isInstance)
                .map((event) -> ((MigrationDeferred) event).key())
                .distinct()).hasSizeGreaterThanOrEqualTo(moved);
            assertThat(this.habits.asked.get()).as("each was asked more than once").isGreaterThan(moved);
            IntStream.range(0, CHILDREN).forEach((i) -> assertThat(tally(first, i).value()).isEqualTo(1));
        }
    }

    private static TallyApi tally(TestMember member, int number) {
        return member.template.client(TallyApi.class, "t" + number);
    }

}
