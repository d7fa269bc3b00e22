package io.processhub.redundancy;

import io.processhub.RedundancyStrategy;
import io.processhub.Role;
import io.processhub.redundancy.Replication.Factor;
import io.processhub.redundancy.Replication.Model;
import io.processhub.redundancy.Replication.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReplicationTest {

    @ParameterizedTest
    @CsvSource({ "1, 5, 1", "2, 5, 2", "100, 1, 100", "cluster-size, 0, 1", "cluster-size, 1, 1",
            "cluster-size, 6, 6" })
    void aFactorIsANumberOrTheSizeOfTheCluster(String factor, int members, int copies) {
        assertThat(new Replication(Factor.of(factor), Model.ACTIVE_ACTIVE, Signal.NONE).copies(members))
            .isEqualTo(copies);
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "-1", "101", "1.5", "two", "", "cluster_size", "02" })
    void anythingElseIsRefused(String factor) {
        assertThatIllegalArgumentException().isThrownBy(() -> Factor.of(factor))
            .withMessage("factor: " + factor + " (expected: a number from 1 to 100, or cluster-size)");
    }

    @Test
    void theFirstOwnerIsActiveAndTheOthersAreByTheModel() {
        Replication standby = new Replication(new Factor(3), Model.ACTIVE_PASSIVE, Signal.NONE);
        assertThat(standby.role(0)).isEqualTo(Role.ACTIVE);
        assertThat(standby.role(1)).isEqualTo(Role.PASSIVE);
        assertThat(standby.role(2)).isEqualTo(Role.PASSIVE);
        Replication together = new Replication(new Factor(3), Model.ACTIVE_ACTIVE, Signal.NONE);
        assertThat(together.role(0)).isEqualTo(Role.ACTIVE);
        assertThat(together.role(2)).isEqualTo(Role.ACTIVE);
    }

    @Test
    void oneMayBeActiveWhereOthersStandByOrThereAreNone() {
        assertThat(new Singularity().hasOneActive()).isTrue();
        assertThat(new Replication(new Factor(2), Model.ACTIVE_PASSIVE, Signal.NONE).hasOneActive()).isTrue();
        assertThat(new Replication(Factor.CLUSTER_SIZE, Model.ACTIVE_PASSIVE, Signal.NONE).hasOneActive()).isTrue();
        assertThat(new Replication(new Factor(1), Model.ACTIVE_ACTIVE, Signal.NONE).hasOneActive()).isTrue();
        assertThat(new Replication(new Factor(2), Model.ACTIVE_ACTIVE, Signal.NONE).hasOneActive()).isFalse();
        assertThat(new Replication(Factor.CLUSTER_SIZE, Model.ACTIVE_ACTIVE, Signal.NONE).hasOneActive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({ "NONE, false, false", "ACTIVE, true, false", "PASSIVE, false, true", "ALL, true, true" })
    void theSignalSaysWhichRolesAreTold(Signal signal, boolean active, boolean passive) {
        RedundancyStrategy strategy = new Replication(new Factor(2), Model.ACTIVE_PASSIVE, signal);
        assertThat(strategy.signals(Role.ACTIVE)).isEqualTo(active);
        assertThat(strategy.signals(Role.PASSIVE)).isEqualTo(passive);
        assertThat(new Singularity().signals(Role.ACTIVE)).isFalse();
    }

}
