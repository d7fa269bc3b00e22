package io.processhub.distribution;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.LoadSampling;
import io.processhub.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LoadBalancerTest {

    private static final List<ChildSpec> SPECS = Crowd.specs(50_000);

    private static final List<Member> MEMBERS = Crowd.members(3);

    private static Crowd loaded() {
        Crowd crowd = new Crowd(MEMBERS, 1);
        crowd.load(MEMBERS.get(0), 0.8);
        crowd.load(MEMBERS.get(1), 0.4);
        return crowd;
    }

    @Test
    void newChildrenAreSplitInProportionToWhatMembersHaveLeft() {
        Crowd crowd = loaded().start(new LoadBalancer(), SPECS);
        double unit = SPECS.size() / 1.8;
        assertThat(crowd.share(MEMBERS.get(0)) / unit).isCloseTo(0.2, within(0.02));
        assertThat(crowd.share(MEMBERS.get(1)) / unit).isCloseTo(0.6, within(0.02));
        assertThat(crowd.share(MEMBERS.get(2)) / unit).isCloseTo(1.0, within(0.02));
    }

    @Test
    void evenTheBusiestMemberTakesATenth() {
        Crowd crowd = new Crowd(MEMBERS, 1);
        crowd.load(MEMBERS.get(0), 1);
        double share = crowd.start(new LoadBalancer(), SPECS).shares().getOrDefault(MEMBERS.get(0), 0L);
        assertThat(share / SPECS.size()).isCloseTo(0.1 / 2.1, within(0.01));
    }

    @Test
    void weightsCountToo() {
        List<Member> members = List.of(Crowd.member(1, 1, Map.of()), Crowd.member(2, 2, Map.of()),
                Crowd.member(3, 1, Map.of()));
        Crowd crowd = new Crowd(members, 1).start(new LoadBalancer(), SPECS);
        assertThat(crowd.share(members.get(1)) / (SPECS.size() / 4.0)).isCloseTo(2, within(0.1));
    }

    @Test
    void membersThatKnowTheSameLoadsAgreeAndATenthMoreMovesLittle() {
        Map<ChildKey, List<Member>> mine = new LoadBalancer().owners(SPECS, loaded());
        assertThat(new LoadBalancer().owners(SPECS.subList(7, 90), loaded()))
            .allSatisfy((key, owners) -> assertThat(owners).isEqualTo(mine.get(key)));
        Crowd other = loaded();
        other.load(MEMBERS.get(1), 0.3);
        long different = new LoadBalancer().owners(SPECS, other)
            .entrySet()
            .stream()
            .filter((e) -> !e.getValue().equals(mine.get(e.getKey())))
            .count();
        assertThat(different).isBetween(1L, SPECS.size() / 10L);
    }

    @Test
    void whatIsHeldStaysAndAJoinMovesNothing() {
        LoadBalancer strategy = new LoadBalancer();
        Crowd crowd = loaded().start(strategy, SPECS);
        crowd.load(MEMBERS.get(0), 0.1);
        assertThat(crowd.change(strategy, Crowd.members(5))).isZero();
    }

    @Test
    void aLeaveMovesTheChildrenOfTheLeaverOnly() {
        LoadBalancer strategy = new LoadBalancer();
        Crowd crowd = loaded().start(strategy, SPECS);
        long held = crowd.share(MEMBERS.get(2));
        assertThat(crowd.change(strategy, MEMBERS.subList(0, 2))).isEqualTo(held);
        assertThat(crowd.owners().values()).allSatisfy((owners) -> assertThat(owners).hasSize(1));
    }

    @Test
    void aJoinMovesAShareToTheNewcomerIfItIsTo() {
        LoadBalancer strategy = new LoadBalancer(LoadBalancer.DEFAULT_SAMPLING, true);
        Crowd crowd = new Crowd(MEMBERS, 1).start(strategy, SPECS);
        assertThat(crowd.change(strategy, Crowd.members(4))).isBetween(SPECS.size() / 5L,
                (long) (1.15 * SPECS.size() / 4));
        Member newcomer = Crowd.members(4).getLast();
        assertThat(crowd.share(newcomer)).isGreaterThan(SPECS.size() / 5L);
    }

    @Test
    void copiesAreOnDistinctMembersAndStayTogetherWithTheirHolders() {
        LoadBalancer strategy = new LoadBalancer();
        Crowd crowd = new Crowd(MEMBERS, 2).start(strategy, SPECS.subList(0, 1000));
        assertThat(crowd.owners().values())
            .allSatisfy((owners) -> assertThat(owners).doesNotHaveDuplicates().hasSize(2));
        Map<ChildKey, List<Member>> before = crowd.owners();
        crowd.change(strategy, MEMBERS.subList(0, 2));
        assertThat(crowd.owners()).allSatisfy((key, owners) -> assertThat(owners).containsAll(
                before.getOrDefault(key, List.of()).stream().filter((member) -> member != MEMBERS.get(2)).toList()));
    }

    @Test
    void loadsAreAveragedAndNewSamplesCountMore() {
        LoadAverage average = new LoadAverage(new LoadSampling(Duration.ofSeconds(1), 2, 0.5));
        assertThat(average.add(new LoadAverage.Sample(1, 1, 1, 1))).isCloseTo(1, within(1e-9));
        assertThat(average.add(new LoadAverage.Sample(0, 0, 0, 0))).isCloseTo(0.5 / 1.5, within(1e-9));
        assertThat(average.add(new LoadAverage.Sample(0, 0, 0, 0))).isZero();
        assertThat(new LoadAverage(LoadBalancer.DEFAULT_SAMPLING).add(new LoadAverage.Sample(1, 0.5, 0.5, 0.2)))
            .isCloseTo(0.4 + 0.15 + 0.1 + 0.02, within(1e-9));
        assertThat(new LoadAverage(LoadBalancer.DEFAULT_SAMPLING).add(new LoadAverage.Sample(Double.NaN, 9, -1, 0)))
            .isCloseTo(0.3, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = { 0, -1, 1.1, Double.NaN })
    void aDecayThatIsNoneIsRefused(double decay) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LoadSampling(Duration.ofSeconds(1), 1, decay))
            .withMessage("weight-decay-factor: " + decay + " (expected: more than 0, at most 1)");
    }

}
