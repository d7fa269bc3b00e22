package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;

/**
 * Whether children of this member are on their way, or are taken over by it, because
 * members have come or gone. Changes that overlap are one redistribution, which ends with
 * the last of them. Nothing waits for its end but those who want to know.
 */
final class Redistribution {

    private static final Duration LOOK = Duration.ofMillis(100);

    /** One that takes longer is given up: a child may never end, or never be taken. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final HubState state;

    /** Whether nothing is left to be moved or taken over. */
    private final BooleanSupplier settled;

    private List<MemberId> up;

    private Instant since = Instant.MIN;

    private Instant lastChange = Instant.MIN;

    private volatile boolean running;

    Redistribution(HubState state, BooleanSupplier settled) {
        this.state = state;
        this.settled = settled;
        this.up = up();
    }

    private List<MemberId> up() {
        return this.state.directory.up().stream().map(Member::id).toList();
    }

    /** May be asked from any thread. */
    boolean isRunning() {
        return this.running;
    }

    /** Members have come or gone. */
    void membersChanged() {
        List<MemberId> before = this.up;
        this.up = up();
        this.lastChange = this.state.now;
        tell(new ProcessHubEvent.RedistributionStarted(without(this.up, before), without(before, this.up)));
        if (!this.running) {
            this.running = true;
            this.since = this.state.now;
            lookLater();
        }
    }

    private static List<MemberId> without(List<MemberId> members, List<MemberId> others) {
        return members.stream().filter((member) -> !others.contains(member)).toList();
    }

    private void lookLater() {
        this.state.timers.at(this.state.now.plus(LOOK), this::look);
    }

    /** Members that change are looked at twice. */
    private void look() {
        boolean given = !this.state.now.isBefore(this.lastChange.plus(this.state.settings.retryDelay()));
        if (given && this.settled.getAsBoolean()) {
            end(true);
        }
        else if (!this.state.now.isBefore(this.since.plus(LONGEST))) {
            end(false);
        }
        else {
            lookLater();
        }
    }

    private void end(boolean complete) {
        this.running = false;
        tell(new ProcessHubEvent.RedistributionEnded(Duration.between(this.since, this.state.now), complete));
    }

    private void tell(ProcessHubEvent event) {
        this.state.outbox.add(new Effect.Tell(event));
    }

}
