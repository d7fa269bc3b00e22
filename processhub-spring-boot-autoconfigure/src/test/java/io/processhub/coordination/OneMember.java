package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.processhub.partition.Divergence;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.RestartPolicy;
import io.processhub.Role;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.redundancy.Singularity;
import io.processhub.restart.ExitReason;
import io.processhub.synchronization.PubSub;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of member a, told by the test what happens. Keeps what it wants done
 * until the test asks for it, and plays the registry map.
 */
final class OneMember {

    static final Member A = member("a");

    static final Member B = member("b");

    static final RestartPolicy TWO_RESTARTS = new RestartPolicy(RestartPolicy.Mode.PERMANENT, 2, Duration.ofSeconds(4),
            new RestartPolicy.Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0));

    private final RegistryView view = new RegistryView();

    private final HubCoordinator coordinator;

    private boolean heard = true;

    private final Map<ChildKey, ChildRecord> map = new TreeMap<>();

    private final List<Effect> effects = new ArrayList<>();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private OneMember() {
        this(new Singularity());
    }

    private OneMember(RedundancyStrategy redundancy) {
        this(redundancy, new ColdSwap(), new Divergence());
    }

    private OneMember(RedundancyStrategy redundancy, MigrationStrategy migration,
            PartitionToleranceStrategy tolerance) {
        this.coordinator = new HubCoordinator(new HubSettings("hub", new ConsistentHashing(), redundancy, migration,
                new PubSub(), tolerance, LeaseSettings.DEFAULT, TWO_RESTARTS), A, this.view, (kind) -> this.heard);
    }

    static Member member(String name) {
        return new Member(new MemberId(name + "#boot"), "node-" + name, name);
    }

    static ChildSpec spec(int number) {
        return ChildSpec.of("child-" + number, "worker", Json.NULL);
    }

    /** Member a, alone. */
    static OneMember alone() {
        OneMember one = new OneMember();
        one.nodes(A);
        return one;
    }

    /** Member a, alone, where it takes a quorum to run children. */
    static OneMember under(PartitionToleranceStrategy tolerance) {
        OneMember one = new OneMember(new Singularity(), new ColdSwap(), tolerance);
        one.nodes(A);
        return one;
    }

    /** Member a, after it has met b, where children move as this strategy says. */
    static OneMember withB(MigrationStrategy migration) {
        OneMember one = new OneMember(new Singularity(), migration, new Divergence());
        one.nodes(A);
        one.join(B);
        one.all();
        return one;
    }

    /** Member a, alone, where nobody wants to hear of changes of the registry. */
    static OneMember unheard() {
        OneMember one = alone();
        one.heard = false;
        return one;
    }

    /** Member a, after it has met b. */
    static OneMember withB() {
        OneMember one = alone();
        one.join(B);
        one.all();
        return one;
    }

    /** Member a, after it has met b, where children have replicas. */
    static OneMember withB(RedundancyStrategy redundancy) {
        OneMember one = new OneMember(redundancy);
        one.nodes(A);
        one.join(B);
        one.all();
        return one;
    }

    /** A row, in the map and in the view. */
    void learns(ChildRecord row) {
        this.map.put(row.key(), row);
        hear(new Message.Rows(List.of(row)));
    }

    RegistryView view() {
        return this.view;
    }

    Instant now() {
        return this.now;
    }

    boolean isLocked() {
        return this.coordinator.isRedistributing();
    }

    boolean isQuorumHeld() {
        return this.coordinator.quorum().held();
    }

    Instant nextTick() {
        return this.coordinator.nextTick();
    }

    int localChildren() {
        return this.coordinator.localChildren();
    }

    List<Member> membersByAge() {
        return this.coordinator.members();
    }

    void hear(Signal... signals) {
        this.effects.addAll(this.coordinator.on(List.of(signals), this.now));
    }

    void hear(Message message) {
        hear(new Signal.Received(message));
    }

    void nodes(Member... members) {
        hear(new Signal.NodesChanged(A.node(), List.of(members).stream().map(Member::node).toList()));
    }

    void join(Member member) {
        nodes(A, member);
        hear(new Message.Hello(member, true, false));
    }

    void tickAfter(Duration duration) {
        this.now = this.now.plus(duration);
        hear(new Signal.Tick());
    }

    /** All effects that nobody has asked for yet. */
    List<Effect> all() {
        List<Effect> all = List.copyOf(this.effects);
        this.effects.clear();
        return all;
    }

    /** Effects of one kind; they are asked for once only. */
    <E extends Effect> List<E> take(Class<E> kind) {
        List<E> taken = this.effects.stream().filter(kind::isInstance).map(kind::cast).toList();
        this.effects.removeAll(taken);
        return taken;
    }

    /** Messages of one kind that were sent to a member. */
    <M extends Message> List<M> sent(Member to, Class<M> kind) {
        return this.effects.stream()
            .filter(Effect.Send.class::isInstance)
            .map(Effect.Send.class::cast)
            .filter((send) -> send.node().equals(to.node()))
            .map(Effect.Send::message)
            .filter(kind::isInstance)
            .map(kind::cast)
            .toList();
    }

    /** Rows of children that a member runs, in the map and in the view. */
    void runsOn(Member member, int children) {
        List<ChildRecord> rows = new ArrayList<>();
        for (int i = 0; i < children; i++) {
            Claim claim = new Claim(member.id(), 10, Role.ACTIVE, Claim.State.RUNNING, 1, null);
            rows.add(new ChildRecord(spec(i), 10, 1, List.of(claim), 7, 0));
        }
        rows.forEach((row) -> this.map.put(row.key(), row));
        hear(new Message.Rows(rows));
    }

    /** The map has a row that this member does not know. */
    void inMap(ChildRecord row) {
        this.map.put(row.key(), row);
    }

    /** Runs children on this member. */
    static OneMember running(OneMember one, int children) {
        one.runsOn(A, children);
        for (Effect.StartChild start : one.take(Effect.StartChild.class)) {
            one.hear(new Signal.ChildUp(start.spec().key(), start.claim().epoch(), start.claim().incarnation()));
        }
        one.all();
        return one;
    }

    /** The map carries out calls, and answers. */
    List<Effect.CallMap> answerMap() {
        List<Effect.CallMap> calls = take(Effect.CallMap.class);
        calls.forEach(this::answer);
        return calls;
    }

    private void answer(Effect.CallMap call) {
        List<@Nullable ChildRecord> rows = new ArrayList<>();
        for (RegistryCommand command : call.commands()) {
            ChildRecord row = command.apply(this.map.get(command.key()));
            rows.add(row);
            if (row == null) {
                this.map.remove(command.key());
            }
            else {
                this.map.put(command.key(), row);
            }
        }
        hear(new Signal.MapAnswered(call.call(), rows));
    }

    /** What this member sent to itself arrives. */
    void deliverOwn() {
        List<Message> own = sent(A, Message.class);
        this.effects.removeIf((effect) -> effect instanceof Effect.Send send && send.node().equals(A.node()));
        own.forEach(this::hear);
    }

    /** The children end as they were told to. */
    List<Effect.StopChild> endStopped() {
        List<Effect.StopChild> stops = take(Effect.StopChild.class);
        hear(stops.stream()
            .map((stop) -> new Signal.ChildExited(stop.key(), stop.epoch(), stop.incarnation(),
                    new ExitReason.Stopped()))
            .toArray(Signal[]::new));
        return stops;
    }

    void fails(ChildSpec spec, long epoch, int incarnation) {
        hear(new Signal.ChildExited(spec.key(), epoch, incarnation, new ExitReason.Failed("boom")));
    }

    ChildRecord inMap(ChildSpec spec) {
        ChildRecord row = this.map.get(spec.key());
        if (row == null) {
            throw new AssertionError(spec.key() + " is not in the map");
        }
        return row;
    }

    /** The claim of a child in the map. */
    Claim claimInMap(ChildSpec spec) {
        return inMap(spec).claims().getFirst();
    }

    /** Which of the first {@code count} children a member owns among others. */
    static List<ChildSpec> ownedBy(Member owner, int count, Member... members) {
        List<ChildSpec> specs = specs(count);
        Map<ChildKey, List<Member>> owners = new ConsistentHashing().owners(specs, List.of(members), 1);
        return specs.stream().filter((spec) -> List.of(owner).equals(owners.get(spec.key()))).toList();
    }

    static List<ChildSpec> specs(int count) {
        List<ChildSpec> specs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            specs.add(spec(i));
        }
        return specs;
    }

    static List<ChildKey> keys(List<ChildSpec> specs) {
        return specs.stream().map(ChildSpec::key).toList();
    }

}
