package io.processhub.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.processhub.sample.Fault.Script;
import io.processhub.sample.Links.Refusal;
import io.processhub.sample.Links.Way;

import static org.assertj.core.api.Assertions.assertThat;

/** What faults do. Members are named by age: 0 is the eldest of five. */
final class FaultScripts {

    static final List<Integer> ALL = IntStream.range(0, FaultCluster.SIZE).boxed().toList();

    private FaultScripts() {
    }

    /** Kills, waits for the others to take over, and starts successors at once. */
    static Script kill(Integer... ages) {
        List<Integer> killed = List.of(ages);
        return (trial) -> {
            trial.each(killed, SampleJvm::kill);
            assertThat(trial.strike()).isLessThan(Duration.ofMillis(10));
            trial.awaitTakeover(except(killed));
            trial.replace(killed);
        };
    }

    static Script freeze(int age, Duration time) {
        return (trial) -> {
            trial.each(List.of(age), SampleJvm::pause);
            trial.awaitTakeover(except(List.of(age)));
            trial.holdUntil(time);
            trial.each(List.of(age), SampleJvm::resume);
        };
    }

    /** Stops one member after the other for a short time. */
    static Script pauses(int count, Duration time) {
        return (trial) -> {
            for (int i = 0; i < count; i++) {
                List<Integer> one = List.of(i % ALL.size());
                trial.each(one, SampleJvm::pause);
                Trial.hold(time);
                trial.each(one, SampleJvm::resume);
                Trial.hold(Duration.ofMillis(500));
            }
        };
    }

    /** Lets a member run only for a part of each period. */
    static Script starve(int age, Duration stopped, Duration running, Duration time) {
        return (trial) -> {
            for (Duration spent = Duration.ZERO; spent.compareTo(time) < 0; spent = spent.plus(stopped).plus(running)) {
                trial.each(List.of(age), SampleJvm::pause);
                Trial.hold(stopped);
                trial.each(List.of(age), SampleJvm::resume);
                Trial.hold(running);
            }
        };
    }

    /** Tells each group to end, and starts its successors at the same moment. */
    static Script restart(List<List<Integer>> groups) {
        return (trial) -> {
            for (List<Integer> group : groups) {
                trial.each(group, SampleJvm::terminate);
                trial.replace(group);
            }
        };
    }

    /** Splits until the first group calls every monitor. */
    static Script split(Refusal refusal, List<Integer> more, List<Integer> fewer) {
        return (trial) -> {
            trial.split(refusal, List.of(more, fewer));
            trial.awaitTakeover(more);
            trial.noteSilence(fewer);
            trial.assertRefused(fewer);
            trial.heal();
        };
    }

    /** Splits so that no group is a majority. */
    static Script shatter(Duration time, List<List<Integer>> groups) {
        return (trial) -> {
            trial.split(Refusal.DROP, groups);
            Trial.hold(time);
            trial.noteSilence(ALL);
            trial.assertRefused(ALL);
            trial.heal();
        };
    }

    /** What one member sends to the others is lost, until they call every monitor. */
    static Script mute(Refusal refusal, int age) {
        return oneWay(refusal, age, Way::oneWay);
    }

    /** What the others send to one member is lost, until they call every monitor. */
    static Script deafen(Refusal refusal, int age) {
        return oneWay(refusal, age, (one, others) -> Way.oneWay(others, one));
    }

    private interface Direction {

        Set<Way> ways(Collection<Integer> one, Collection<Integer> others);

    }

    private static Script oneWay(Refusal refusal, int age, Direction direction) {
        List<Integer> one = List.of(age);
        return (trial) -> {
            trial.cut(refusal, direction.ways(trial.places(one), trial.places(except(one))));
            trial.awaitTakeover(except(one));
            trial.noteSilence(one);
            trial.assertRefused(one);
            trial.heal();
        };
    }

    /** Cuts and heals again and again. */
    static Script flap(int times, Duration cut, Duration open, List<List<Integer>> groups) {
        return (trial) -> {
            for (int i = 0; i < times; i++) {
                trial.split(Refusal.DROP, groups);
                Trial.hold(cut);
                trial.heal();
                Trial.hold(open);
            }
        };
    }

    /** Disturbs all links for a while. */
    static Script disturb(Duration time, Disturbance disturbance) {
        return (trial) -> {
            disturbance.begin(trial);
            Trial.hold(time);
            trial.heal();
        };
    }

    /** What happens to links. */
    interface Disturbance {

        void begin(Trial trial) throws Exception;

    }

    private static List<Integer> except(List<Integer> ages) {
        List<Integer> others = new ArrayList<>(ALL);
        others.removeAll(ages);
        return others;
    }

}
