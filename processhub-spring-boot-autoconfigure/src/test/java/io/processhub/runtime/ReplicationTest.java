package io.processhub.runtime;

import java.util.Collections;
import java.util.List;

import io.processhub.Claim;
import io.processhub.Role;
import io.processhub.partition.Divergence;
import io.processhub.redundancy.Replication;
import io.processhub.redundancy.Replication.Factor;
import io.processhub.redundancy.Replication.Model;
import io.processhub.redundancy.Replication.Signal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Replicas of 1,000 children on six real members. */
class ReplicationTest {

    private static final int CHILDREN = 1000;

    @Test
    void eachChildRunsOnItsFourOwnersAndTheFirstOneIsActive() throws Exception {
        try (ReplicaHubs hubs = standby(4, Signal.ALL)) {
            hubs.join(6);
            hubs.start(CHILDREN);
            hubs.awaitOnOwners(CHILDREN);
            assertRoles(hubs, List.of(Role.ACTIVE, Role.PASSIVE, Role.PASSIVE, Role.PASSIVE));
            hubs.members()
                .forEach((member) -> hubs.owners()
                    .forEach((key, owners) -> assertThat(member.template.activeReplica(key.value())).get()
                        .extracting(Claim::member)
                        .isEqualTo(owners.getFirst().id())));
            assertThat(hubs.record().violations()).isEmpty();
        }
    }

    @Test
    void withOneReplicaOnEachMemberAllAreActiveAndToldSo() throws Exception {
        Replication all = new Replication(Factor.CLUSTER_SIZE, Model.ACTIVE_ACTIVE, Signal.ALL);
        try (ReplicaHubs hubs = new ReplicaHubs(all, new Divergence())) {
            hubs.join(6);
            hubs.start(CHILDREN);
            hubs.awaitOnOwners(CHILDREN);
            assertRoles(hubs, Collections.nCopies(6, Role.ACTIVE));
        }
    }

    @Test
    void replicasMoveToTheirOwnersWhenFiveMembersJoinTheFirst() throws Exception {
        try (ReplicaHubs hubs = standby(2, Signal.ALL)) {
            hubs.join(1);
            hubs.start(CHILDREN);
            hubs.awaitOnOwners(CHILDREN);
            hubs.join(5);
            hubs.awaitOnOwners(CHILDREN);
            assertRoles(hubs, List.of(Role.ACTIVE, Role.PASSIVE));
            assertThat(hubs.record().violations()).isEmpty();
        }
    }

    /** The record counts as active who was told so. */
    @Test
    void childrenAreToldWhatTheSignalSays() throws Exception {
        try (ReplicaHubs hubs = standby(2, Signal.NONE)) {
            hubs.join(2);
            hubs.start(CHILDREN);
            hubs.awaitOnOwners(CHILDREN);
            assertRoles(hubs, List.of(Role.PASSIVE, Role.PASSIVE));
        }
    }

    private static ReplicaHubs standby(int factor, Signal signal) {
        return new ReplicaHubs(new Replication(new Factor(factor), Model.ACTIVE_PASSIVE, signal), new Divergence());
    }

    private static void assertRoles(ReplicaHubs hubs, List<Role> roles) {
        await().untilAsserted(() -> assertThat(hubs.record().roles()).hasSize(CHILDREN)
            .allSatisfy((key, told) -> assertThat(told).isEqualTo(roles)));
    }

}
