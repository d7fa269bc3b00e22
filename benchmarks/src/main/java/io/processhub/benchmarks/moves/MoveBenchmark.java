package io.processhub.benchmarks.moves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.processhub.benchmarks.Options;
import io.processhub.benchmarks.report.Report;

/**
 * A member with half of all children leaves, and comes back; they move hot, with their
 * states. The first rounds are told apart: the classes are new to the JVM then.
 */
public final class MoveBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of("runs", "5", "children", "2000,20000", "warmups", "4",
            "port", "24901", "out", "target/results");

    private MoveBenchmark() {
    }

    /** Measures and writes; options and their defaults are those above. */
    public static void main(String[] args) throws IOException {
        Options options = Options.of(args, DEFAULTS);
        Path out = Path.of(options.text("out"));
        Report report = new Report();
        for (int children : options.numbers("children")) {
            try (MovingMembers members = new MovingMembers(options.number("port"))) {
                members.startChildren(children);
                measure(members, children, options, report);
            }
            report.write(out, "moves");
        }
        System.out.println(Files.readString(out.resolve("moves.md")));
    }

    private static void measure(MovingMembers members, int children, Options options, Report report) {
        int warmups = options.number("warmups");
        for (int run = -warmups; run < options.number("runs"); run++) {
            report.noteLoad();
            int moving = members.leaving();
            long left = members.leave(children);
            long joined = members.join(moving * 9 / 10);
            String setting = "two members in one JVM, " + ((run < 0) ? "warming up" : "warm");
            System.out.printf("run %d: %d of %d children left in %d ms, nine tenths came back in %d ms%n", run, moving,
                    children, left / 1_000_000, joined / 1_000_000);
            report.add("leave of a member with half of them, with states", setting, children, "ms", left / 1e6);
            report.add("join: nine tenths of its part run on it", setting, children, "ms", joined / 1e6);
        }
    }

}
