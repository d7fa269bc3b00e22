package io.processhub.partition;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DynamicQuorumTest {

    private static final Duration THRESHOLD = Duration.ofSeconds(30);

    @ParameterizedTest(name = "{0} % of {1} → {2}")
    @CsvSource(delimiter = ';', textBlock = """
            51;  {A};                       {A}
            51;  {A} | {B};                 none
            51;  {A,C,E} | {B,D};           {A,C,E}
            51;  {A,B} | {C,D};             none
            60;  {A,C,E} | {B,D};           {A,C,E}
            61;  {A,C,E} | {B,D};           none
            80;  {A,B,C,D} | {E};           {A,B,C,D}
            80;  {A,B,C} | {D};             none
            67;  {A,B} | {C};               none
            66;  {A,B} | {C};               {A,B}
            100; {A,B,C,D} | {E};           none
            100; {A,B,C,D,E};               {A,B,C,D,E}
            """)
    void theSideWithItsShareRunsOn(int percent, String picture, String winners) {
        assertThat(Splits.winners(picture, new DynamicQuorum(percent, THRESHOLD))).isEqualTo(winners);
    }

    @ParameterizedTest(name = "danger: {0} % of {1} → {2}")
    @CsvSource(delimiter = ';', textBlock = """
            50;  {A,B} | {C,D};             {A,B} | {C,D}
            50;  {A} | {B};                 {A} | {B}
            40;  {A,C,E} | {B,D};           {A,C,E} | {B,D}
            1;   {A} | {B} | {C};           {A} | {B} | {C}
            """)
    void withHalfOfTheMembersOrLessTwoSidesHaveQuorum(int percent, String picture, String winners) {
        assertThat(Splits.winners(picture, new DynamicQuorum(percent, THRESHOLD))).isEqualTo(winners);
    }

    @Test
    void eightyPercentOfTenMembersBearTheLossOfTwo() {
        Attendance members = new Attendance(new DynamicQuorum(80, Duration.ofSeconds(3600)), 6);
        assertThat(members.hasQuorum()).isTrue();
        assertThat(members.joins(4).hasQuorum()).isTrue();
        assertThat(members.loses(1).hasQuorum()).isTrue();
        assertThat(members.loses(1).hasQuorum()).isTrue();
        assertThat(members.loses(1).hasQuorum()).isFalse();
    }

    @Test
    void theLostAreForgottenAfterTheThresholdAndNotBefore() {
        Attendance members = new Attendance(new DynamicQuorum(80, THRESHOLD), 10).loses(3);
        assertThat(members.waits(THRESHOLD.minusMillis(1)).hasQuorum()).isFalse();
        assertThat(members.waits(Duration.ofMillis(1)).hasQuorum()).isTrue();
        assertThat(members.required()).isEqualTo(6);
    }

    @Test
    void theLostOfDifferentTimesAreForgottenOneByOne() {
        Attendance members = new Attendance(new DynamicQuorum(80, THRESHOLD), 10).loses(2);
        assertThat(members.waits(Duration.ofSeconds(20)).loses(1).hasQuorum()).isFalse();
        assertThat(members.waits(Duration.ofSeconds(10)).members()).isEqualTo(8);
        assertThat(members.hasQuorum()).isTrue();
    }

    @Test
    void theDrainedDoNotCountHoweverManyTheyAre() {
        Attendance members = new Attendance(new DynamicQuorum(80, THRESHOLD), 10);
        assertThat(members.drains(9).hasQuorum()).isTrue();
        assertThat(members.required()).isEqualTo(1);
    }

    @Test
    void newcomersDoNotMakeTheLostForgotten() {
        Attendance members = new Attendance(new DynamicQuorum(80, THRESHOLD), 10).loses(3).joins(3);
        assertThat(members.members()).isEqualTo(13);
        assertThat(members.hasQuorum()).isFalse();
    }

    @Test
    void ofHowEverManyMembersTheLeastEnoughAreRequired() {
        for (int percent = 1; percent <= 100; percent++) {
            DynamicQuorum strategy = new DynamicQuorum(percent, THRESHOLD);
            for (int members = 1; members <= 100; members++) {
                int quorum = strategy.quorum(members);
                assertThat(quorum * 100).isGreaterThanOrEqualTo(percent * members);
                assertThat((quorum - 1) * 100).isLessThan(percent * members);
            }
        }
    }

    @Test
    void hugeClustersDoNotOverflow() {
        assertThat(new DynamicQuorum(100, THRESHOLD).quorum(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 0, 101 })
    void otherPercentagesAreRefused(int percent) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DynamicQuorum(percent, THRESHOLD))
            .withMessage("quorum-size: " + percent + " (expected: 1 to 100 percent)");
    }

    @ParameterizedTest
    @ValueSource(strings = { "PT0S", "PT-1S", "P366D" })
    void otherThresholdsAreRefused(Duration threshold) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DynamicQuorum(60, threshold))
            .withMessage("threshold-time: " + threshold + " (expected: more than 0, at most 365 days)");
    }

}
