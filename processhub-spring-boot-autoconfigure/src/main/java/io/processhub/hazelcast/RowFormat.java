package io.processhub.hazelcast;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Placement;
import io.processhub.RestartPolicy;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/** How rows of the registry, and what they consist of, look as bytes. */
final class RowFormat {

    /** One place per hash; a race only costs a second instance. */
    private static final @Nullable MemberId[] MEMBERS = new MemberId[256];

    private static final Role[] ROLES = Role.values();

    private static final Claim.State[] STATES = Claim.State.values();

    private static final Member.Status[] STATUSES = Member.Status.values();

    private static final RestartPolicy.Mode[] MODES = RestartPolicy.Mode.values();

    private RowFormat() {
    }

    static void key(WireOutput out, ChildKey key) throws IOException {
        out.text(key.value());
    }

    static ChildKey key(WireInput in) throws IOException {
        return new ChildKey(in.text());
    }

    static void memberId(WireOutput out, MemberId member) throws IOException {
        out.text(member.value());
    }

    /** Mostly an instance read before: a cluster has few members and many rows. */
    static MemberId memberId(WireInput in) throws IOException {
        String value = in.sharedText();
        int place = (value.hashCode() * 0x9E3779B9) >>> 24;
        MemberId shared = MEMBERS[place];
        if (shared == null || !shared.value().equals(value)) {
            shared = new MemberId(value);
            MEMBERS[place] = shared;
        }
        return shared;
    }

    static void role(WireOutput out, Role role) throws IOException {
        out.choice(role);
    }

    static Role role(WireInput in) throws IOException {
        return in.choice(ROLES);
    }

    static void state(WireOutput out, Claim.State state) throws IOException {
        out.choice(state);
    }

    static Claim.State state(WireInput in) throws IOException {
        return in.choice(STATES);
    }

    static void record(WireOutput out, ChildRecord row) throws IOException {
        spec(out, row.spec());
        out.number(row.epoch());
        out.number(row.version());
        out.all(row.claims(), RowFormat::claim);
        out.bits(row.startId());
        out.number(row.removedAt());
    }

    static ChildRecord record(WireInput in) throws IOException {
        return new ChildRecord(spec(in), in.number(), in.number(), in.all(RowFormat::claim), in.bits(), in.number());
    }

    static void claim(WireOutput out, Claim claim) throws IOException {
        memberId(out, claim.member());
        out.number(claim.epoch());
        role(out, claim.role());
        state(out, claim.state());
        out.number(claim.incarnation());
        out.optional(claim.error(), WireOutput::text);
    }

    static Claim claim(WireInput in) throws IOException {
        return new Claim(memberId(in), in.number(), role(in), state(in), (int) in.number(),
                in.optional(WireInput::text));
    }

    static void spec(WireOutput out, ChildSpec spec) throws IOException {
        key(out, spec.key());
        out.text(spec.type());
        out.optional(json(spec), (to, json) -> to.text(json.text()));
        out.all(spec.tags(), WireOutput::text);
        out.texts(spec.metadata());
        out.optional(spec.restart(), RowFormat::restart);
        out.duration(spec.shutdown());
        out.optional(spec.placement().equals(Placement.ANYWHERE) ? null : spec.placement(), RowFormat::placement);
    }

    private static @Nullable Json json(ChildSpec spec) {
        if (spec.args() == null || spec.args() instanceof Json) {
            return (Json) spec.args();
        }
        throw new IllegalArgumentException("args of child '" + spec.key() + "': " + spec.args().getClass().getName()
                + " (expected: JSON, since they leave this JVM)");
    }

    static ChildSpec spec(WireInput in) throws IOException {
        return new ChildSpec(key(in), in.sharedText(), in.optional((from) -> new Json(from.text())),
                new LinkedHashSet<>(in.all(WireInput::sharedText)), in.texts(), in.optional(RowFormat::restart),
                in.duration(), placement(in.optional(RowFormat::placed)));
    }

    private static void placement(WireOutput out, Placement placement) throws IOException {
        out.texts(placement.labels());
        out.all(placement.members(), WireOutput::text);
    }

    private static Placement placed(WireInput in) throws IOException {
        return new Placement(in.texts(), in.all(WireInput::sharedText));
    }

    private static Placement placement(@Nullable Placement placement) {
        return (placement != null) ? placement : Placement.ANYWHERE;
    }

    private static void restart(WireOutput out, RestartPolicy policy) throws IOException {
        out.choice(policy.mode());
        out.number(policy.maxRestarts());
        out.duration(policy.within());
        out.duration(policy.backoff().initial());
        out.real(policy.backoff().multiplier());
        out.duration(policy.backoff().max());
        out.real(policy.backoff().jitter());
    }

    private static RestartPolicy restart(WireInput in) throws IOException {
        return new RestartPolicy(in.choice(MODES), (int) in.number(), in.duration(),
                new RestartPolicy.Backoff(in.duration(), in.real(), in.duration(), in.real()));
    }

    static void member(WireOutput out, Member member) throws IOException {
        memberId(out, member.id());
        out.text(member.node());
        out.text(member.name());
        out.real(member.weight());
        out.texts(member.labels());
        out.choice(member.status());
    }

    static Member member(WireInput in) throws IOException {
        MemberId id = memberId(in);
        String node = in.sharedText();
        String name = in.sharedText();
        double weight = in.real();
        Map<String, String> labels = in.texts();
        return new Member(id, node, name, weight, labels, in.choice(STATUSES));
    }

}
