package io.processhub.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

import com.sun.management.OperatingSystemMXBean;
import io.processhub.LoadSampling;
import io.processhub.coordination.Signal;
import io.processhub.distribution.LoadAverage;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Measures how busy this JVM is, at fixed intervals on a thread of its own, and tells the
 * hub's loop.
 */
final class LoadMeter implements AutoCloseable {

    /** So many virtual threads for each carrier that wait for it are a full queue. */
    private static final int FULL_QUEUE = 10;

    private final LoadAverage average;

    private final DoubleSupplier children;

    private final Consumer<Signal> signals;

    private final ScheduledThreadPoolExecutor executor;

    /**
     * Meter that measures from now on.
     * @param children how many children this member has, compared with the others: 0.5 if
     * as many as its share
     */
    LoadMeter(String hubId, LoadSampling sampling, DoubleSupplier children, Consumer<Signal> signals) {
        this.average = new LoadAverage(sampling);
        this.children = children;
        this.signals = signals;
        this.executor = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("processhub-" + hubId + "-load").daemon().factory());
        this.executor.scheduleWithFixedDelay(this::measure, 0, sampling.interval().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void measure() {
        this.signals.accept(new Signal.Load(
                this.average.add(new LoadAverage.Sample(cpu(), queue(), this.children.getAsDouble(), memory()))));
    }

    private static double cpu() {
        return (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
                ? system.getProcessCpuLoad() : Double.NaN;
    }

    private static double queue() {
        VirtualThreadSchedulerMXBean scheduler = ManagementFactory
            .getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        return (double) scheduler.getQueuedVirtualThreadCount() / (FULL_QUEUE * scheduler.getParallelism());
    }

    private static double memory() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return (heap.getMax() > 0) ? (double) heap.getUsed() / heap.getMax() : Double.NaN;
    }

    @Override
    public void close() {
        this.executor.shutdownNow();
    }

}
