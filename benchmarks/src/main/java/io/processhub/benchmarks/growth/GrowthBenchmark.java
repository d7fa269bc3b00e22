package io.processhub.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.processhub.benchmarks.Options;
import io.processhub.benchmarks.report.Report;

/**
 * Starts more and more children on members that share this JVM. Sizes alternate, so that
 * whatever else the machine does meets all of them, and that no size has the warmest JVM.
 */
public final class GrowthBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of("runs", "5", "children", "1000,10000,30000,100000",
            "members", "3", "warmups", "2", "port", "24801", "out", "target/results");

    private GrowthBenchmark() {
    }

    /** Measures and writes; options and their defaults are those above. */
    public static void main(String[] args) throws IOException {
        Options options = Options.of(args, DEFAULTS);
        Path out = Path.of(options.text("out"));
        Report report = new Report();
        for (int members : options.numbers("members")) {
            try (Members cluster = new Members(members, options.number("port"))) {
                measure(cluster, options, report, members);
            }
            report.write(out, "growth");
        }
        System.out.println(Files.readString(out.resolve("growth.md")));
    }

    private static void measure(Members cluster, Options options, Report report, int members) {
        List<Integer> sizes = options.numbers("children");
        int warmups = options.number("warmups");
        for (int run = -warmups; run < options.number("runs"); run++) {
            report.noteLoad();
            for (int children : sizes) {
                Members.Times times = cluster.startAndStop(children);
                System.out.printf("run %d: %d children on %d members: %s%n", run, children, members, times);
                if (run >= 0) {
                    add(report, members + " members in one JVM", children, times);
                }
            }
        }
    }

    private static void add(Report report, String setting, int children, Members.Times times) {
        report.add("start in one call: answered", setting, children, "ms", times.answered() / 1e6);
        report.add("start in one call: registered on every member", setting, children, "ms", times.registered() / 1e6);
        report.add("start in one call: processor time per child", setting, children, "µs",
                times.startCpu() / 1e3 / children);
        report.add("stop in calls of up to 10,000: processor time per child", setting, children, "µs",
                times.stopCpu() / 1e3 / children);
        report.add("start in one call: per child", setting, children, "µs", times.registered() / 1e3 / children);
        report.add("stop in calls of up to 10,000: answered", setting, children, "ms", times.stopped() / 1e6);
    }

}
