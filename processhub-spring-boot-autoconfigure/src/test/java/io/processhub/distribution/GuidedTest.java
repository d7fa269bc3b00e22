package io.processhub.distribution;

import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Member;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GuidedTest {

    private static final List<Member> MEMBERS = Crowd.members(4);

    private static final Crowd ONE_COPY = new Crowd(MEMBERS, 1);

    private static ChildSpec bound(String id, int... numbers) {
        return ChildSpec.of(id, "worker", null)
            .boundTo(java.util.Arrays.stream(numbers).mapToObj((number) -> "127.0.0.1:" + (5700 + number)).toList());
    }

    private static ChildSpec free(String id) {
        return ChildSpec.of(id, "worker", null);
    }

    private static String refusal(Guided guided, Crowd crowd, ChildSpec... specs) {
        return guided.refusals(List.of(specs), crowd).getOrDefault(specs[0].key(), "none");
    }

    @Test
    void aChildBelongsToTheMembersItIsBoundToAndJoinsMoveNothing() {
        Guided guided = new Guided(false);
        Crowd crowd = new Crowd(MEMBERS, 2);
        crowd.start(guided, List.of(bound("a", 3, 1), bound("b", 2, 4)));
        assertThat(crowd.owners()).isEqualTo(Map.of(ChildKey.of("a"), List.of(MEMBERS.get(0), MEMBERS.get(2)),
                ChildKey.of("b"), List.of(MEMBERS.get(1), MEMBERS.get(3))));
        assertThat(crowd.change(guided, Crowd.members(9))).isZero();
    }

    @Test
    void whileItsMemberIsAwayAChildHasNoOwnerUnlessThereIsAFallback() {
        List<Member> others = MEMBERS.subList(0, 2);
        ChildSpec spec = bound("a", 3);
        assertThat(new Guided(false).owners(List.of(spec), others, 1)).isEqualTo(Map.of(spec.key(), List.of()));
        assertThat(new Guided(true).owners(List.of(spec), others, 1).get(spec.key())).hasSize(1).isSubsetOf(others);
        assertThat(new Guided(true).owners(List.of(spec), MEMBERS, 1))
            .isEqualTo(Map.of(spec.key(), List.of(MEMBERS.get(2))));
    }

    @Test
    void whatIsWrongWithAMappingIsSaidInOrder() {
        Guided guided = new Guided(false);
        assertThat(refusal(guided, ONE_COPY, free("a"), free("b"))).startsWith("no mapping (expected:");
        assertThat(refusal(guided, ONE_COPY, free("a"), bound("b", 1))).startsWith("missing from the mapping");
        assertThat(refusal(guided, ONE_COPY, bound("a", 1, 9)))
            .isEqualTo("mapped to [127.0.0.1:5701, 127.0.0.1:5709] (expected: as many members as it has copies, 1)");
        assertThat(refusal(guided, ONE_COPY, bound("a", 9)))
            .startsWith("mapped to [127.0.0.1:5709] (expected: of the members [127.0.0.1:5701,");
        assertThat(guided.refusals(List.of(bound("a", 2)), ONE_COPY)).isEmpty();
    }

}
