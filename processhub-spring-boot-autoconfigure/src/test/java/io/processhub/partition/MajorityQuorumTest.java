package io.processhub.partition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MajorityQuorumTest {

    private final MajorityQuorum tracking = new MajorityQuorum(1, true);

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({ "1,1", "2,2", "3,2", "4,3", "5,3", "6,4", "10,6" })
    void moreThanHalfAreRequired(int members, int required) {
        assertThat(this.tracking.quorum(members)).isEqualTo(required);
        assertThat(new MajorityQuorum(members, false).quorum(1)).isEqualTo(required);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = ';', textBlock = """
            {A};                            {A}
            {A} | {B};                      none
            {A,B};                          {A,B}
            {A,B} | {C};                    {A,B}
            {A,C,E} | {B,D};                {A,C,E}
            {A,B} | {C,D};                  none
            {A,B} | {C,D} | {E};            none
            {A,B,C,D} | {E,F};              {A,B,C,D}
            {A,B,C} | {D,E,F};              none
            """)
    void theSideWithMoreThanHalfRunsOn(String picture, String winners) {
        assertThat(Splits.winners(picture, this.tracking)).isEqualTo(winners);
    }

    @ParameterizedTest(name = "danger: {0}, told of {1} → {2}")
    @CsvSource(delimiter = ';', textBlock = """
            {A} | {B};                      1; {A} | {B}
            {A,B} | {C,D};                  3; {A,B} | {C,D}
            """)
    void withoutTrackingMoreMembersThanSaidGiveBothSidesQuorum(String picture, int initial, String winners) {
        assertThat(Splits.winners(picture, new MajorityQuorum(initial, false))).isEqualTo(winners);
    }

    @Test
    void dangerMembersThatStartApartEachHaveQuorumUnlessTheyAreToldHowManyThereWillBe() {
        assertThat(new Attendance(this.tracking, 1).hasQuorum()).isTrue();
        assertThat(new Attendance(new MajorityQuorum(2, true), 1).hasQuorum()).isFalse();
    }

    @Test
    void sixNeedFourThenTenNeedSixHoweverTheyLeave() {
        Attendance members = new Attendance(this.tracking, 6);
        assertThat(members.required()).isEqualTo(4);
        assertThat(members.joins(4).required()).isEqualTo(6);
        assertThat(members.loses(1).hasQuorum()).isTrue();
        assertThat(members.loses(2).hasQuorum()).isTrue();
        assertThat(members.loses(1).hasQuorum()).isTrue();
        assertThat(members.required()).isEqualTo(6);
        assertThat(members.loses(1).hasQuorum()).isFalse();
    }

    @Test
    void oneAloneHasQuorumAndTwoNeedEachOtherAlsoWhenOneIsLost() {
        Attendance members = new Attendance(this.tracking, 1);
        assertThat(members.hasQuorum()).isTrue();
        assertThat(members.joins(1).required()).isEqualTo(2);
        assertThat(members.loses(1).hasQuorum()).isFalse();
    }

    @Test
    void aNewcomerTakesThePlaceOfALostOne() {
        Attendance members = new Attendance(this.tracking, 3).loses(2);
        assertThat(members.hasQuorum()).isFalse();
        assertThat(members.joins(1).hasQuorum()).isTrue();
        assertThat(members.members()).isEqualTo(3);
    }

    @Test
    void aDrainedMemberDoesNotCount() {
        Attendance members = new Attendance(this.tracking, 10).drains(9);
        assertThat(members.required()).isEqualTo(1);
        assertThat(members.hasQuorum()).isTrue();
    }

    @Test
    void withoutTrackingTheSizeIsWhatItIs() {
        MajorityQuorum ofThree = new MajorityQuorum(3, false);
        assertThat(new Attendance(ofThree, 1).hasQuorum()).isFalse();
        assertThat(new Attendance(ofThree, 2).hasQuorum()).isTrue();
        assertThat(new Attendance(ofThree, 5).hasQuorum()).isTrue();
        assertThat(new Attendance(ofThree, 5).loses(3).hasQuorum()).isTrue();
    }

    @Test
    void withTrackingOneThenThreeThenFiveMembersDoNotShrinkToTwo() {
        Attendance members = new Attendance(this.tracking, 1).joins(2).joins(2);
        assertThat(members.loses(2).hasQuorum()).isTrue();
        assertThat(members.loses(1).hasQuorum()).isFalse();
    }

    @Test
    void theInitialSizeHoldsUntilThereAreMore() {
        assertThat(new Attendance(new MajorityQuorum(5, true), 1).hasQuorum()).isFalse();
        assertThat(new Attendance(new MajorityQuorum(5, true), 3).hasQuorum()).isTrue();
        assertThat(new Attendance(new MajorityQuorum(3, true), 2).hasQuorum()).isTrue();
        assertThat(new Attendance(new MajorityQuorum(3, true), 6).required()).isEqualTo(4);
    }

    @ParameterizedTest(name = "{0} members")
    @ValueSource(ints = { 1, 2, 3, 4, 5, 6 })
    void exactlyTheQuorumIsEnoughAndOneLessIsNot(int size) {
        int quorum = this.tracking.quorum(size);
        Attendance members = new Attendance(this.tracking, size).loses(size - quorum);
        assertThat(members.hasQuorum()).isTrue();
        assertThat(members.loses(1).hasQuorum()).isFalse();
    }

    @Test
    void noMembersAreNoCluster() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MajorityQuorum(0, true))
            .withMessage("initial-cluster-size: 0 (expected: 1 or more)");
    }

}
