package io.processhub.sample;

import java.time.Duration;

/**
 * A fault that clusters are put to.
 *
 * @param title what happens
 * @param script what happens, from a cluster that is whole to the end of the fault
 * @param traits what is to be known of it
 */
record Fault(String title, Script script, Traits traits) {

    /**
     * Longest time a call is in flight while nothing is stopped, on a machine that is
     * busy: the monitor has asked whether it may, and the call has not arrived. Members
     * and target are on one machine, and no fault touches the way between them.
     */
    static final Duration IN_FLIGHT = Duration.ofMillis(250);

    /** What is done to a cluster. */
    interface Script {

        void play(Trial trial) throws Exception;

    }

    /**
     * What is to be known of a fault.
     *
     * @param isBrief whether it belongs to the short form, too
     * @param isHarmless whether nothing may move and nothing may be restarted
     * @param isSplit whether more than one side goes on if no quorum is asked for
     * @param longestStop how long it stops a member, and with it calls in flight
     * @param takeover longest time until those with quorum call every monitor: noticing
     * the loss, the lease, and two seconds
     */
    record Traits(boolean isBrief, boolean isHarmless, boolean isSplit, Duration longestStop, Duration takeover) {
    }

    static Fault of(String title, Script script) {
        return new Fault(title, script, new Traits(false, false, false, Duration.ZERO, Duration.ofSeconds(5 + 1 + 2)));
    }

    Fault brief() {
        return new Fault(this.title, this.script, new Traits(true, this.traits.isHarmless, this.traits.isSplit,
                this.traits.longestStop, this.traits.takeover));
    }

    Fault harmless() {
        return new Fault(this.title, this.script, new Traits(this.traits.isBrief, true, this.traits.isSplit,
                this.traits.longestStop, this.traits.takeover));
    }

    Fault split() {
        return new Fault(this.title, this.script, new Traits(this.traits.isBrief, this.traits.isHarmless, true,
                this.traits.longestStop, this.traits.takeover));
    }

    Fault stopping(Duration longest) {
        return new Fault(this.title, this.script, new Traits(this.traits.isBrief, this.traits.isHarmless,
                this.traits.isSplit, longest, this.traits.takeover));
    }

    Fault takenOverWithin(Duration longest) {
        return new Fault(this.title, this.script, new Traits(this.traits.isBrief, this.traits.isHarmless,
                this.traits.isSplit, this.traits.longestStop, longest));
    }

    /** Longest time by which a call may arrive after one by a newer right. */
    Duration inFlight() {
        return IN_FLIGHT.plus(this.traits.longestStop);
    }

    @Override
    public String toString() {
        return this.title;
    }

}
