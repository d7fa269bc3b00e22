package io.processhub.coordination;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;

import io.processhub.Member;
import io.processhub.SynchronizationStrategy;
import io.processhub.coordination.Epidemic.Course;
import io.processhub.synchronization.Gossip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** That news reach all in O(log n) rounds, and what it costs: {@code docs/gossip.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GossipConvergenceTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "gossip.md");

    private static final int[] SIZES = { 10, 100, 1000 };

    private static final int LIVES = 200;

    private final List<Sample> samples = new ArrayList<>();

    /** Lives of rows in a cluster of one size, with one share of lost messages. */
    private record Sample(int members, double loss, List<Course> courses) {

        static Sample of(int members, double loss) {
            Epidemic epidemic = new Epidemic(members, new Gossip());
            return new Sample(members, loss,
                    LongStream.range(0, LIVES).mapToObj((seed) -> epidemic.play(seed, loss)).toList());
        }

        double mean(ToIntFunction<Course> number) {
            return this.courses.stream().mapToInt(number).average().orElseThrow();
        }

        int most(ToIntFunction<Course> number) {
            return this.courses.stream().mapToInt(number).max().orElseThrow();
        }

        /** Lives in which somebody did not hear of the row. */
        long incomplete() {
            return this.courses.stream().filter((course) -> course.reached() < this.members).count();
        }

        String line() {
            return String.format(Locale.ROOT, "| %,d | %.0f %% | %d | %.1f | %d | %d | %,.0f | %d | %d of %d |",
                    this.members, this.loss * 100, new Gossip().rounds(this.members), mean(Course::lastReached),
                    most(Course::lastReached), most(Course::silent), mean(Course::copies), most(Course::mostCopies),
                    incomplete(), LIVES);
        }

    }

    private List<Sample> samples() {
        if (this.samples.isEmpty()) {
            for (int members : SIZES) {
                this.samples.add(Sample.of(members, 0));
                this.samples.add(Sample.of(members, 0.2));
            }
        }
        return this.samples;
    }

    @Test
    void newsReachAllInRoundsThatGrowWithTheLogarithmOfTheMembers() {
        for (Sample sample : samples()) {
            double logarithm = Math.log(sample.members()) / Math.log(2);
            assertThat((double) sample.most(Course::lastReached)).as("rounds of %s members", sample.members())
                .isLessThanOrEqualTo(logarithm + ((sample.loss() == 0) ? 2 : 5));
        }
    }

    /** Ten times as many members: some rounds more, not ten times as many. */
    @Test
    void tenTimesAsManyMembersNeedOneToThreeRoundsMore() {
        List<Sample> lossless = samples().stream().filter((sample) -> sample.loss() == 0).toList();
        for (int i = 1; i < lossless.size(); i++) {
            assertThat(lossless.get(i).mean(Course::lastReached) - lossless.get(i - 1).mean(Course::lastReached))
                .isBetween(1.0, 3.0);
        }
    }

    @Test
    void noMemberSendsMoreCopiesThanRoundsTimesRecipients() {
        for (Sample sample : samples()) {
            assertThat(sample.most(Course::mostCopies))
                .isEqualTo(new Gossip().rounds(sample.members()) * Gossip.DEFAULT_RECIPIENTS);
        }
    }

    @Test
    void fewRowsMissAnybodyAndFewAreMissed() {
        for (Sample sample : samples()) {
            assertThat(sample.incomplete()).as("%s members", sample.members())
                .isLessThan((sample.loss() == 0) ? LIVES / 50 : LIVES / 5);
            assertThat(sample.mean(Course::reached)).isGreaterThan(0.998 * sample.members());
        }
    }

    /** To see that it takes the rounds, and that this test can fail. */
    @Test
    void ifEachMemberPassedItOnButOnceSomebodyWouldMostlyBeMissed() {
        Epidemic epidemic = new Epidemic(1000, new OneRound(new Gossip()));
        assertThat(LongStream.range(0, LIVES).mapToObj((seed) -> epidemic.play(seed, 0)))
            .allSatisfy((course) -> assertThat(course.reached()).isLessThan(1000));
    }

    private record OneRound(Gossip gossip) implements SynchronizationStrategy {

        @Override
        public List<Member> recipients(List<Member> others, long seed) {
            return this.gossip.recipients(others, seed);
        }

        @Override
        public Duration syncInterval() {
            return this.gossip.syncInterval();
        }

        @Override
        public int rounds(int members) {
            return 1;
        }

    }

    @Test
    void theDocumentSaysWhatWasMeasured() throws IOException {
        String table = String.join("\n", samples().stream().map(Sample::line).toList());
        assertThat(Files.readString(DOCUMENT)).contains(table);
    }

}
