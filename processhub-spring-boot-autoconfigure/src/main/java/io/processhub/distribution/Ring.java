package io.processhub.distribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.processhub.ChildKey;
import io.processhub.Member;
import io.processhub.MemberId;

/**
 * Points on a circle of hash values, each belonging to a member. Made from the names of
 * members, which survive their restarts, so that a restarted member finds its old place.
 * Immutable.
 */
final class Ring {

    private final List<Member> members;

    private final long[] points;

    private final int[] owners;

    private final List<List<Member>> single;

    Ring(List<Member> members, int virtualNodes) {
        this.members = members;
        this.single = members.stream().map(List::of).toList();
        List<Point> sorted = new ArrayList<>();
        for (int index = 0; index < members.size(); index++) {
            Member member = members.get(index);
            long count = Math.max(1, Math.round(virtualNodes * member.weight()));
            for (int i = 0; i < count; i++) {
                sorted.add(new Point(hash(member.name() + '#' + i), member, index));
            }
        }
        sorted.sort(Comparator.comparingLong(Point::hash).thenComparing((point) -> point.member().id()));
        this.points = sorted.stream().mapToLong(Point::hash).toArray();
        this.owners = sorted.stream().mapToInt(Point::index).toArray();
    }

    private record Point(long hash, Member member, int index) {
    }

    /**
     * The members of the next points clockwise from the key, each once, at most
     * {@code copies}.
     */
    List<Member> owners(ChildKey key, int copies) {
        if (this.points.length == 0) {
            return List.of();
        }
        int first = pointAfter(hash(key.value()));
        return (copies == 1) ? this.single.get(this.owners[first]) : distinctFrom(first, copies);
    }

    /** Part of the circle that belongs to each member. */
    Map<MemberId, Double> shares() {
        Map<MemberId, Double> shares = new LinkedHashMap<>();
        this.members.forEach((member) -> shares.put(member.id(), 0.0));
        for (int i = 0; i < this.points.length; i++) {
            long before = this.points[(i == 0) ? this.points.length - 1 : i - 1];
            shares.merge(this.members.get(this.owners[i]).id(), part(this.points[i] - before), Double::sum);
        }
        return shares;
    }

    /** A single point has the whole circle before it. */
    private double part(long arc) {
        return (this.points.length == 1) ? 1 : (arc >>> 1) * 0x1p-63;
    }

    /**
     * The members of the next points clockwise from the key that have room, each once, at
     * most {@code copies}; fewer if fewer have room.
     */
    List<Member> owners(ChildKey key, int copies, Predicate<Member> room) {
        List<Member> owners = new ArrayList<>(copies);
        Set<Member> full = new HashSet<>();
        int first = (this.points.length == 0) ? 0 : pointAfter(hash(key.value()));
        for (int i = 0; i < this.points.length && owners.size() < copies
                && owners.size() + full.size() < this.members.size(); i++) {
            Member member = this.members.get(this.owners[(first + i) % this.points.length]);
            if (!owners.contains(member) && !full.contains(member)) {
                (room.test(member) ? owners : full).add(member);
            }
        }
        return owners;
    }

    private int pointAfter(long hash) {
        int low = 0;
        int high = this.points.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (this.points[middle] < hash) {
                low = middle + 1;
            }
            else {
                high = middle;
            }
        }
        return (low == this.points.length) ? 0 : low;
    }

    private List<Member> distinctFrom(int first, int copies) {
        int wanted = Math.min(copies, this.members.size());
        List<Member> owners = new ArrayList<>(wanted);
        for (int i = first; owners.size() < wanted; i = (i + 1) % this.points.length) {
            Member member = this.members.get(this.owners[i]);
            if (!owners.contains(member)) {
                owners.add(member);
            }
        }
        return List.copyOf(owners);
    }

    /**
     * FNV-1a over the characters, then the finalizer of MurmurHash3, which spreads short
     * texts over all 64 bits.
     */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

}
