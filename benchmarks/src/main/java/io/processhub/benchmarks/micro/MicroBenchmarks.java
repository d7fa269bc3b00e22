package io.processhub.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

import io.processhub.benchmarks.Options;
import io.processhub.benchmarks.report.Report;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of single operations. */
public final class MicroBenchmarks {

    private static final Map<String, String> DEFAULTS = Map.of("only", "io.processhub", "forks", "3", "iterations", "3",
            "millis", "1000", "out", "target/results");

    private MicroBenchmarks() {
    }

    /**
     * Measures and writes; options and their defaults are those above, {@code only} a
     * regular expression.
     */
    public static void main(String[] args) throws IOException, RunnerException {
        Options options = Options.of(args, DEFAULTS);
        TimeValue time = TimeValue.milliseconds(options.number("millis"));
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(options.text("only"))
            .forks(options.number("forks"))
            .warmupIterations(options.number("iterations"))
            .warmupTime(time)
            .measurementIterations(options.number("iterations"))
            .measurementTime(time)
            .build()).run();
        Path out = Path.of(options.text("out"));
        report(results).write(out, "micro");
        System.out.println(Files.readString(out.resolve("micro.md")));
    }

    private static Report report(Collection<RunResult> results) {
        Report report = new Report();
        for (RunResult result : results) {
            String[] name = result.getParams().getBenchmark().split("\\.");
            String what = name[name.length - 2].replace("Benchmark", "") + "." + name[name.length - 1];
            StringBuilder setting = new StringBuilder();
            result.getParams()
                .getParamsKeys()
                .forEach((key) -> setting.append(key).append(' ').append(result.getParams().getParam(key)).append(' '));
            result.getBenchmarkResults().forEach((fork) -> {
                for (IterationResult iteration : fork.getIterationResults()) {
                    report.add(what, setting.toString().strip(), 0, result.getPrimaryResult().getScoreUnit(),
                            iteration.getPrimaryResult().getScore());
                }
            });
        }
        return report;
    }

}
