package io.processhub.autoconfigure;

import java.time.Duration;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;

/** A child that sleeps until it is stopped. */
@HubProcess("ticker")
class Ticker implements ChildProcess<Ticker.Args> {

    @Override
    public void run(ChildContext<Args> child) throws InterruptedException {
        while (child.isActive()) {
            child.sleep(child.args().interval());
        }
    }

    record Args(Duration interval, int count) {

        Args {
            if (interval == null || !interval.isPositive()) {
                throw new IllegalArgumentException("interval: " + interval + " (expected: more than 0)");
            }
        }

    }

}
