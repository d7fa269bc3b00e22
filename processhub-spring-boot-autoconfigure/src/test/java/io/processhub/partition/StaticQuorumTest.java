package io.processhub.partition;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StaticQuorumTest {

    @ParameterizedTest(name = "{0} of {1} → {2}")
    @CsvSource(delimiter = ';', textBlock = """
            1; {A};                         {A}
            2; {A};                         none
            2; {A,B};                       {A,B}
            2; {A,B} | {C};                 {A,B}
            2; {A} | {B} | {C};             none
            3; {A,C,E} | {B,D};             {A,C,E}
            3; {A,B} | {C,D} | {E};         none
            3; {A,B} | {C,D};               none
            5; {A,B,C,D} | {E};             none
            5; {A,B,C,D,E};                 {A,B,C,D,E}
            """)
    void theSideWithEnoughMembersRunsOn(int size, String picture, String winners) {
        assertThat(Splits.winners(picture, new StaticQuorum(size, false))).isEqualTo(winners);
    }

    @ParameterizedTest(name = "danger: {0} of {1} → {2}")
    @CsvSource(delimiter = ';', textBlock = """
            1; {A} | {B};                   {A} | {B}
            2; {A,B} | {C,D};               {A,B} | {C,D}
            3; {A,C,E} | {B,D,F};           {A,C,E} | {B,D,F}
            """)
    void withMoreMembersThanTwiceTheSizeMinusOneBothSidesHaveQuorum(int size, String picture, String winners) {
        assertThat(Splits.winners(picture, new StaticQuorum(size, false))).isEqualTo(winners);
    }

    @Test
    void sevenAreNotThereAtFirstThenEightThenSevenThenSix() {
        Attendance members = new Attendance(new StaticQuorum(7, true), 6);
        assertThat(members.hasQuorum()).isFalse();
        assertThat(members.joins(2).hasQuorum()).isTrue();
        assertThat(members.drains(1).hasQuorum()).isTrue();
        assertThat(members.drains(1).hasQuorum()).isFalse();
    }

    @Test
    void whoIsLostDoesNotCount() {
        Attendance members = new Attendance(new StaticQuorum(3, false), 5).loses(3);
        assertThat(members.hasQuorum()).isFalse();
        assertThat(members.members()).isEqualTo(5);
        assertThat(members.waits(Duration.ofSeconds(30)).members()).isEqualTo(2);
        assertThat(members.joins(1).hasQuorum()).isTrue();
        assertThat(new StaticQuorum(3, false).memory()).contains(Duration.ofSeconds(30));
    }

    @Test
    void itSaysWhetherStartsAreRefusedBeforeTheFirstQuorum() {
        assertThat(new StaticQuorum(3, true).startupConfirm()).isTrue();
        assertThat(new StaticQuorum(3, false).startupConfirm()).isFalse();
    }

    @Test
    void nobodyIsNoQuorum() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StaticQuorum(0, false))
            .withMessage("quorum-size: 0 (expected: 1 or more)");
    }

}
