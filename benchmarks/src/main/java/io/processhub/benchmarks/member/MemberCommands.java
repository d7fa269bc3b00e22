package io.processhub.benchmarks.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.ProcessHubOperations;
import io.processhub.StartOptions;
import io.processhub.benchmarks.report.Cpu;
import io.processhub.distribution.ConsistentHashing;

/**
 * Commands to a member: a word and its operands. Children are named c0, c1 and so on, and
 * are given as the first number and how many.
 */
final class MemberCommands {

    private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final ProcessHubOperations hub;

    private final HazelcastInstance hazelcast;

    private final Journal journal;

    private final Runnable close;

    MemberCommands(ProcessHubOperations hub, HazelcastInstance hazelcast, Journal journal, Runnable close) {
        this.hub = hub;
        this.hazelcast = hazelcast;
        this.journal = journal;
        this.close = close;
    }

    /** Carries out a command; answers in one line. */
    String answer(String line) {
        String[] words = line.split(" ");
        try {
            return answer(words[0], words);
        }
        catch (RuntimeException ex) {
            return "failed " + ex.toString().replace('\n', ' ');
        }
    }

    private String answer(String command, String[] words) {
        return switch (command) {
            case "id" -> this.hub.localMember().id().value();
            case "members" -> await(() -> this.hub.members().size() == number(words[1]) && !this.hub.isPartitioned());
            case "start" -> start(number(words[1]), number(words[2]));
            case "stop" -> stop(number(words[1]), number(words[2]));
            case "single" -> single(number(words[1]));
            case "registered" -> awaitClaims(number(words[1]), number(words[2]),
                    (i) -> (claim) -> !claim.member().value().equals(words[3]));
            case "balanced" -> balanced(number(words[1]), number(words[2]), number(words[3]));
            case "unregistered" ->
                awaitEach(number(words[1]), number(words[2]), (i) -> this.hub.find("c" + i).isEmpty());
            case "safe" -> await(() -> this.hazelcast.getPartitionService().isClusterSafe());
            case "summary" -> this.journal.summary();
            case "changed" -> String.valueOf(this.journal.members());
            case "since" -> this.journal.since(Long.parseLong(words[1]));
            case "heap" -> String.valueOf(Heap.used());
            case "cpu" -> String.valueOf(Cpu.used());
            case "leave" -> leave();
            default -> throw new IllegalArgumentException("command: " + command);
        };
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static ChildSpec spec(String id) {
        return ChildSpec.of(id, "idle", null);
    }

    /** When the call was made, and when it was answered. */
    private String start(int first, int count) {
        List<ChildSpec> specs = IntStream.range(first, first + count).mapToObj((i) -> spec("c" + i)).toList();
        long began = Journal.now();
        this.hub.startAll(specs, StartOptions.defaults().timeout(PATIENCE)).join().orThrow();
        return began + " " + Journal.now();
    }

    private String stop(int first, int count) {
        List<String> ids = IntStream.range(first, first + count).mapToObj((i) -> "c" + i).toList();
        long began = Journal.now();
        this.hub.stopAll(ids).join().orThrow();
        return began + " " + Journal.now();
    }

    /** Nanoseconds of each of many starts, one awaited after the other. */
    private String single(int count) {
        List<String> ids = IntStream.range(0, count).mapToObj((i) -> "s" + i).toList();
        List<Long> nanos = new ArrayList<>();
        for (String id : ids) {
            long began = System.nanoTime();
            this.hub.start(spec(id)).join().orThrow();
            nanos.add(System.nanoTime() - began);
        }
        this.hub.stopAll(ids).join().orThrow();
        return nanos.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private String balanced(int first, int count, int members) {
        await(() -> this.hub.members().size() == members);
        List<ChildSpec> specs = IntStream.range(first, first + count).mapToObj((i) -> spec("c" + i)).toList();
        Map<ChildKey, List<Member>> owners = new ConsistentHashing().owners(specs, this.hub.members(), 1);
        return awaitClaims(first, count, (i) -> (claim) -> {
            List<Member> owner = owners.getOrDefault(ChildKey.of("c" + i), List.of());
            return !owner.isEmpty() && claim.member().equals(owner.getFirst().id());
        });
    }

    private String awaitClaims(int first, int count, IntFunction<Predicate<Claim>> wanted) {
        return awaitEach(first, count,
                (i) -> this.hub.find("c" + i)
                    .flatMap((row) -> row.active())
                    .filter((claim) -> claim.state() == Claim.State.RUNNING)
                    .filter(wanted.apply(i))
                    .isPresent());
    }

    /** Looks at what was not yet so only: the whole costs one look at each. */
    private String awaitEach(int first, int count, IntFunction<Boolean> condition) {
        int[] next = { first };
        return await(() -> {
            while (next[0] < first + count && condition.apply(next[0])) {
                next[0]++;
            }
            return next[0] == first + count;
        });
    }

    /** When it was so first, to about a millisecond. */
    private static String await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("not so after " + PATIENCE);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return String.valueOf(Journal.now());
    }

    /** When it began to leave, and when it had left. */
    private String leave() {
        long began = Journal.now();
        this.close.run();
        return began + " " + Journal.now();
    }

}
