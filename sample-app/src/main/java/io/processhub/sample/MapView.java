package io.processhub.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubTemplate;
import io.processhub.Quorum;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * What the map shows: the cluster, as this member sees it.
 *
 * @param alive whether the hub runs on this member
 * @param quorum how many voting members must be together, and whether they are
 * @param segments members, eldest first; then holders that this member does not see
 * @param monitors how many there are
 * @param waiting how many of them no member holds
 * @param dots replicas, and monitors that wait; empty if there are more than
 * {@value #MOST_DOTS}, as nobody can tell so many apart
 */
record MapView(boolean alive, Quorum quorum, List<Segment> segments, int monitors, int waiting, List<Dot> dots) {

    static final int MOST_DOTS = 300;

    /**
     * Part of the ring.
     *
     * @param id boot id of the member
     * @param name where it listens
     * @param status {@code UP}, {@code DRAINING}, or {@code UNSEEN}: a holder that this
     * member does not see
     * @param self whether it is the one that answers
     * @param weight share of the monitors it takes, relative to the others
     * @param address where its HTTP server listens, null if unknown
     * @param active how many active replicas it has
     * @param passive how many that stand by
     * @param troubled how many of both do not run
     */
    record Segment(String id, String name, String status, boolean self, double weight, @Nullable String address,
            int active, int passive, int troubled) {

        static Segment of(Member member, boolean self) {
            return new Segment(member.id().value(), member.name(), member.status().name(), self, member.weight(),
                    member.labels().get(MonitorResults.HTTP), 0, 0, 0);
        }

        static Segment unseen(MemberId member) {
            return new Segment(member.value(), member.address(), "UNSEEN", false, 1, null, 0, 0, 0);
        }

        Segment with(Dot dot) {
            boolean isActive = dot.role() == Role.ACTIVE;
            return new Segment(this.id, this.name, this.status, this.self, this.weight, this.address,
                    this.active + (isActive ? 1 : 0), this.passive + (isActive ? 0 : 1),
                    this.troubled + (dot.runs() ? 0 : 1));
        }

    }

    /**
     * A replica of a monitor; member and role are null while no member holds it.
     *
     * @param member boot id
     * @param runs whether it does, as far as this member knows; its own do not without a
     * quorum
     */
    record Dot(String id, @Nullable String member, @Nullable Role role, boolean runs) {
    }

    static MapView of(ProcessHubTemplate hub) {
        MemberId self = hub.localMember().id();
        Map<MemberId, Segment> segments = new LinkedHashMap<>();
        hub.members().forEach((member) -> segments.put(member.id(), Segment.of(member, member.id().equals(self))));
        List<ChildRecord> rows = hub.children();
        List<Dot> dots = new ArrayList<>();
        for (ChildRecord row : rows) {
            String id = row.key().value();
            for (Claim claim : row.claims()) {
                boolean stopped = claim.member().equals(self) && hub.isPartitioned();
                Dot dot = new Dot(id, claim.member().value(), claim.role(),
                        claim.state() == Claim.State.RUNNING && !stopped);
                dots.add(dot);
                segments.compute(claim.member(),
                        (member, known) -> ((known != null) ? known : Segment.unseen(member)).with(dot));
            }
            if (row.isPending()) {
                dots.add(new Dot(id, null, null, false));
            }
        }
        int waiting = (int) rows.stream().filter(ChildRecord::isPending).count();
        return new MapView(hub.isAlive(), hub.quorum(), List.copyOf(segments.values()), rows.size(), waiting,
                (dots.size() > MOST_DOTS) ? List.of() : List.copyOf(dots));
    }

}
