package io.processhub.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.coordination.LeaseSettings;
import io.processhub.partition.Divergence;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.DistributionStrategy;
import io.processhub.MemberId;
import io.processhub.MigrationStrategy;
import io.processhub.PartitionToleranceStrategy;
import io.processhub.RedundancyStrategy;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubTemplate;
import io.processhub.RestartPolicy;
import io.processhub.SynchronizationStrategy;
import io.processhub.coordination.HubSettings;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.hazelcast.HazelcastCluster;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastMember;
import io.processhub.hazelcast.HazelcastRegistryMap;
import io.processhub.hazelcast.HazelcastSettings;
import io.processhub.hazelcast.HazelcastStateStore;
import io.processhub.hazelcast.MapQuorum;
import io.processhub.migration.ColdSwap;
import io.processhub.redundancy.Singularity;
import io.processhub.synchronization.PubSub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Members of one hub in this JVM, each on a Hazelcast member of its own, on free ports of
 * loopback.
 */
final class TestHubs implements AutoCloseable {

    private final HazelcastSettings hazelcast;

    private final HubSettings settings;

    private final List<TestMember> members = new ArrayList<>();

    private boolean hearingOfRows;

    private Function<StateStore, StateKeeping> states = (store) -> new StateKeeping(store, new JsonStateSerializer(),
            StateKeeping.DEFAULT_MAX_STATE_SIZE, HandoverSettings.DEFAULT);

    TestHubs() {
        this(RestartPolicy.DEFAULT);
    }

    TestHubs(RestartPolicy restart) {
        this(restart, new ConsistentHashing());
    }

    TestHubs(PartitionToleranceStrategy partitionTolerance) {
        this(RestartPolicy.DEFAULT, new ConsistentHashing(), partitionTolerance, new PubSub(Duration.ofSeconds(5)));
    }

    TestHubs(SynchronizationStrategy synchronization) {
        this(RestartPolicy.DEFAULT, new ConsistentHashing(), new Divergence(), synchronization);
    }

    TestHubs(RestartPolicy restart, DistributionStrategy distribution) {
        this(restart, distribution, new Divergence(), new PubSub(Duration.ofSeconds(5)));
    }

    TestHubs(RedundancyStrategy redundancy, PartitionToleranceStrategy partitionTolerance) {
        this(redundancy, partitionTolerance, new ColdSwap());
    }

    TestHubs(RedundancyStrategy redundancy, PartitionToleranceStrategy partitionTolerance,
            MigrationStrategy migration) {
        this(RestartPolicy.DEFAULT, new ConsistentHashing(), redundancy, partitionTolerance,
                new PubSub(Duration.ofSeconds(5)), migration);
    }

    TestHubs(MigrationStrategy migration) {
        this(RestartPolicy.DEFAULT, new ConsistentHashing(), new Singularity(), new Divergence(),
                new PubSub(Duration.ofSeconds(5)), migration);
    }

    private TestHubs(RestartPolicy restart, DistributionStrategy distribution,
            PartitionToleranceStrategy partitionTolerance, SynchronizationStrategy synchronization) {
        this(restart, distribution, new Singularity(), partitionTolerance, synchronization, new ColdSwap());
    }

    TestHubs(RestartPolicy restart, DistributionStrategy distribution, RedundancyStrategy redundancy,
            PartitionToleranceStrategy partitionTolerance, SynchronizationStrategy synchronization,
            MigrationStrategy migration) {
        this.settings = new HubSettings("test", distribution, redundancy, migration, synchronization,
                partitionTolerance, LeaseSettings.DEFAULT, restart);
        this.hazelcast = HazelcastSettings.DEFAULT.withClusterName("test-" + UUID.randomUUID())
            .withPorts(freePorts(8), 8);
    }

    /** Members that join from now on keep states in this way. */
    TestHubs keeping(Function<StateStore, StateKeeping> states) {
        this.states = states;
        return this;
    }

    /** Members that join from now on hear of changes of the registry too. */
    TestHubs hearingOfRows() {
        this.hearingOfRows = true;
        return this;
    }

    /**
     * Keeps what happens, but for changes of the registry unless the test wants them, as
     * an application mostly does.
     */
    private record Listener(ConcurrentLinkedQueue<ProcessHubEvent> events, boolean rows) implements Audience {

        @Override
        public void accept(ProcessHubEvent event) {
            this.events.add(event);
        }

        @Override
        public boolean wants(Class<? extends ProcessHubEvent> kind) {
            return this.rows
                    || kind != ProcessHubEvent.RegistryInserted.class && kind != ProcessHubEvent.RegistryRemoved.class;
        }

    }

    /** One member of the hub. */
    static final class TestMember {

        final HazelcastInstance instance;

        final Workers workers;

        final LocalHub hub;

        final ProcessHubTemplate template;

        final ConcurrentLinkedQueue<ProcessHubEvent> events = new ConcurrentLinkedQueue<>();

        final MapQuorum guard;

        TestMember(HazelcastInstance instance, Workers workers, HubSettings settings, MapQuorum guard,
                StateKeeping states, boolean rows) {
            this.guard = guard;
            this.instance = instance;
            this.workers = workers;
            this.hub = new LocalHub(settings, 1, Map.of(), new HazelcastCluster(instance, settings.hubId()),
                    new HazelcastRegistryMap(instance, settings.hubId()), states, workers, guard,
                    new Listener(this.events, rows), ChildObserver.NONE);
            this.template = new ProcessHubTemplate(this.hub);
        }

        MemberId id() {
            return this.hub.localMember().id();
        }

        /** Ends the member as a crash would: nobody is told. */
        void kill() {
            this.instance.getLifecycleService().terminate();
        }

        void leave(Duration timeout) throws InterruptedException {
            this.hub.stop(timeout);
            this.instance.shutdown();
        }

    }

    TestMember join() throws InterruptedException {
        return join(Workers::new);
    }

    TestMember join(Supplier<Workers> workers) throws InterruptedException {
        MapQuorum guard = new MapQuorum(0);
        Config config = HazelcastConfigs.of(this.hazelcast);
        if (this.settings.partitionTolerance().quorum(1) > 0) {
            HazelcastConfigs.protect(config, this.settings.hubId(), guard);
        }
        return join(HazelcastMember.start(config), workers.get(), guard);
    }

    /** Joins with a Hazelcast member that the test has started itself. */
    TestMember join(HazelcastInstance instance, Workers workers) throws InterruptedException {
        return join(instance, workers, new MapQuorum(0));
    }

    private TestMember join(HazelcastInstance instance, Workers workers, MapQuorum guard) throws InterruptedException {
        StateStore store = new HazelcastStateStore(instance, this.settings.hubId());
        TestMember member = new TestMember(instance, workers, this.settings, guard, this.states.apply(store),
                this.hearingOfRows);
        member.hub.start();
        this.members.add(member);
        awaitMembers(this.members.size());
        return member;
    }

    /** A Hazelcast member on which no hub runs yet. */
    HazelcastInstance startHazelcast() {
        return HazelcastMember.start(this.hazelcast);
    }

    List<TestMember> members() {
        return this.members;
    }

    void awaitMembers(int count) {
        await().atMost(Duration.ofSeconds(20))
            .until(() -> this.members.stream().allMatch((member) -> member.hub.members().size() == count));
    }

    void kill(TestMember member) {
        this.members.remove(member);
        member.kill();
    }

    void leave(TestMember member) throws InterruptedException {
        leave(member, Duration.ofSeconds(30));
    }

    /** A member leaves, whatever is left on it after this time. */
    void leave(TestMember member, Duration timeout) throws InterruptedException {
        this.members.remove(member);
        member.leave(timeout);
    }

    /** Where each child runs; fails if one runs twice. */
    Map<ChildKey, MemberId> running() {
        Map<ChildKey, MemberId> running = new HashMap<>();
        for (TestMember member : this.members) {
            member.workers.running().keySet().forEach((key) -> assertThat(running.put(key, member.id())).isNull());
        }
        return running;
    }

    /** Waits until this many children run, and every member's view says where. */
    Map<ChildKey, MemberId> awaitRunning(int count) {
        return awaitRunning(count, Duration.ofSeconds(30));
    }

    Map<ChildKey, MemberId> awaitRunning(int count, Duration atMost) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            Map<ChildKey, MemberId> running = running();
            assertThat(running).hasSize(count);
            for (TestMember member : this.members) {
                assertThat(claims(member)).isEqualTo(running);
            }
        });
        return running();
    }

    static Map<ChildKey, MemberId> claims(TestMember member) {
        Map<ChildKey, MemberId> claims = new HashMap<>();
        for (ChildRecord row : member.template.children()) {
            row.active().ifPresent((claim) -> claims.put(row.key(), claim.member()));
        }
        return claims;
    }

    /** All at once: none is to take over what another one leaves. */
    @Override
    public void close() {
        this.members.parallelStream().forEach(TestMember::kill);
        for (TestMember member : this.members) {
            try {
                member.hub.stop(Duration.ofMillis(1));
            }
            catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Below the ports that the system gives to outgoing connections: a member that looks
     * for others there could be connected to itself.
     */
    private static int freePorts(int count) {
        return ThreadLocalRandom.current()
            .ints(10_000, 30_000)
            .filter((first) -> areFree(first, count))
            .findFirst()
            .orElseThrow();
    }

    private static boolean areFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.getLocalPort();
            }
            catch (IOException ex) {
                return false;
            }
        }
        return true;
    }

}
