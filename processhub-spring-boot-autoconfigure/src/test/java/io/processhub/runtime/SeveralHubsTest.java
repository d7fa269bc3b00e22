package io.processhub.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.ProcessHubTemplate;
import io.processhub.RestartPolicy;
import io.processhub.coordination.HubSettings;
import io.processhub.coordination.LeaseSettings;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.distribution.LoadBalancer;
import io.processhub.hazelcast.HazelcastCluster;
import io.processhub.hazelcast.HazelcastRegistryMap;
import io.processhub.hazelcast.HazelcastStateStore;
import io.processhub.hazelcast.MapQuorum;
import io.processhub.migration.ColdSwap;
import io.processhub.partition.Divergence;
import io.processhub.redundancy.Singularity;
import io.processhub.synchronization.PubSub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Hubs that share Hazelcast members, and members that run only some of them. */
class SeveralHubsTest {

    private static final int CHILDREN = 60;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestHubs factory = new TestHubs();

    private final List<HazelcastInstance> instances = new ArrayList<>();

    private final List<Half> halves = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        this.instances.parallelStream().forEach((instance) -> instance.getLifecycleService().terminate());
        for (Half half : this.halves) {
            half.hub.stop(Duration.ofMillis(1));
        }
    }

    /** One hub on one member. */
    private record Half(LocalHub hub, Workers workers, ProcessHubTemplate template) {
    }

    private Half start(int node, String id, DistributionStrategy distribution) throws InterruptedException {
        HazelcastInstance instance = this.instances.get(node);
        HubSettings settings = new HubSettings(id, distribution, new Singularity(), new ColdSwap(), new PubSub(),
                new Divergence(), LeaseSettings.DEFAULT, RestartPolicy.DEFAULT);
        Workers workers = new Workers();
        StateKeeping states = new StateKeeping(new HazelcastStateStore(instance, id), new JsonStateSerializer(),
                StateKeeping.DEFAULT_MAX_STATE_SIZE, HandoverSettings.DEFAULT);
        LocalHub hub = new LocalHub(settings, 1, Map.of(), new HazelcastCluster(instance, id),
                new HazelcastRegistryMap(instance, id), states, workers, new MapQuorum(0), (event) -> {
                }, ChildObserver.NONE);
        hub.start();
        Half half = new Half(hub, workers, new ProcessHubTemplate(hub));
        this.halves.add(half);
        return half;
    }

    @Test
    void hubsOnTheSameMembersKnowNothingOfEachOther() throws Exception {
        for (int i = 0; i < 3; i++) {
            this.instances.add(this.factory.startHazelcast());
        }
        List<Half> prices = List.of(start(0, "prices", new ConsistentHashing()),
                start(1, "prices", new ConsistentHashing()));
        List<Half> games = List.of(start(1, "games", new LoadBalancer()), start(2, "games", new LoadBalancer()));
        List<Half> bots = List.of(start(1, "bots", new LoadBalancer()), start(2, "bots", new LoadBalancer()));
        for (List<Half> hub : List.of(prices, games, bots)) {
            await().atMost(SOON).until(() -> hub.stream().allMatch((half) -> half.template.members().size() == 2));
            hub.getFirst().template.startAll(children()).get(30, TimeUnit.SECONDS).orThrow();
        }
        for (List<Half> hub : List.of(prices, games, bots)) {
            awaitRunning(hub, CHILDREN);
            assertThat(hub).allSatisfy((half) -> assertThat(half.workers.running()).isNotEmpty());
        }
        prices.getLast().template.stop("c0").get(30, TimeUnit.SECONDS).orThrow();
        games.getFirst().hub.stop(Duration.ofSeconds(30));
        awaitRunning(games.subList(1, 2), CHILDREN);
        assertThat(games.getFirst().template.isAlive()).isFalse();
        awaitRunning(prices, CHILDREN - 1);
        awaitRunning(bots, CHILDREN);
        assertThat(bots).allSatisfy((half) -> assertThat(half.template.find("c0")).isPresent());
    }

    private static List<ChildSpec> children() {
        return IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("c" + i, "idle", null)).toList();
    }

    private static void awaitRunning(List<Half> hub, int count) {
        await().atMost(SOON).untilAsserted(() -> {
            List<Object> running = new ArrayList<>();
            hub.forEach((half) -> running.addAll(half.workers.running().keySet()));
            assertThat(running).hasSize(count);
            assertThat(new HashSet<>(running)).hasSize(count);
            assertThat(hub).allSatisfy((half) -> assertThat(half.template.children()).hasSize(count));
        });
    }

}
