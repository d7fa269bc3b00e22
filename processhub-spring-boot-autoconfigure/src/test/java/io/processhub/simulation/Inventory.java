package io.processhub.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.distribution.ConsistentHashing;

/** Who runs which replica of what, or may run it. */
final class Inventory {

    private final Map<ChildKey, Map<MemberId, Claim>> replicas = new TreeMap<>();

    /**
     * What has a thread.
     * @param retiring whether those count too that run only until their successors do
     */
    static Inventory running(List<SimNode> nodes, boolean retiring) {
        Inventory inventory = new Inventory();
        nodes.forEach((node) -> node.replicas().forEach((key, claim) -> {
            if (retiring || !node.isRetiring(key)) {
                inventory.of(key).put(node.id(), claim);
            }
        }));
        return inventory;
    }

    /** What may have a thread, or should. */
    static Inventory claims(List<ChildRecord> rows) {
        Inventory inventory = new Inventory();
        rows.stream().filter((row) -> !row.isSettled()).forEach((row) -> {
            Map<MemberId, Claim> claims = inventory.of(row.key());
            row.claims().forEach((claim) -> claims.put(claim.member(), claim));
        });
        return inventory;
    }

    private Map<MemberId, Claim> of(ChildKey key) {
        return this.replicas.computeIfAbsent(key, (k) -> new TreeMap<>());
    }

    Set<ChildKey> keys() {
        return this.replicas.keySet();
    }

    /** No child has more replicas, nor more active ones, than it may have. */
    void checkMost(int copies, boolean oneActive, Predicate<ChildKey> excused) {
        this.replicas.forEach((key, claims) -> {
            boolean twoActive = oneActive && active(claims).size() > 1;
            if ((claims.size() > copies || twoActive) && !excused.test(key)) {
                throw new AssertionError("too many run " + key + ": " + claims.values());
            }
        });
    }

    private static List<Claim> active(Map<MemberId, Claim> claims) {
        return claims.values().stream().filter((claim) -> claim.role() == Role.ACTIVE).toList();
    }

    void compare(Inventory other, String what) {
        if (!toString().equals(other.toString())) {
            throw new AssertionError("running " + this + "\n but " + what + " " + other);
        }
    }

    /**
     * Every child runs on its owners, and exactly one replica is active if that is so.
     */
    void checkOwners(List<Member> members, int copies, boolean oneActive) {
        List<ChildSpec> specs = new ArrayList<>(keys().stream().map(Simulation::spec).toList());
        new ConsistentHashing(32).owners(specs, members, copies).forEach((key, owners) -> {
            Map<MemberId, Claim> claims = of(key);
            Set<MemberId> due = owners.stream().map(Member::id).collect(Collectors.toCollection(TreeSet::new));
            if (!due.equals(claims.keySet())) {
                throw new AssertionError(key + " runs as " + claims.values() + ", owners " + due);
            }
            int expected = oneActive ? 1 : claims.size();
            if (active(claims).size() != expected) {
                throw new AssertionError(expected + " should be active of " + key + ": " + claims.values());
            }
        });
    }

    @Override
    public String toString() {
        return this.replicas.entrySet()
            .stream()
            .map((entry) -> entry.getKey() + "="
                    + entry.getValue()
                        .values()
                        .stream()
                        .map((claim) -> claim.member() + " " + claim.epoch() + " " + claim.role())
                        .toList())
            .collect(Collectors.joining(", "));
    }

}
