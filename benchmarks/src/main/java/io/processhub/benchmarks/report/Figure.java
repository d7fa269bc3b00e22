package io.processhub.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/**
 * One figure, taken several times.
 *
 * @param what what was measured
 * @param setting under which circumstances
 * @param children how many children there were; 0 if that means nothing
 * @param unit of the samples
 * @param samples in the order in which they were taken; at least one
 */
public record Figure(String what, String setting, int children, String unit, List<Double> samples) {

    public Figure {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("samples of '" + what + "': none (expected: at least one)");
        }
    }

    public double median() {
        return quantile(0.5);
    }

    public double least() {
        return quantile(0);
    }

    public double most() {
        return quantile(1);
    }

    private double quantile(double share) {
        return quantile(this.samples.stream().mapToDouble(Double::doubleValue).toArray(), share);
    }

    /** Linear between the two samples next to it. */
    public static double quantile(double[] samples, double share) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

}
