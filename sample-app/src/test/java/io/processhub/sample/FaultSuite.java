package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.processhub.sample.Links.Refusal;

import static io.processhub.sample.FaultScripts.ALL;
import static io.processhub.sample.FaultScripts.deafen;
import static io.processhub.sample.FaultScripts.disturb;
import static io.processhub.sample.FaultScripts.flap;
import static io.processhub.sample.FaultScripts.freeze;
import static io.processhub.sample.FaultScripts.kill;
import static io.processhub.sample.FaultScripts.mute;
import static io.processhub.sample.FaultScripts.pauses;
import static io.processhub.sample.FaultScripts.restart;
import static io.processhub.sample.FaultScripts.shatter;
import static io.processhub.sample.FaultScripts.split;
import static io.processhub.sample.FaultScripts.starve;

/** The faults of the suite. Members are named by age: 0 is the eldest of five. */
final class FaultSuite {

    /** The side that has lost the eldest agrees on another one first. */
    private static final Duration ELDEST_LOST = Duration.ofSeconds(5 + 1 + 2 + 5);

    static final String DIVERGENCE = "divergence";

    private FaultSuite() {
    }

    /** Settings of a partition-tolerance strategy for five members. */
    static List<String> options(String strategy) {
        String prefix = "--processhub.partition-tolerance." + strategy;
        return switch (strategy) {
            case DIVERGENCE -> List.of();
            case "static-quorum" -> List.of(prefix + ".quorum-size=3", "--processhub.lease-duration=1s");
            case "majority-quorum" -> List.of(prefix + ".initial-cluster-size=5", "--processhub.lease-duration=1s");
            case "dynamic-quorum" -> List.of(prefix + ".quorum-size=60", "--processhub.lease-duration=1s");
            default -> throw new IllegalArgumentException("faults.strategies: " + strategy
                    + " (expected: divergence, static-quorum, dynamic-quorum or majority-quorum)");
        };
    }

    /** The faults of the short form, or all. */
    static List<Fault> faults(boolean isBrief) {
        return Stream.of(ends(), stops(isBrief), splits(), links())
            .flatMap(List::stream)
            .filter((fault) -> fault.traits().isBrief() || !isBrief)
            .toList();
    }

    private static List<Fault> ends() {
        return List.of(Fault.of("kill -9 of one", kill(2)), Fault.of("kill -9 of the eldest", kill(0)),
                Fault.of("kill -9 of two within 10 ms, both start again at the same moment", kill(1, 3)).brief(),
                Fault.of("rolling restart, without a wait in between", restart(ALL.stream().map(List::of).toList())),
                Fault.of("SIGTERM of two at the same moment, then both start again", restart(List.of(List.of(1, 3)))),
                Fault.of("SIGTERM of three at the same moment, then all start again",
                        restart(List.of(List.of(0, 2, 4)))),
                Fault.of("SIGTERM of all five, all start again at the same moment", restart(List.of(ALL))));
    }

    private static List<Fault> stops(boolean isBrief) {
        Duration freeze = Duration.ofSeconds(isBrief ? 12 : 30);
        int pauses = isBrief ? 3 : 20;
        return List.of(
                Fault.of("SIGSTOP of one for " + freeze.toSeconds() + " s", freeze(2, freeze)).stopping(freeze).brief(),
                Fault.of("SIGSTOP of the eldest for 20 s", freeze(0, Duration.ofSeconds(20)))
                    .stopping(Duration.ofSeconds(20))
                    .takenOverWithin(ELDEST_LOST),
                Fault.of(pauses + " pauses for 2 s, of one after the other", pauses(pauses, Duration.ofSeconds(2)))
                    .stopping(Duration.ofSeconds(2))
                    .harmless()
                    .brief(),
                Fault
                    .of("one gets a fifth of its time for 15 s: stopped 400 of 500 ms",
                            starve(3, Duration.ofMillis(400), Duration.ofMillis(100), Duration.ofSeconds(15)))
                    .stopping(Duration.ofSeconds(2)));
    }

    private static List<Fault> splits() {
        List<Integer> four = List.of(0, 1, 2, 3);
        return List.of(
                Fault
                    .of("3|2, the eldest with the three, dropping",
                            split(Refusal.DROP, List.of(0, 1, 2), List.of(3, 4)))
                    .split()
                    .brief(),
                Fault.of("3|2, the eldest with the two, dropping", split(Refusal.DROP, List.of(2, 3, 4), List.of(0, 1)))
                    .takenOverWithin(ELDEST_LOST)
                    .split()
                    .brief(),
                Fault.of("4|1, dropping", split(Refusal.DROP, four, List.of(4))).split(),
                Fault.of("4|1, rejecting", split(Refusal.REJECT, four, List.of(4))).split(),
                Fault
                    .of("2|2|1, dropping",
                            shatter(Duration.ofSeconds(10), List.of(List.of(0, 1), List.of(2, 3), List.of(4))))
                    .split(),
                Fault.of("one hears nobody, dropping", deafen(Refusal.DROP, 4)).split(),
                Fault.of("one hears nobody, rejecting", deafen(Refusal.REJECT, 4)).split(),
                Fault.of("nobody hears one, dropping", mute(Refusal.DROP, 4)).split(),
                Fault.of("nobody hears one, rejecting", mute(Refusal.REJECT, 4)).split());
    }

    private static List<Fault> links() {
        Duration time = Duration.ofSeconds(15);
        return List.of(
                Fault.of("a bridge for 15 s: two halves, the eldest sees both",
                        disturb(time, (trial) -> trial.split(Refusal.DROP, List.of(List.of(1, 2), List.of(3, 4))))),
                Fault.of("flapping 3|2: six times cut for 2 s and open for 1 s",
                        flap(6, Duration.ofSeconds(2), Duration.ofSeconds(1),
                                List.of(List.of(0, 1, 2), List.of(3, 4)))),
                Fault.of("a fifth of all packets is lost for 15 s",
                        disturb(time, (trial) -> trial.cluster.links.lose(20))),
                Fault.of("slow links for 15 s: 200 ms, or 128 kbit/s where the kernel has no netem",
                        disturb(time, (trial) -> trial.cluster.links.slow())));
    }

}
