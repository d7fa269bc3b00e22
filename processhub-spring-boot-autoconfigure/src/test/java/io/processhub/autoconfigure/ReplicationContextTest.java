package io.processhub.autoconfigure;

import io.processhub.RedundancyStrategy;
import io.processhub.coordination.HubSettings;
import io.processhub.redundancy.Replication;
import io.processhub.redundancy.Replication.Factor;
import io.processhub.redundancy.Replication.Model;
import io.processhub.redundancy.Replication.Signal;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicationContextTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
        .withPropertyValues(new TestCluster().properties("processhub.cluster.join.mode=single"))
        .withPropertyValues("processhub.redundancy.strategy=replication");

    @Test
    void twoReplicasAreActiveUnlessSetOtherwise() {
        this.runner.run((context) -> assertThat(redundancy(context))
            .isEqualTo(new Replication(new Factor(2), Model.ACTIVE_ACTIVE, Signal.NONE)));
    }

    @Test
    void factorModelAndSignalAreHeard() {
        this.runner
            .withPropertyValues("processhub.redundancy.replication.factor=cluster-size",
                    "processhub.redundancy.replication.model=active-passive",
                    "processhub.redundancy.replication.signal=all")
            .run((context) -> assertThat(redundancy(context))
                .isEqualTo(new Replication(Factor.CLUSTER_SIZE, Model.ACTIVE_PASSIVE, Signal.ALL)));
    }

    private static RedundancyStrategy redundancy(AssertableApplicationContext context) {
        return context.getBean(HubSettings.class).redundancy();
    }

}
