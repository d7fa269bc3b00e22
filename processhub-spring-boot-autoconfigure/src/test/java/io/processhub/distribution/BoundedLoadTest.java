package io.processhub.distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BoundedLoadTest {

    private static final List<ChildSpec> SPECS = Crowd.specs(100_000);

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 10, 100 })
    void noMemberOwnsMoreThanATenthAboveTheAverage(int count) {
        Crowd crowd = new Crowd(Crowd.members(count), 1).start(new BoundedLoad(), SPECS);
        assertThat(crowd.shares().values())
            .allSatisfy((share) -> assertThat(share.doubleValue()).isLessThanOrEqualTo(1.1 * SPECS.size() / count));
        assertThat(crowd.owners()).hasSize(SPECS.size()).allSatisfy((key, owners) -> assertThat(owners).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({ "3, 10", "7, 5", "10, 11", "4, 1" })
    void withFewChildrenTheBoundIsTheNextWholeNumberAboveTheAverage(int count, int children) {
        Crowd crowd = new Crowd(Crowd.members(count), 1).start(new BoundedLoad(), SPECS.subList(0, children));
        assertThat(Collections.max(crowd.shares().values()))
            .isLessThanOrEqualTo((long) Math.ceil((double) children / count));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 9, 30 })
    void aJoinMovesAtMostItsShareAndOnlyToTheNewcomer(int before) {
        BoundedLoad strategy = new BoundedLoad();
        Crowd crowd = new Crowd(Crowd.members(before), 1).start(strategy, SPECS);
        Map<ChildKey, List<Member>> old = crowd.owners();
        List<Member> joined = Crowd.members(before + 1);
        long moved = crowd.change(strategy, joined);
        assertThat(moved).isBetween(1L, (long) (1.15 * SPECS.size() / (before + 1)));
        Map<Member, Long> shares = crowd.shares();
        assertThat(Collections.max(shares.values()))
            .isLessThanOrEqualTo((long) (1.1 * SPECS.size() / (before + 1)) + 1);
        long elsewhere = crowd.owners()
            .entrySet()
            .stream()
            .filter((e) -> !e.getValue().equals(old.get(e.getKey())) && !e.getValue().equals(List.of(joined.getLast())))
            .count();
        assertThat(elsewhere).as("moves between old members").isLessThanOrEqualTo(SPECS.size() / 50);
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 10, 31 })
    void aLeaveMovesOnlyTheChildrenOfTheLeaver(int before) {
        BoundedLoad strategy = new BoundedLoad();
        Crowd crowd = new Crowd(Crowd.members(before), 1).start(strategy, SPECS);
        long held = crowd.shares().getOrDefault(Crowd.members(before).getLast(), 0L);
        assertThat(crowd.change(strategy, Crowd.members(before - 1))).isEqualTo(held);
        assertThat(Collections.max(crowd.shares().values()))
            .isLessThanOrEqualTo((long) (1.1 * SPECS.size() / (before - 1)) + 1);
    }

    @Test
    void childrenStartedLaterGoWhereThereIsRoomAndMoveNobody() {
        BoundedLoad strategy = new BoundedLoad();
        Crowd crowd = new Crowd(Crowd.members(5), 1).start(strategy, SPECS.subList(0, 5000));
        Map<ChildKey, List<Member>> old = crowd.owners();
        for (int i = 0; i < 50; i++) {
            crowd.start(strategy, SPECS.subList(5000 + 10 * i, 5010 + 10 * i));
        }
        assertThat(crowd.owners()).containsAllEntriesOf(old);
        assertThat(Collections.max(crowd.shares().values())).isLessThanOrEqualTo((long) (1.1 * 5500 / 5));
        assertThat(crowd.change(strategy, Crowd.members(5))).isZero();
    }

    @Test
    void weightsGiveSharesAndBounds() {
        List<Member> members = List.of(Crowd.member(1, 1, Map.of()), Crowd.member(2, 2, Map.of()),
                Crowd.member(3, 1, Map.of()));
        Map<Member, Long> shares = new Crowd(members, 1).start(new BoundedLoad(), SPECS).shares();
        double quarter = SPECS.size() / 4.0;
        for (Member member : members) {
            assertThat(shares.getOrDefault(member, 0L) / (quarter * member.weight())).isBetween(0.9, 1.1);
        }
    }

    @Test
    void allMembersAgreeWhateverTheyWereAskedBeforeAndInWhateverOrder() {
        Crowd crowd = new Crowd(Crowd.members(7), 2);
        BoundedLoad experienced = new BoundedLoad();
        experienced.owners(SPECS.subList(0, 100), Crowd.members(3), 1);
        List<ChildSpec> some = new ArrayList<>(SPECS.subList(0, 5000));
        Map<ChildKey, List<Member>> owners = experienced.owners(some, crowd);
        List<Member> members = new ArrayList<>(Crowd.members(7));
        Random random = new Random(1);
        for (int i = 0; i < 3; i++) {
            Collections.shuffle(some, random);
            Collections.shuffle(members, random);
            assertThat(new BoundedLoad().owners(some, new Crowd(members, 2))).isEqualTo(owners);
        }
    }

    @Test
    void copiesAreOnDistinctMembersAndBoundedTogether() {
        Crowd crowd = new Crowd(Crowd.members(10), 3).start(new BoundedLoad(), SPECS.subList(0, 20_000));
        assertThat(crowd.owners().values())
            .allSatisfy((owners) -> assertThat(new HashSet<>(owners)).hasSize(3).hasSameSizeAs(owners));
        assertThat(Collections.max(crowd.shares().values())).isLessThanOrEqualTo((long) (1.1 * 60_000 / 10));
    }

    @Test
    void withFewerMembersThanCopiesEveryMemberIsAnOwnerAndWithoutMembersNobody() {
        Crowd two = new Crowd(Crowd.members(2), 5).start(new BoundedLoad(), SPECS.subList(0, 100));
        assertThat(two.owners().values())
            .allSatisfy((owners) -> assertThat(owners).containsExactlyInAnyOrderElementsOf(Crowd.members(2)));
        assertThat(new BoundedLoad().owners(SPECS.subList(0, 3), List.of(), 1).values()).hasSize(3)
            .allSatisfy((owners) -> assertThat(owners).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0, -0.1, 10.5, Double.NaN })
    void aBoundThatIsNoneIsRefused(double epsilon) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BoundedLoad(256, epsilon))
            .withMessage("epsilon: " + epsilon + " (expected: more than 0, at most 10)");
    }

}
