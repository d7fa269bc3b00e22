package io.processhub.synchronization;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.processhub.Member;
import io.processhub.MemberId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GossipTest {

    private final Gossip gossip = new Gossip();

    private static List<Member> members(int count) {
        return IntStream.range(0, count)
            .mapToObj((i) -> new Member(new MemberId("m" + i), "node-" + i, "m" + i))
            .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3 })
    void fewMembersAreAllToldAtOnceAndNobodyPassesOnAnything(int others) {
        assertThat(this.gossip.recipients(members(others), 42)).isEqualTo(members(others));
        assertThat(this.gossip.rounds(others + 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, 5, 10, 1000 })
    void threeDifferentOnesOfManyAreChosen(int others) {
        List<Member> members = members(others);
        for (long seed = -100; seed < 100; seed++) {
            List<Member> chosen = this.gossip.recipients(members, seed);
            assertThat(new HashSet<>(chosen)).hasSize(3).isSubsetOf(members);
            assertThat(this.gossip.recipients(members, seed)).isEqualTo(chosen);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = { 4, 9, 99 })
    void everyoneIsChosenEquallyOften(int others) {
        List<Member> members = members(others);
        Map<Member, Integer> chosen = new HashMap<>();
        for (int seed = 0; seed < 1000 * others; seed++) {
            this.gossip.recipients(members, seed).forEach((member) -> chosen.merge(member, 1, Integer::sum));
        }
        assertThat(chosen.keySet()).hasSize(others);
        assertThat(chosen.values()).allSatisfy((count) -> assertThat(count).isBetween(2750, 3250));
    }

    @ParameterizedTest
    @CsvSource({ "5,3", "10,3", "100,4", "1000,4", "10000,5", "100000,6" })
    void roundsGrowWithTheLogarithmOfTheMembers(int members, int rounds) {
        assertThat(this.gossip.rounds(members)).isEqualTo(rounds);
    }

    @Test
    void fewerRecipientsTakeMoreRounds() {
        Gossip slow = new Gossip(1, false, Gossip.DEFAULT_INTERVAL, Gossip.DEFAULT_SYNC_INTERVAL);
        assertThat(slow.rounds(1000)).isEqualTo(12);
        assertThat(slow.rounds(3)).isEqualTo(7);
        assertThat(slow.rounds(2)).isZero();
    }

}
