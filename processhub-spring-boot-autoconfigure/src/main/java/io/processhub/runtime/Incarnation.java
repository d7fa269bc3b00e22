package io.processhub.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.Signal;
import io.processhub.restart.ExitReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of a child: its thread, its bean, and what it may know of itself. */
final class Incarnation implements ChildContext<@Nullable Object> {

    private static final Logger log = LoggerFactory.getLogger(Incarnation.class);

    /** Causes can go round in circles. */
    private static final int MOST_CAUSES = 50;

    /** As the registry has it, then as customizers have made it. */
    private volatile ChildSpec spec;

    /** Names it, together with its number: its claim may change. */
    private final long startEpoch;

    /** Replaced as a whole, so that role and epoch belong together. */
    private volatile Claim claim;

    private final ChildTypes types;

    private final Consumer<Signal> signals;

    private final Thread thread;

    private final LeaseEnd lease;

    private final ChildMailbox mailbox;

    private final RoleSignals roles;

    private volatile boolean active = true;

    /** Time of {@link System#nanoTime()} at which this child's own lease ends. */
    private volatile @Nullable Long limit;

    private @Nullable Object args;

    private final Observation observation;

    Incarnation(String hubId, ChildSpec spec, Claim claim, ChildTypes types, Consumer<Signal> signals, LeaseEnd lease,
            Consumer<List<IncomingCall>> back, ChildObserver observer, Predicate<Role> signalled) {
        this.lease = lease;
        this.observation = new Observation(observer, spec);
        this.spec = spec;
        this.claim = claim;
        this.startEpoch = claim.epoch();
        this.types = types;
        this.signals = signals;
        String name = hubId + "/" + spec.key() + "#" + claim.incarnation();
        this.thread = Thread.ofVirtual().name(name).unstarted(this::live);
        this.mailbox = new ChildMailbox(name, this::isActive, back);
        this.roles = new RoleSignals(spec.key(), name, signalled);
        this.roles.add(claim.role());
    }

    /** Whether it was started under this epoch and number. */
    boolean is(long epoch, int incarnation) {
        return this.startEpoch == epoch && incarnation() == incarnation;
    }

    /** Goes on under another claim, without the limit of the one before. */
    void follow(Claim claim) {
        Role before = this.claim.role();
        this.limit = null;
        this.claim = claim;
        if (claim.role() != before) {
            this.roles.add(claim.role());
        }
    }

    void start() {
        this.thread.start();
    }

    /** Tells it to stop, without waiting. */
    void interrupt() {
        this.active = false;
        this.observation.stopping();
        this.mailbox.close();
        this.roles.close();
        this.thread.interrupt();
    }

    void limit(@Nullable Instant until) {
        this.limit = (until == null) ? null : this.lease.nanosAt(until);
    }

    /** Where calls to this incarnation wait. */
    ChildMailbox mailbox() {
        return this.mailbox;
    }

    boolean isAlive() {
        return this.thread.isAlive();
    }

    String stack() {
        return Arrays.stream(this.thread.getStackTrace())
            .map((frame) -> "\tat " + frame)
            .collect(Collectors.joining("\n"));
    }

    ChildSpec spec() {
        return this.spec;
    }

    /**
     * However it ends: the coordinator has to hear of it, or the child would never run
     * again.
     */
    private void live() {
        ExitReason reason = new ExitReason.Failed("ended for a reason that cannot be told");
        try {
            reason = work();
        }
        finally {
            this.observation.ended();
            this.signals.accept(new Signal.ChildExited(key(), this.startEpoch, incarnation(), reason));
        }
    }

    private ExitReason work() {
        ChildTypes.Instance instance = null;
        try {
            instance = create();
            this.args = instance.args();
            this.signals.accept(new Signal.ChildUp(key(), this.startEpoch, incarnation()));
            this.roles.open(instance.process());
            this.mailbox.open(instance.process());
            instance.process().run(this);
            return this.active ? new ExitReason.Completed() : new ExitReason.Stopped();
        }
        catch (Throwable ex) {
            return failed(ex);
        }
        finally {
            this.roles.end();
            this.mailbox.end(this.spec.shutdown());
            destroy(instance);
        }
    }

    private ChildTypes.Instance create() throws Exception {
        this.observation.starting();
        try {
            this.spec = this.types.customize(this.spec);
            ChildTypes.Instance instance = this.types.create(this.spec);
            this.observation.started(null);
            return instance;
        }
        catch (Throwable ex) {
            this.observation.started(ex);
            throw ex;
        }
    }

    private ExitReason failed(Throwable ex) {
        if (!this.active) {
            return new ExitReason.Stopped();
        }
        String text = text(ex);
        try {
            if (incarnation() == 1) {
                log.warn("child {} failed", key(), ex);
            }
            else {
                log.warn("child {} failed again, in its start {}: {}", key(), incarnation(), text);
            }
        }
        catch (RuntimeException | Error unprintable) {
            log.warn("child {} failed: {}", key(), text);
        }
        return new ExitReason.Failed(text);
    }

    /** What went wrong first, and what it was wrapped in on its way. */
    private static String text(Throwable ex) {
        Throwable root = ex;
        for (int depth = 0; root.getCause() != null && depth < MOST_CAUSES; depth++) {
            root = root.getCause();
        }
        try {
            return (root == ex) ? ex.toString() : root + " (in " + ex.getClass().getName() + ")";
        }
        catch (RuntimeException | Error unprintable) {
            return root.getClass().getName();
        }
    }

    private void destroy(ChildTypes.@Nullable Instance instance) {
        try {
            if (instance != null) {
                instance.destroy();
            }
        }
        catch (RuntimeException | Error ex) {
            log.warn("child {}: its bean could not be destroyed properly", key(), ex);
        }
    }

    @Override
    public ChildKey key() {
        return this.spec.key();
    }

    @Override
    public @Nullable Object args() {
        return this.args;
    }

    @Override
    public Map<String, String> metadata() {
        return this.spec.metadata();
    }

    @Override
    public long epoch() {
        return this.claim.epoch();
    }

    @Override
    public int incarnation() {
        return this.claim.incarnation();
    }

    @Override
    public Role role() {
        return this.claim.role();
    }

    @Override
    public MemberId member() {
        return this.claim.member();
    }

    @Override
    public boolean isActive() {
        // never set to true again: an interrupt may come in between
        if (this.active && (this.lease.isOver() || isLimited()) && !isRenewed()) {
            this.active = false;
        }
        return this.active;
    }

    private boolean isLimited() {
        Long end = this.limit;
        return end != null && System.nanoTime() - end >= 0;
    }

    /** What has answered false once never answers true again. */
    private boolean isRenewed() {
        try {
            return this.lease.await() && !isLimited() && this.active;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

}
