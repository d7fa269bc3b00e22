package io.processhub.distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Member;
import io.processhub.MemberId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ConsistentHashingTest {

    private static final List<ChildSpec> SPECS = IntStream.range(0, 100_000)
        .mapToObj((i) -> ChildSpec.of("child-" + i, "worker", null))
        .toList();

    @Test
    void theSameQuestionHasTheSameAnswerFromEveryInstance() {
        List<Member> members = members(5);
        assertThat(new ConsistentHashing().owners(SPECS, members, 2))
            .isEqualTo(new ConsistentHashing().owners(SPECS, members, 2));
    }

    @Test
    void theOrderOfTheMembersDoesNotMatter() {
        List<Member> shuffled = new ArrayList<>(members(7));
        Map<ChildKey, List<Member>> owners = new ConsistentHashing().owners(SPECS, members(7), 3);
        Random random = new Random(1);
        for (int i = 0; i < 3; i++) {
            Collections.shuffle(shuffled, random);
            assertThat(new ConsistentHashing().owners(SPECS, shuffled, 3)).isEqualTo(owners);
        }
    }

    @Test
    void whatAnInstanceWasAskedBeforeDoesNotMatter() {
        ConsistentHashing experienced = new ConsistentHashing();
        experienced.owners(SPECS, members(9), 1);
        experienced.owners(SPECS, members(2), 1);
        assertThat(experienced.owners(SPECS, members(4), 1))
            .isEqualTo(new ConsistentHashing().owners(SPECS, members(4), 1));
    }

    @Test
    void hubsThatShareAnInstanceDoNotDisturbEachOther() {
        ConsistentHashing shared = new ConsistentHashing();
        IntStream.range(0, 400).parallel().forEach((i) -> {
            List<Member> members = members(1 + i % 7);
            List<ChildSpec> some = SPECS.subList(i, i + 50);
            assertThat(shared.owners(some, members, 2)).isEqualTo(new ConsistentHashing().owners(some, members, 2));
        });
    }

    @Test
    void aListOfMembersThatChangesAfterwardsIsNotMistakenForTheOldOne() {
        ConsistentHashing hashing = new ConsistentHashing();
        List<Member> members = new ArrayList<>(members(2));
        hashing.owners(SPECS, members, 1);
        members.add(member(3));
        assertThat(hashing.owners(SPECS, members, 1)).isEqualTo(new ConsistentHashing().owners(SPECS, members(3), 1));
    }

    @Test
    void aChildHasTheSameOwnersAloneAsAmongOthers() {
        Map<ChildKey, List<Member>> all = new ConsistentHashing().owners(SPECS, members(5), 2);
        ChildSpec one = SPECS.get(4711);
        assertThat(new ConsistentHashing().owners(List.of(one), members(5), 2))
            .isEqualTo(Map.of(one.key(), all.getOrDefault(one.key(), List.of())));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4, 9, 19, 49 })
    void aJoinMovesItsShareAndOnlyToTheNewcomer(int before) {
        Map<ChildKey, Member> old = firstOwners(members(before));
        Map<ChildKey, Member> now = firstOwners(members(before + 1));
        List<ChildKey> moved = moved(old, now);
        assertThat(moved).allSatisfy((key) -> assertThat(now.get(key)).isEqualTo(member(before + 1)));
        assertThat(moved).isNotEmpty().hasSizeLessThanOrEqualTo((int) (1.15 * SPECS.size() / (before + 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = { 2, 3, 4, 10, 50 })
    void aLeaveMovesOnlyTheChildrenOfTheLeaver(int before) {
        Member leaver = member(before / 2 + 1);
        List<Member> rest = members(before).stream().filter((member) -> !member.equals(leaver)).toList();
        Map<ChildKey, Member> old = firstOwners(members(before));
        Map<ChildKey, Member> now = firstOwners(rest);
        List<ChildKey> ofLeaver = old.keySet().stream().filter((key) -> leaver.equals(old.get(key))).toList();
        assertThat(moved(old, now)).containsExactlyInAnyOrderElementsOf(ofLeaver);
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 10, 100 })
    void childrenAreSpreadEvenlyOver256VirtualNodes(int count) {
        Map<Member, Long> shares = shares(members(count));
        double average = (double) SPECS.size() / count;
        double least = Collections.min(shares.values()) / average;
        double most = Collections.max(shares.values()) / average;
        System.out.printf(Locale.ROOT, "balance, %d members: %.3f to %.3f of the average%n", count, least, most);
        assertThat(shares).hasSize(count);
        assertThat(least).isGreaterThan(0.75);
        assertThat(most).isLessThan(1.25);
    }

    @Test
    void weightsGiveShares() {
        List<Member> members = List.of(weighted(1, 1), weighted(2, 2), weighted(3, 1));
        Map<Member, Long> shares = shares(members);
        double quarter = SPECS.size() / 4.0;
        assertThat(share(shares, members.get(0)) / quarter).isCloseTo(1, within(0.1));
        assertThat(share(shares, members.get(1)) / quarter).isCloseTo(2, within(0.2));
        assertThat(share(shares, members.get(2)) / quarter).isCloseTo(1, within(0.1));
    }

    @Test
    void evenATinyWeightHasAPlaceOnTheRing() {
        assertThat(shares(List.of(weighted(1, 1), weighted(2, 0.0001)))).hasSize(2);
    }

    @Test
    void copiesAreOnDistinctMembers() {
        assertThat(new ConsistentHashing().owners(SPECS, members(5), 3).values())
            .allSatisfy((owners) -> assertThat(new HashSet<>(owners)).hasSize(3));
    }

    @Test
    void ownersOfFewerCopiesAreThoseOfMoreCopiesCutShort() {
        ConsistentHashing hashing = new ConsistentHashing();
        for (int copies = 1; copies < 5; copies++) {
            Map<ChildKey, List<Member>> fewer = hashing.owners(SPECS, members(5), copies);
            Map<ChildKey, List<Member>> more = hashing.owners(SPECS, members(5), copies + 1);
            int cut = copies;
            assertThat(more).allSatisfy((key, owners) -> assertThat(owners.subList(0, cut)).isEqualTo(fewer.get(key)));
        }
    }

    @Test
    void withFewerMembersThanCopiesEveryMemberIsAnOwner() {
        assertThat(new ConsistentHashing().owners(SPECS.subList(0, 100), members(2), 5).values())
            .allSatisfy((owners) -> assertThat(owners).containsExactlyInAnyOrderElementsOf(members(2)));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 3 })
    void withoutMembersNobodyOwnsAnything(int copies) {
        assertThat(new ConsistentHashing().owners(SPECS.subList(0, 10), List.of(), copies)).hasSize(10)
            .allSatisfy((key, owners) -> assertThat(owners).isEmpty());
    }

    @Test
    void withoutChildrenThereIsNothingToOwn() {
        assertThat(new ConsistentHashing().owners(List.of(), members(3), 1)).isEmpty();
    }

    @Test
    void answersStandInTheOrderOfTheQuestions() {
        List<ChildSpec> specs = SPECS.subList(0, 1000).reversed();
        assertThat(new ConsistentHashing().owners(specs, members(3), 1).keySet())
            .containsExactlyElementsOf(specs.stream().map(ChildSpec::key).toList());
    }

    @Test
    void aRestartedMemberFindsItsOldPlace() {
        Member restarted = new Member(new MemberId("127.0.0.1:5702#another-boot"), "another-node", member(2).name());
        Map<ChildKey, Member> before = firstOwners(members(3));
        Map<ChildKey, Member> after = firstOwners(List.of(member(1), member(3), restarted));
        assertThat(after).allSatisfy((key, owner) -> assertThat(owner.name()).isEqualTo(nameOf(before, key)));
    }

    @Test
    void membersOfOneNameAreToldApartByTheirBootIds() {
        Member first = new Member(new MemberId("host:1#a"), "node-a", "host:1");
        Member second = new Member(new MemberId("host:1#b"), "node-b", "host:1");
        assertThat(firstOwners(List.of(first, second))).isEqualTo(firstOwners(List.of(second, first)));
    }

    @ParameterizedTest
    @ValueSource(ints = { -1, 0, 10_001, Integer.MAX_VALUE })
    void virtualNodesOutOfBoundsAreRefused(int virtualNodes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ConsistentHashing(virtualNodes))
            .withMessage("virtual-nodes: " + virtualNodes + " (expected: 1 to 10,000)");
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 10_000 })
    void virtualNodesAtTheBoundsWork(int virtualNodes) {
        Map<ChildKey, List<Member>> owners = new ConsistentHashing(virtualNodes).owners(SPECS, members(2), 1);
        assertThat(owners.values()).allSatisfy((owning) -> assertThat(owning).hasSize(1));
    }

    private static List<Member> members(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(ConsistentHashingTest::member).toList();
    }

    private static Member member(int number) {
        String name = "127.0.0.1:" + (5700 + number);
        return new Member(new MemberId(name + "#boot"), "node-" + number, name);
    }

    private static Member weighted(int number, double weight) {
        Member member = member(number);
        return new Member(member.id(), member.node(), member.name(), weight, Map.of(), Member.Status.UP);
    }

    private static Map<ChildKey, Member> firstOwners(List<Member> members) {
        Map<ChildKey, Member> first = new TreeMap<>();
        new ConsistentHashing().owners(SPECS, members, 1).forEach((key, owners) -> first.put(key, owners.getFirst()));
        return first;
    }

    private static List<ChildKey> moved(Map<ChildKey, Member> old, Map<ChildKey, Member> now) {
        return old.keySet().stream().filter((key) -> !nameOf(old, key).equals(nameOf(now, key))).toList();
    }

    private static String nameOf(Map<ChildKey, Member> owners, ChildKey key) {
        Member owner = owners.get(key);
        return (owner == null) ? "nobody" : owner.name();
    }

    private static Map<Member, Long> shares(List<Member> members) {
        return firstOwners(members).values()
            .stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static double share(Map<Member, Long> shares, Member member) {
        return shares.getOrDefault(member, 0L);
    }

}
