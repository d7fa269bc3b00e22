package io.processhub.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.runtime.TestHubs.TestMember;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Members whose children have replicas, all of which stand in one record. */
final class ReplicaHubs implements AutoCloseable {

    private final RedundancyStrategy redundancy;

    private final TestHubs hubs;

    private final RoleRecord record = new RoleRecord();

    private final Map<TestMember, RoleRecord.Place> places = new HashMap<>();

    ReplicaHubs(RedundancyStrategy redundancy, PartitionToleranceStrategy tolerance) {
        this.redundancy = redundancy;
        this.hubs = new TestHubs(redundancy, tolerance);
    }

    RoleRecord record() {
        return this.record;
    }

    List<TestMember> members() {
        return this.hubs.members();
    }

    void join(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            RoleRecord.Place place = new RoleRecord.Place();
            this.places.put(this.hubs.join(() -> this.record.workers(place)), place);
        }
    }

    void kill(TestMember member) {
        this.record.kill(Objects.requireNonNull(this.places.remove(member)));
        this.hubs.kill(member);
    }

    void leave(TestMember member) throws InterruptedException {
        this.hubs.leave(member);
    }

    /** Waits until the registry map has its backups again: a kill loses no rows then. */
    void awaitBackups() {
        this.hubs.awaitMembers(members().size());
        await().atMost(Duration.ofSeconds(60))
            .until(() -> members().getFirst().instance.getPartitionService().isClusterSafe());
    }

    void start(int children) throws Exception {
        List<ChildSpec> specs = IntStream.range(0, children)
            .mapToObj((i) -> ChildSpec.of("c" + i, "replica", null))
            .toList();
        members().getFirst().template.startAll(specs).get(60, TimeUnit.SECONDS).orThrow();
    }

    Map<ChildKey, List<Member>> owners() {
        TestMember first = members().getFirst();
        List<ChildSpec> specs = first.template.children().stream().map(ChildRecord::spec).toList();
        return new ConsistentHashing().owners(specs, first.hub.members(), this.redundancy.copies(members().size()));
    }

    /**
     * Waits until every replica runs on an owner, under its claim, and all views say the
     * same.
     */
    void awaitOnOwners(int children) {
        await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            Map<ChildKey, Set<MemberId>> due = new HashMap<>();
            owners().forEach((key, owning) -> due.put(key, ids(owning)));
            assertThat(due).hasSize(children);
            Map<ChildKey, List<Claim>> claims = claims(members().getFirst());
            assertThat(holders(claims)).isEqualTo(due);
            members().forEach((member) -> assertThat(claims(member)).isEqualTo(claims));
            members().forEach((member) -> assertRunsItsClaims(member, claims));
        });
    }

    private static Set<MemberId> ids(List<Member> members) {
        return members.stream().map(Member::id).collect(Collectors.toSet());
    }

    private static Map<ChildKey, List<Claim>> claims(TestMember member) {
        return member.template.children().stream().collect(Collectors.toMap(ChildRecord::key, ChildRecord::claims));
    }

    private static Map<ChildKey, Set<MemberId>> holders(Map<ChildKey, List<Claim>> claims) {
        Map<ChildKey, Set<MemberId>> holders = new HashMap<>();
        claims.forEach((key, held) -> holders.put(key, held.stream().map(Claim::member).collect(Collectors.toSet())));
        return holders;
    }

    private static void assertRunsItsClaims(TestMember member, Map<ChildKey, List<Claim>> claims) {
        Map<ChildKey, String> held = new HashMap<>();
        claims.forEach((key, all) -> all.stream()
            .filter((claim) -> claim.member().equals(member.id()))
            .forEach((claim) -> held.put(key, claim.role() + " " + claim.epoch())));
        Map<ChildKey, String> running = new HashMap<>();
        member.workers.running().forEach((key, child) -> running.put(key, child.role() + " " + child.epoch()));
        assertThat(running).isEqualTo(held);
    }

    @Override
    public void close() {
        this.hubs.close();
    }

}
