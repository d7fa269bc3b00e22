package io.processhub.actuate;

import io.processhub.Hub;
import io.processhub.Quorum;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.Lifecycle;

/**
 * Health of the hub: up while children may run here; out of service without quorum, and
 * while the hub does not run; down if it has ended in a living application, which only a
 * restart mends.
 */
public final class HubHealthIndicator implements HealthIndicator {

    private static final String REASON = "reason";

    private final Hub hub;

    private final Lifecycle lifecycle;

    /**
     * Indicator of a hub.
     * @param lifecycle runs from the start of the hub until the application stops it
     */
    public HubHealthIndicator(Hub hub, Lifecycle lifecycle) {
        this.hub = hub;
        this.lifecycle = lifecycle;
    }

    @Override
    public Health health() {
        boolean running = this.lifecycle.isRunning();
        if (this.hub.isAlive()) {
            return health(this.hub.quorum());
        }
        return running
                ? Health.down()
                    .withDetail(REASON,
                            "this member has lost its cluster and runs no children"
                                    + this.hub.endedBecause().map((reason) -> " (" + reason + ")").orElse("")
                                    + "; restart the application")
                    .build()
                : Health.outOfService()
                    .withDetail(REASON,
                            "the hub does not run: it was stopped, or the application is about to start or to stop")
                    .build();
    }

    private Health health(Quorum quorum) {
        if (quorum.required() == 0) {
            return Health.up()
                .withDetail("members", this.hub.members().size())
                .withDetails(Troubles.of(this.hub).details())
                .build();
        }
        Health.Builder health = quorum.held() ? Health.up()
                : Health.outOfService()
                    .withDetail(REASON, "no quorum: this member runs no children, and refuses starts"
                            + " and stops, until it sees enough others");
        return health.withDetail("visible", quorum.visible())
            .withDetail("required", quorum.required())
            .withDetails(Troubles.of(this.hub).details())
            .build();
    }

}
