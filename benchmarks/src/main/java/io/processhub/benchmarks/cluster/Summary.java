package io.processhub.benchmarks.cluster;

import java.util.concurrent.TimeUnit;

/**
 * What runs in a cluster.
 *
 * @param running how many children
 * @param lastBegin when the last one began
 */
record Summary(long running, long lastBegin) {

    private static final long PATIENCE_SECONDS = 60;

    /** Of all members together, once so many children run. */
    static Summary awaitRunning(BenchCluster cluster, int children) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        Summary summary = of(cluster);
        while (summary.running() != children) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(summary + " (expected: " + children + " running)");
            }
            summary = of(cluster);
        }
        return summary;
    }

    private static Summary of(BenchCluster cluster) {
        long running = 0;
        long lastBegin = 0;
        for (String answer : cluster.all("summary")) {
            String[] words = answer.split(" ");
            running += Long.parseLong(words[0]);
            lastBegin = Math.max(lastBegin, Long.parseLong(words[1]));
        }
        return new Summary(running, lastBegin);
    }

}
