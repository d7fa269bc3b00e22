package io.processhub.benchmarks.member;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** Memory of this JVM. */
final class Heap {

    private Heap() {
    }

    /** Bytes in use after a collection. */
    static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

}
