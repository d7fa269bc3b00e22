package io.processhub.benchmarks.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.processhub.benchmarks.Options;
import io.processhub.benchmarks.report.Report;

/**
 * Measures clusters of three JVMs and a fourth. Runs of different kinds alternate, so
 * that whatever else the machine does meets all of them.
 */
public final class ClusterBenchmark {

    private static final Map<String, String> DEFAULTS = Map.of("runs", "5", "children", "1000,10000", "strategies",
            "divergence,static-quorum,majority-quorum", "only", "all", "port", "24701", "heap", "512m", "gc", "Serial",
            "out", "target/results");

    private ClusterBenchmark() {
    }

    /** Measures and writes; options and their defaults are those above. */
    public static void main(String[] args) throws IOException {
        Options options = Options.of(args, DEFAULTS);
        Path out = Path.of(options.text("out"));
        List<String> jvm = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        jvm.removeIf((flag) -> flag.startsWith("-Xm"));
        jvm.add("-Xmx" + options.text("heap"));
        jvm.add("-XX:+Use" + options.text("gc") + "GC");
        measure(new Settings(options.number("runs"), options.numbers("children"), options.list("strategies"),
                options.text("only").equals("kill"), options.number("port"), jvm, out.resolve("logs")), out);
    }

    private static void measure(Settings settings, Path out) throws IOException {
        Report report = new Report();
        for (int run = 0; run < settings.runs(); run++) {
            for (int children : settings.children()) {
                for (String strategy : settings.strategies()) {
                    System.out.printf("run %d of %d: %d children, %s%n", run + 1, settings.runs(), children, strategy);
                    play(new Trial(report, settings, strategy, children), run);
                    report.write(out, "cluster");
                }
            }
        }
        System.out.println(Files.readString(out.resolve("cluster.md")));
    }

    /** What fails ends one life, whose figures up to then stay, and not the others. */
    private static void play(Trial trial, int run) throws IOException {
        try {
            trial.play(run);
        }
        catch (RuntimeException ex) {
            System.out.println("FAILED: " + ex);
        }
    }

}
