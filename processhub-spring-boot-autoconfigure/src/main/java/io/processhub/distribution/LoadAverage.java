package io.processhub.distribution;

import java.util.ArrayDeque;
import java.util.Deque;

import io.processhub.LoadSampling;

/** How busy a member is, from its samples. Not safe for several threads. */
public final class LoadAverage {

    private final LoadSampling sampling;

    /** Newest first. */
    private final Deque<Double> samples = new ArrayDeque<>();

    public LoadAverage(LoadSampling sampling) {
        this.sampling = sampling;
    }

    /**
     * One sample, from 0 to 1.
     *
     * @param cpu part of the CPU time that the process uses
     * @param queue virtual threads that wait for a carrier, 1 if there are many
     * @param children of the hub's children, compared with the other members
     * @param memory part of the heap in use
     */
    public record Sample(double cpu, double queue, double children, double memory) {

        double score() {
            return 0.4 * part(this.cpu) + 0.3 * part(this.queue) + 0.2 * part(this.children) + 0.1 * part(this.memory);
        }

        /** What cannot be measured counts as nothing. */
        private static double part(double value) {
            return Double.isNaN(value) ? 0 : Math.clamp(value, 0, 1);
        }

    }

    /** Takes a sample; answers the average, from 0 to 1. */
    public double add(Sample sample) {
        this.samples.addFirst(sample.score());
        if (this.samples.size() > this.sampling.history()) {
            this.samples.removeLast();
        }
        double sum = 0;
        double weights = 0;
        double weight = 1;
        for (double value : this.samples) {
            sum += weight * value;
            weights += weight;
            weight *= this.sampling.decay();
        }
        return sum / weights;
    }

}
