package io.processhub.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.MemberId;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.RestartPolicy;
import io.processhub.StartResult;
import io.processhub.SynchronizationStrategy;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.partition.MajorityQuorum;
import io.processhub.redundancy.Singularity;
import io.processhub.runtime.TestHubs.TestMember;
import io.processhub.synchronization.PubSub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Strategies of all five kinds, each of which throws from every method for a while. */
@ExtendWith(OutputCaptureExtension.class)
class BrokenStrategiesTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int CHILDREN = 30;

    private final Set<Class<?>> broken = ConcurrentHashMap.newKeySet();

    private <T> T moody(Class<T> contract, T strategy) {
        return contract.cast(Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] { contract },
                (proxy, method, arguments) -> {
                    if (this.broken.contains(contract)) {
                        throw new IllegalStateException("broken " + contract.getSimpleName());
                    }
                    try {
                        return method.invoke(strategy, arguments);
                    }
                    catch (InvocationTargetException ex) {
                        throw ex.getTargetException();
                    }
                }));
    }

    private TestHubs hubs() {
        return new TestHubs(RestartPolicy.DEFAULT, moody(DistributionStrategy.class, new ConsistentHashing()),
                moody(RedundancyStrategy.class, new Singularity()),
                moody(PartitionToleranceStrategy.class, new MajorityQuorum(1, true)),
                moody(SynchronizationStrategy.class, new PubSub(Duration.ofMillis(500))),
                moody(MigrationStrategy.class, new ColdSwap()));
    }

    @Test
    void whicheverStrategyThrowsTheHubSaysSoAndLivesOn(CapturedOutput output) throws Exception {
        try (TestHubs hubs = hubs()) {
            TestMember first = hubs.join();
            hubs.join();
            await().atMost(SOON).until(() -> hubs.members().stream().allMatch((member) -> member.hub.quorum().held()));
            startAll(first);
            Map<ChildKey, MemberId> before = hubs.awaitRunning(CHILDREN, SOON);
            for (Class<?> kind : List.of(DistributionStrategy.class, RedundancyStrategy.class,
                    PartitionToleranceStrategy.class, SynchronizationStrategy.class)) {
                this.broken.add(kind);
                StartResult result = start(first, "during-" + kind.getSimpleName());
                await().atMost(SOON).until(() -> output.getOut().contains("broken " + kind.getSimpleName()));
                this.broken.clear();
                assertThat(result.errors()).as("%s", kind)
                    .allSatisfy((error) -> assertThat(error).isInstanceOf(ChildError.Refused.class))
                    .hasSize((kind == DistributionStrategy.class) ? 1 : 0);
                start(first, "after-" + kind.getSimpleName()).orThrow();
            }
            assertThat(hubs.awaitRunning(CHILDREN + 7, SOON)).containsAllEntriesOf(before);
            assertThat(hubs.members()).allSatisfy((member) -> assertThat(member.hub.isAlive()).isTrue());
        }
    }

    @Test
    void whileTheMigrationStrategyThrowsNothingMovesAndAfterwardsItDoes(CapturedOutput output) throws Exception {
        try (TestHubs hubs = hubs()) {
            TestMember first = hubs.join();
            await().atMost(SOON).until(() -> first.hub.quorum().held());
            startAll(first);
            hubs.awaitRunning(CHILDREN, SOON);
            this.broken.add(MigrationStrategy.class);
            TestMember second = hubs.join();
            await().atMost(SOON).until(() -> output.getOut().contains("broken MigrationStrategy"));
            assertThat(first.workers.running()).hasSize(CHILDREN);
            this.broken.clear();
            await().atMost(SOON).until(() -> !second.workers.running().isEmpty());
            hubs.awaitRunning(CHILDREN, SOON);
        }
    }

    private static void startAll(TestMember member) throws Exception {
        member.template
            .startAll(IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("c" + i, "idle", null)).toList())
            .get(30, TimeUnit.SECONDS)
            .orThrow();
    }

    private static StartResult start(TestMember member, String id) throws Exception {
        return member.template.start(ChildSpec.of(id, "idle", null)).get(30, TimeUnit.SECONDS);
    }

}
