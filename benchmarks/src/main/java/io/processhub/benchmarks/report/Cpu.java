package io.processhub.benchmarks.report;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * Processor time of this JVM, its garbage collector and compiler included. Hardly depends
 * on what else the machine does, so that figures of a busy one can be compared too.
 */
public final class Cpu {

    private Cpu() {
    }

    /** Nanoseconds since the JVM began. */
    public static long used() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

}
