package io.processhub.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import io.processhub.ChildContext;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.Effect;
import io.processhub.coordination.Signal;
import io.processhub.restart.ExitReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of a child: its thread, its bean, and what it may know of itself. */
final class Incarnation implements ChildContext<@Nullable Object> {

    private static final Logger log = LoggerFactory.getLogger(Incarnation.class);

    /** As the registry has it, then as customizers have made it. */
    private volatile ChildSpec spec;

    /** Names it, together with its number: its claim may change. */
    private final long startEpoch;

    /** Replaced as a whole, so that role and epoch belong together. */
    private volatile Claim claim;

    private final ChildHost host;

    private final Preparations preparations;

    private final Thread thread;

    private final Activity activity;

    private final Freezing freezing;

    private final RoleSignals roles;

    private final Promotion promotion;

    private volatile boolean offersState;

    private volatile ChildMailbox mailbox;

    private @Nullable Object args;

    /** Epoch to which the last limit belongs. */
    private long limitedEpoch;

    private @Nullable Instant limitedUntil;

    private final Observation observation;

    Incarnation(Effect.StartChild start, ChildHost host, Preparations preparations) {
        this.spec = start.spec();
        this.claim = start.claim();
        this.startEpoch = start.claim().epoch();
        this.host = host;
        this.preparations = preparations;
        this.observation = new Observation(host.observer(), host.hubId(), start.spec());
        this.thread = Thread.ofVirtual().name(name()).unstarted(this::live);
        this.activity = new Activity(host.lease(), this.thread);
        this.promotion = new Promotion(start, host, this.activity, this::follows);
        this.freezing = new Freezing(this, this.activity, this.promotion::state, host);
        this.roles = new RoleSignals(key(), name(), host.redundancy()::signals);
        this.roles.add(start.claim().role());
        this.mailbox = newMailbox();
    }

    private String name() {
        return this.host.hubId() + "/" + key() + "#" + incarnation();
    }

    private ChildMailbox newMailbox() {
        return new ChildMailbox(name(), this::isActive, (theirs) -> this.promotion.state().merge(theirs),
                this.host.back());
    }

    /** Whether it was started under this epoch and number. */
    boolean is(long epoch, int incarnation) {
        return this.startEpoch == epoch && incarnation() == incarnation;
    }

    /** Is to go on under another claim. */
    void follow(Claim claim) {
        limit(claim);
        this.promotion.follow(claim);
    }

    /** Goes on under another claim. */
    private void follows(Claim claim) {
        Role before = this.claim.role();
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
        this.observation.stopping();
        this.activity.stop();
        this.mailbox.close();
        this.roles.close();
        this.promotion.interrupt();
    }

    /** Its state is of use to the one that stays. */
    void offerState() {
        this.offersState = true;
    }

    /** Without a quorum nobody else knows what an incarnation learned that is refused. */
    private boolean isToOfferState() {
        return this.offersState || this.promotion.state().isRefused() && !this.host.lease().isRequired();
    }

    /** Tells it to pause so that it can move, without waiting. */
    Freezing freezing() {
        return this.freezing;
    }

    /** It was told to pause; calls do not go on. */
    void frozen(ChildMailbox of) {
        this.observation.stopping();
        of.close();
    }

    /**
     * May act until then only, if it acts under a claim with this epoch, or is about to.
     */
    void limit(long epoch, @Nullable Instant until) {
        this.limitedEpoch = epoch;
        this.limitedUntil = until;
        limit(this.promotion.latest());
    }

    /**
     * Whoever is active may have been granted a later epoch already than it has heard of.
     */
    private void limit(Claim latest) {
        boolean limited = this.limitedEpoch == latest.epoch()
                || this.limitedEpoch > latest.epoch() && latest.role() == Role.ACTIVE;
        this.activity.limit(limited ? this.limitedUntil : null);
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
            this.host.signals().accept(new Signal.ChildExited(key(), this.startEpoch, incarnation(), reason));
        }
    }

    private ExitReason work() {
        ChildTypes.Instance instance = null;
        try {
            instance = create();
            this.args = instance.args();
            this.promotion.begin(instance.process());
            // the first look at a class takes long, and a copy elsewhere may be told to
            // stop after this
            ChildMethods.of(instance.process());
            this.host.signals().accept(new Signal.ChildUp(key(), this.startEpoch, incarnation()));
            this.roles.open(instance.process());
            return runOut(instance);
        }
        catch (Throwable ex) {
            return reason(ex);
        }
        finally {
            this.roles.end();
            this.mailbox.end(this.spec.shutdown());
            if (isToOfferState()) {
                this.promotion.state().offer(this.host.offers());
            }
            this.promotion.end();
            if (instance != null) {
                Preparations.destroy(key(), instance);
            }
        }
    }

    /** Runs it until it ends; what could not move runs again. */
    private ExitReason runOut(ChildTypes.Instance instance) throws InterruptedException {
        ExitReason reason = run(instance);
        while (this.activity.course() == Activity.Course.FROZEN && this.freezing.goesOn()) {
            this.observation.resumed();
            this.mailbox = newMailbox();
            reason = run(instance);
        }
        return reason;
    }

    private ExitReason run(ChildTypes.Instance instance) {
        Throwable thrown = runOnce(instance);
        this.activity.returned();
        ExitReason reason = reason(thrown);
        this.mailbox.end(this.spec.shutdown());
        return reason;
    }

    private @Nullable Throwable runOnce(ChildTypes.Instance instance) {
        try {
            if (this.activity.course() == Activity.Course.RUNNING) {
                this.mailbox.open(instance.process());
                instance.process().run(this);
            }
            return null;
        }
        catch (Throwable ex) {
            return ex;
        }
    }

    private ExitReason reason(@Nullable Throwable thrown) {
        if (this.activity.hasToEnd()) {
            return new ExitReason.Stopped();
        }
        return (thrown != null) ? failed(thrown) : new ExitReason.Completed();
    }

    private ChildTypes.Instance create() throws Exception {
        this.observation.starting();
        try {
            ChildTypes.Instance instance = prepareOrTake();
            this.observation.started(null);
            return instance;
        }
        catch (Throwable ex) {
            this.observation.started(ex);
            throw ex;
        }
    }

    private ChildTypes.Instance prepareOrTake() throws Exception {
        Preparations.PreparedBean prepared = this.preparations.take(this.spec);
        if (prepared != null) {
            this.spec = prepared.spec();
            return prepared.instance();
        }
        this.spec = this.host.types().customize(this.spec);
        return this.host.types().create(this.spec);
    }

    private ExitReason.Failed failed(Throwable ex) {
        String text = FailureText.withRoot(ex);
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
        return this.activity.isActive();
    }

    @Override
    public void checkpoint(Object state) {
        this.promotion.state().checkpoint(state);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }

}
