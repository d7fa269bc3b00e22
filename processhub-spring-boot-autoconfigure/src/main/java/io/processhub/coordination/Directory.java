package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.Member;
import io.processhub.MemberId;

/**
 * Who is here: the nodes of the cluster, and the members that introduced themselves from
 * them. Tells members that are gone from those it has not heard of yet; only what the
 * gone ones held may be taken over.
 */
final class Directory {

    /**
     * How long a holder must be unknown before it is held to be gone, and how long silent
     * nodes are asked who they are. Longer than the cluster keeps a node that does not
     * answer, so that a paused one is not taken for a lost one.
     */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private static final int REMEMBERED = 10_000;

    private final Map<String, Member> byNode = new HashMap<>();

    private final Map<MemberId, Instant> gone = new LinkedHashMap<>();

    /** Holders this member has never met, and when it heard of them first. */
    private final Map<MemberId, Instant> strangers = new LinkedHashMap<>();

    /**
     * Addresses of members that said goodbye, or went when they were about to, until
     * someone else comes from there.
     */
    private final Set<String> goodbyes = new LinkedHashSet<>();

    private int mostMembers = 1;

    /** Other nodes that have not said who they are, and since when they are here. */
    private final Map<String, Instant> silentSince = new HashMap<>();

    /** Other nodes that run no hub: they said so, or their member said goodbye. */
    private final Set<String> absent = new LinkedHashSet<>();

    private Instant lastDeparture = Instant.EPOCH;

    private volatile boolean acquainted;

    private List<String> nodes = List.of();

    private Member self;

    private volatile List<Member> members;

    private Instant lastArrival = Instant.EPOCH;

    Directory(Member self) {
        this.self = self;
        this.members = List.of(self);
    }

    Member self() {
        return this.self;
    }

    /** When a node joined last. */
    Instant lastArrival() {
        return this.lastArrival;
    }

    /** Members that are here, eldest first. May be asked from any thread. */
    List<Member> members() {
        return this.members;
    }

    /** Members that are here and take children, eldest first. */
    List<Member> up() {
        return this.members.stream().filter(Member::isUp).toList();
    }

    List<Member> others() {
        return this.members.stream().filter((member) -> !member.id().equals(this.self.id())).toList();
    }

    /**
     * Whether it is known of every node of the cluster who its member is, or that it has
     * none. May be asked from any thread.
     */
    boolean isAcquainted() {
        return this.acquainted;
    }

    boolean isHere(MemberId id) {
        for (Member member : this.members) {
            if (member.id().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a member can be relied on never to act again: it was here and has left, or
     * nobody has heard of it for so long that it must have left before this member came.
     * A holder that is new to this member is not gone: news of what it holds may be
     * quicker than news of itself.
     */
    boolean isGone(MemberId id, Instant now) {
        if (isHere(id)) {
            return false;
        }
        return this.gone.containsKey(id) || !now.isBefore(noted(this.strangers, id, now).plus(SILENCE));
    }

    /** Those of some members that were here and have left. */
    List<MemberId> goneOf(Collection<MemberId> members) {
        return members.stream().filter((id) -> !isHere(id) && this.gone.containsKey(id)).toList();
    }

    /**
     * When an id was noted first; the oldest notes are dropped when there are too many.
     */
    private static Instant noted(Map<MemberId, Instant> notes, MemberId id, Instant now) {
        Instant since = notes.computeIfAbsent(id, (unknown) -> now);
        if (notes.size() > REMEMBERED) {
            notes.remove(notes.keySet().iterator().next());
        }
        return since;
    }

    /** Most members that were here at a time. */
    int mostMembers() {
        return this.mostMembers;
    }

    /** When a member left last. */
    Instant lastDeparture() {
        return this.lastDeparture;
    }

    /** Other nodes of which nobody knows yet whether they have a member. */
    List<String> silent() {
        return this.nodes.stream()
            .filter((node) -> !this.byNode.containsKey(node) && !node.equals(this.self.node())
                    && !this.absent.contains(node))
            .toList();
    }

    /** Other nodes that have no member, for all one can tell. */
    Set<String> memberless(Instant now) {
        Set<String> memberless = new LinkedHashSet<>(this.absent);
        silent().stream()
            .filter((node) -> !now.isBefore(this.silentSince.getOrDefault(node, now).plus(SILENCE)))
            .forEach(memberless::add);
        return memberless;
    }

    /**
     * Takes note that no hub listens on a node. One that starts there later introduces
     * its member.
     */
    void absent(String node) {
        if (this.nodes.contains(node) && !this.byNode.containsKey(node)) {
            this.absent.add(node);
            refresh();
        }
    }

    List<String> otherNodes() {
        return this.nodes.stream().filter((node) -> !node.equals(this.self.node())).toList();
    }

    /**
     * Takes note of the nodes. After a merge this node has another name, and everyone has
     * to introduce himself anew.
     */
    void nodes(String selfNode, List<String> now, Instant at) {
        boolean merged = !this.nodes.isEmpty() && !selfNode.equals(this.self.node());
        this.self = this.self.withNode(selfNode);
        if (!this.nodes.containsAll(now)) {
            this.lastArrival = at;
        }
        missSilent(now, at);
        this.nodes = now;
        this.absent.retainAll(now);
        silent().forEach((node) -> this.silentSince.putIfAbsent(node, at));
        List<String> lost = this.byNode.keySet().stream().filter((node) -> merged || !now.contains(node)).toList();
        for (String node : lost) {
            Member member = this.byNode.remove(node);
            if (member != null && !merged) {
                if (!member.isUp()) {
                    // it was about to say so
                    goodbye(member.id());
                }
                depart(member.id(), at);
            }
        }
        refresh();
    }

    /**
     * A node that left before it could say who it is may have run a member: it counts
     * among those that were here at a time. One that was silent for long ran none.
     */
    private void missSilent(List<String> now, Instant at) {
        this.silentSince.keySet().retainAll(silent());
        long missed = this.silentSince.entrySet()
            .stream()
            .filter((node) -> !now.contains(node.getKey()) && at.isBefore(node.getValue().plus(SILENCE)))
            .count();
        this.mostMembers = Math.max(this.mostMembers, this.members.size() + (int) missed);
    }

    /** Takes note of a member; answers whether that was news. */
    boolean introduce(Member member, Instant now) {
        if (member.id().equals(this.self.id())) {
            return false;
        }
        Member known = this.byNode.get(member.node());
        if (known != null && known.id().equals(member.id()) && !known.isUp() && member.isUp()) {
            return false;
        }
        if (known != null && !known.id().equals(member.id())) {
            depart(known.id(), now);
        }
        this.byNode.values().removeIf((other) -> other.id().equals(member.id()) && !other.node().equals(member.node()));
        this.byNode.put(member.node(), member);
        this.absent.remove(member.node());
        if (this.nodes.contains(member.node())) {
            this.gone.remove(member.id());
        }
        this.strangers.remove(member.id());
        this.goodbyes.remove(member.id().address());
        refresh();
        return !member.equals(known);
    }

    /** Whether a member said goodbye, and nobody else came to its address since. */
    boolean saidGoodbye(MemberId member) {
        return this.goodbyes.contains(member.address()) && !isHere(member);
    }

    /** Whether the member at an address has said goodbye, or is about to. */
    boolean hasLeft(String address) {
        for (Member member : this.members) {
            if (member.id().address().equals(address)) {
                return !member.isUp();
            }
        }
        return this.goodbyes.contains(address);
    }

    /** Takes note that a member left for good. */
    void leave(MemberId id, Instant now) {
        goodbye(id);
        this.byNode.values()
            .stream()
            .filter((member) -> member.id().equals(id))
            .map(Member::node)
            .toList()
            .forEach((node) -> {
                this.byNode.remove(node);
                this.absent.add(node);
            });
        depart(id, now);
        refresh();
    }

    private void goodbye(MemberId id) {
        if (this.members.stream().anyMatch((member) -> isSuccessor(member.id(), id))) {
            return;
        }
        this.goodbyes.add(id.address());
        if (this.goodbyes.size() > REMEMBERED) {
            this.goodbyes.remove(this.goodbyes.iterator().next());
        }
    }

    private static boolean isSuccessor(MemberId member, MemberId before) {
        return member.address().equals(before.address()) && !member.equals(before);
    }

    void drainSelf() {
        this.self = this.self.withStatus(Member.Status.DRAINING);
        refresh();
    }

    private void depart(MemberId id, Instant now) {
        noted(this.gone, id, now);
        this.lastDeparture = now;
    }

    private void refresh() {
        List<Member> here = new ArrayList<>();
        for (String node : this.nodes) {
            Member member = node.equals(this.self.node()) ? this.self : this.byNode.get(node);
            if (member != null) {
                here.add(member);
            }
        }
        this.members = here.isEmpty() ? List.of(this.self) : List.copyOf(here);
        this.mostMembers = Math.max(this.mostMembers, this.members.size());
        this.acquainted = !this.nodes.isEmpty() && silent().isEmpty();
    }

}
