package io.processhub.sample;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a fault did to a cluster; times in nanoseconds, the greatest number if it did not
 * happen, and -1 if it was not asked for.
 *
 * @param strategy partition-tolerance strategy of the cluster
 * @param fault what was done
 * @param verdict what the record of calls says
 * @param silent from the fault to the last valid right of those that had to be silent
 * @param takenOver from the fault to when the others called every monitor
 * @param converged from the end of the fault to when the cluster was whole again
 * @param took all of it
 * @param errors errors of the hub in the logs of the members
 */
record FaultReport(String strategy, Fault fault, Verdict verdict, long silent, long takenOver, long converged,
        long took, long errors) {

    static final String HEAD = """
            | strategy | scenario | overlapping calls (monitors) | longest in flight | longest gap | lost | starts | silent after | taken over after | whole again after | errors logged | took |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    String row() {
        return Stream
            .of(this.strategy, this.fault.title().replace("|", "\\|"),
                    this.verdict.overlaps().size() + " (" + this.verdict.overlapping().size() + ")",
                    this.verdict.late() + " ms", this.verdict.gap() + " ms", this.verdict.lost().size(),
                    this.verdict.starts().size(), seconds(this.silent), seconds(this.takenOver),
                    seconds(this.converged), seconds(this.took))
            .map(Object::toString)
            .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** The row, and the first of what is to be explained. */
    String details() {
        return Stream
            .of(Stream.of(row().strip()), this.verdict.overlaps().stream().limit(5),
                    this.verdict.starts().stream().limit(5))
            .flatMap((lines) -> lines)
            .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String seconds(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return "never";
        }
        return (nanos < 0) ? "" : String.format("%.1f s", TimeUnit.NANOSECONDS.toMillis(nanos) / 1000.0);
    }

}
