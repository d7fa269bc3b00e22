package io.processhub.distribution;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.Member;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every built-in strategy that chooses honours what specs require of members. */
class RequiredLabelsTest {

    private static final List<Member> MEMBERS = List.of(Crowd.member(1, 1, Map.of("zone", "a", "disk", "ssd")),
            Crowd.member(2, 1, Map.of("zone", "b")), Crowd.member(3, 1, Map.of("zone", "a")),
            Crowd.member(4, 1, Map.of()));

    static Stream<DistributionStrategy> strategies() {
        return Stream.of(new ConsistentHashing(), new BoundedLoad(), new LoadBalancer());
    }

    private static List<ChildSpec> specs(int count, Map<String, String> labels) {
        return Crowd.specs(count).stream().map((spec) -> {
            ChildSpec required = spec;
            for (Map.Entry<String, String> label : labels.entrySet()) {
                required = required.requireLabel(label.getKey(), label.getValue());
            }
            return required;
        }).toList();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void childrenGoOnlyToMembersWithTheLabelsTheyRequire(DistributionStrategy strategy) {
        Crowd crowd = new Crowd(MEMBERS, 1).start(strategy, specs(1000, Map.of("zone", "a")));
        assertThat(crowd.share(MEMBERS.get(0))).isPositive();
        assertThat(crowd.share(MEMBERS.get(2))).isPositive();
        assertThat(crowd.share(MEMBERS.get(0)) + crowd.share(MEMBERS.get(2))).isEqualTo(1000);
        Crowd both = new Crowd(MEMBERS, 1).start(strategy, specs(100, Map.of("zone", "a", "disk", "ssd")));
        assertThat(both.share(MEMBERS.get(0))).isEqualTo(100);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aStartThatNoMemberCanServeIsRefused(DistributionStrategy strategy) {
        Crowd crowd = new Crowd(MEMBERS, 1);
        List<ChildSpec> nowhere = specs(1, Map.of("zone", "c"));
        assertThat(strategy.refusals(nowhere, crowd).values()).containsExactly("no member has the labels {zone=c}");
        assertThat(strategy.owners(nowhere, crowd).values()).containsExactly(List.of());
        assertThat(strategy.refusals(specs(1, Map.of("zone", "b")), crowd)).isEmpty();
    }

}
