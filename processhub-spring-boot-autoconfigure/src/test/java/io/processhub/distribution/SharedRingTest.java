package io.processhub.distribution;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Member;
import io.processhub.MemberId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** One ring asked by the hub and by people who plan, at the same time. */
class SharedRingTest {

    private static final List<ChildSpec> SPECS = IntStream.range(0, 50)
        .mapToObj((i) -> ChildSpec.of("c" + i, "idle", null))
        .toList();

    private static List<Member> members(int count) {
        return IntStream.range(0, count).mapToObj((i) -> new Member(new MemberId("m" + i), "", "m" + i)).toList();
    }

    @Test
    void everyoneGetsTheOwnersOfTheMembersHeAskedFor() {
        ConsistentHashing shared = new ConsistentHashing(8);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<CompletableFuture<Void>> askers = IntStream.range(2, 6)
                .mapToObj((count) -> CompletableFuture.runAsync(() -> askOften(shared, members(count)), threads))
                .toList();
            askers.forEach(CompletableFuture::join);
        }
    }

    private static void askOften(ConsistentHashing shared, List<Member> members) {
        Map<ChildKey, List<Member>> expected = new ConsistentHashing(8).owners(SPECS, members, 1);
        for (int i = 0; i < 2000; i++) {
            assertThat(shared.owners(SPECS, members, 1)).isEqualTo(expected);
        }
    }

    @Test
    void sharesFollowTheWeightsAndAreOneTogether() {
        Member light = new Member(new MemberId("a"), "", "a");
        Member heavy = new Member(new MemberId("b"), "", "b", 3, Map.of(), Member.Status.UP);
        Map<MemberId, Double> shares = new ConsistentHashing(2000).shares(List.of(light, heavy));
        assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1, within(1e-9));
        assertThat(shares.get(heavy.id())).isEqualTo(0.75, within(0.05));
    }

    @Test
    void aSinglePointOwnsEverything() {
        assertThat(new ConsistentHashing(1).shares(members(1))).containsExactly(Map.entry(new MemberId("m0"), 1.0));
        assertThat(new ConsistentHashing(1).shares(List.of())).isEmpty();
    }

}
