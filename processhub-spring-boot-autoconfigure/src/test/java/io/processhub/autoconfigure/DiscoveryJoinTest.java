package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;
import io.processhub.ProcessHubTemplate;
import io.processhub.cloud.HubDiscoveryAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Members that find each other through a registry and start at the same moment. */
class DiscoveryJoinTest {

    /** Each has ports of its own, far from the others': nobody is found by trying. */
    private final List<TestCluster> ports = List.of(new TestCluster(), new TestCluster(), new TestCluster());

    private final String name = this.ports.getFirst().name();

    private final List<ProcessHubTemplate> hubs = new CopyOnWriteArrayList<>();

    private final CountDownLatch end = new CountDownLatch(1);

    private final List<Thread> applications = new ArrayList<>();

    @AfterEach
    void close() {
        this.end.countDown();
        await().atMost(Applications.LONG).until(() -> this.applications.stream().noneMatch(Thread::isAlive));
        Census.MOST.clear();
        LateRegistry.PORTS.clear();
    }

    @Test
    void threeOfASimpleRegistryFormOneClusterAndRunTheirChildrenOnce() {
        String[] instances = IntStream.range(0, 3).mapToObj(this::instance).flatMap(Stream::of).toArray(String[]::new);
        startAll(3, Census.class, instances);
        awaitOneCluster(3);
        assertThat(Census.MOST).hasSize(3).allSatisfy((child, most) -> assertThat(most).isEqualTo(1));
    }

    private String[] instance(int index) {
        String prefix = "spring.cloud.discovery.client.simple.instances.feeds[" + index + "].";
        return new String[] { prefix + "uri=http://localhost:" + (8080 + index),
                prefix + "metadata.processhub.hazelcast.port=" + this.ports.get(index).port() };
    }

    @Test
    void twoThatARegistryShowsToEachOtherLateHoldTheirChildrenBackUntilTheyAreTogether() {
        startAll(2, Late.class, "processhub.cluster.join.mode=discovery-client");
        await().atMost(Applications.LONG).until(() -> instances().size() == 2);
        assertThat(instances()).allSatisfy((one) -> assertThat(one.getCluster().getMembers()).hasSize(1));
        assertThat(Census.MOST).isEmpty();
        this.ports.stream().limit(2).map(TestCluster::port).forEach(LateRegistry.PORTS::add);
        awaitOneCluster(2);
        assertThat(Census.MOST).hasSize(3).allSatisfy((child, most) -> assertThat(most).isEqualTo(1));
    }

    @Test
    void twoOfARegistryThatListsOnlyWhoIsAliveDoNotWaitForEachOtherInVain() {
        startAll(2, Alive.class, "processhub.cluster.join.mode=discovery-client");
        awaitOneCluster(2);
        assertThat(Census.MOST).hasSize(3).allSatisfy((child, most) -> assertThat(most).isEqualTo(1));
    }

    private Collection<HazelcastInstance> instances() {
        return Hazelcast.getAllHazelcastInstances()
            .stream()
            .filter((one) -> one.getConfig().getClusterName().equals(this.name))
            .toList();
    }

    private void startAll(int count, Class<?> application, String... properties) {
        for (int i = 0; i < count; i++) {
            ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(ProcessHubAutoConfiguration.class, HubDiscoveryAutoConfiguration.class,
                                CommonsClientAutoConfiguration.class, CompositeDiscoveryClientAutoConfiguration.class,
                                SimpleDiscoveryClientAutoConfiguration.class, UtilAutoConfiguration.class))
                .withUserConfiguration(application)
                .withPropertyValues(properties(i, count))
                .withPropertyValues(properties);
            this.applications.add(Thread.ofVirtual().start(() -> runner.run(this::stay)));
        }
    }

    private void stay(ApplicationContext application) throws InterruptedException {
        this.hubs.add(application.getBean(ProcessHubTemplate.class));
        this.end.await();
    }

    private String[] properties(int index, int count) {
        return new String[] { "spring.application.name=feeds", "processhub.cluster.name=" + this.name,
                "processhub.cluster.port=" + this.ports.get(index).port(),
                "processhub.cluster.join.min-members=" + count, "processhub.cluster.join.max-wait=60s",
                "processhub.children[0].id=a", "processhub.children[0].type=census", "processhub.children[1].id=b",
                "processhub.children[1].type=census", "processhub.children[2].id=c",
                "processhub.children[2].type=census" };
    }

    private void awaitOneCluster(int count) {
        await().atMost(Applications.LONG)
            .until(() -> this.hubs.size() == count && this.hubs.stream()
                .allMatch((hub) -> hub.members().size() == count && hub.children().size() == 3));
        await().atMost(Applications.LONG).until(() -> Census.MOST.size() == 3);
    }

    /** A child that counts how many of it run at once, in all members. */
    @HubProcess("census")
    static class Census implements ChildProcess<Void> {

        /** The most that have been. */
        static final Map<String, Integer> MOST = new ConcurrentHashMap<>();

        private static final Map<String, AtomicInteger> RUNNING = new ConcurrentHashMap<>();

        @Override
        public void run(ChildContext<Void> child) throws InterruptedException {
            AtomicInteger running = RUNNING.computeIfAbsent(child.key().value(), (key) -> new AtomicInteger());
            MOST.merge(child.key().value(), running.incrementAndGet(), Math::max);
            try {
                while (child.isActive()) {
                    child.sleep(Duration.ofHours(1));
                }
            }
            finally {
                running.decrementAndGet();
            }
        }

    }

    /** Its registry shows nobody at first. */
    @Import(Census.class)
    static class Late {

        @Bean
        LateRegistry lateRegistry() {
            return new LateRegistry();
        }

    }

    /**
     * Its registry shows whoever says that it is alive, which is before it has started.
     */
    static class Alive extends Late {

        @Value("${processhub.cluster.port}")
        private int port;

        @EventListener
        void on(AvailabilityChangeEvent<LivenessState> event) {
            if (event.getState() == LivenessState.CORRECT) {
                LateRegistry.PORTS.add(this.port);
            }
        }

    }

    static final class LateRegistry implements DiscoveryClient {

        static final List<Integer> PORTS = new CopyOnWriteArrayList<>();

        @Override
        public String description() {
            return "late";
        }

        @Override
        public List<ServiceInstance> getInstances(String service) {
            return PORTS.stream().map(LateRegistry::instance).toList();
        }

        private static ServiceInstance instance(int port) {
            return new DefaultServiceInstance("feeds-" + port, "feeds", "127.0.0.1", 8080, false,
                    Map.of("processhub.hazelcast.port", String.valueOf(port)));
        }

        @Override
        public List<String> getServices() {
            return List.of("feeds");
        }

    }

}
