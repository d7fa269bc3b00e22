package io.processhub.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Short waits for what nobody tells of. */
final class Moments {

    private Moments() {
    }

    /** Waits for a condition; answers whether it came true in time. */
    static boolean await(BooleanSupplier condition, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return condition.getAsBoolean();
    }

}
