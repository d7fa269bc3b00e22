package io.processhub.benchmarks.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured, and how often.
 *
 * @param runs how often each figure is taken, in clusters of their own
 * @param children how many children, one cluster after the other
 * @param strategies how the clusters tolerate partitions, one after the other
 * @param killsOnly whether only kills are measured, which takes half the time
 * @param port the first of ten on which members listen
 * @param jvm flags of each member's JVM
 * @param logs folder for what members log
 */
record Settings(int runs, List<Integer> children, List<String> strategies, boolean killsOnly, int port,
        List<String> jvm, Path logs) {

}
