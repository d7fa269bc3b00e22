package io.processhub.hazelcast;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.test.HazelcastTestSupport;
import com.hazelcast.test.SplitBrainTestSupport;
import com.hazelcast.test.TestHazelcastInstanceFactory;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.Message;
import io.processhub.coordination.RegistryCommand;
import io.processhub.runtime.Cluster;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two members whose connection is cut, on Hazelcast's own simulated network. */
@NullUnmarked
class MergeTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestHazelcastInstanceFactory factory = new TestHazelcastInstanceFactory(2);

    private final HazelcastInstance eldest = start();

    private final HazelcastInstance younger = start();

    @AfterEach
    void stop() {
        this.factory.terminateAll();
    }

    @Test
    void afterAMergeRowsOfBothSidesAreThereNodesHaveNewIdsAndMessagesArrive() throws Exception {
        Heard heard = new Heard();
        new HazelcastCluster(this.younger, "hub").open(heard);
        String idBefore = heard.self();
        HazelcastRegistryMap left = new HazelcastRegistryMap(this.eldest, "hub");
        HazelcastRegistryMap right = new HazelcastRegistryMap(this.younger, "hub");
        ChildRecord shared = apply(left, create("shared", 1));

        SplitBrainTestSupport.blockCommunicationBetween(this.eldest, this.younger);
        HazelcastTestSupport.closeConnectionBetween(this.eldest, this.younger);
        await().atMost(SOON).until(() -> size(this.eldest) == 1 && size(this.younger) == 1);
        assertThat(heard.nodes).last().isEqualTo(List.of(idBefore));
        ChildRecord ours = apply(left, create("left", 2));
        ChildRecord theirs = apply(right, create("right", 3));
        ChildRecord moved = apply(right, new RegistryCommand.Transfer(shared.key(), new MemberId("member"),
                shared.epoch(), new MemberId("other"), 0));

        SplitBrainTestSupport.unblockCommunicationBetween(this.eldest, this.younger);
        await().atMost(SOON).until(() -> !heard.self().equals(idBefore));
        assertThat(heard.nodes.getLast()).hasSize(2).last().isEqualTo(heard.self());
        await().atMost(SOON)
            .untilAsserted(() -> assertThat(rows(left, question("shared"), question("left"), question("right")))
                .containsExactly(moved, ours, theirs));
        new HazelcastCluster(this.eldest, "hub").send(heard.self(), new Message.Goodbye(new MemberId("member")));
        await().atMost(SOON).until(() -> heard.messages.size() == 1);
        assertThat(heard.ends).isEmpty();
    }

    private HazelcastInstance start() {
        return this.factory.newHazelcastInstance(HazelcastConfigs.of(HazelcastSettings.DEFAULT));
    }

    private static int size(HazelcastInstance member) {
        return member.getCluster().getMembers().size();
    }

    private static ChildRecord apply(HazelcastRegistryMap map, RegistryCommand command) throws Exception {
        return rows(map, command).getFirst();
    }

    private static List<ChildRecord> rows(HazelcastRegistryMap map, RegistryCommand... commands) throws Exception {
        return map.apply(List.of(commands)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static RegistryCommand create(String key, long startId) {
        return new RegistryCommand.Create(ChildSpec.of(key, "type", null), startId, new MemberId("member"), Role.ACTIVE,
                1);
    }

    /** Changes nothing, and so answers the row as it stands. */
    private static RegistryCommand question(String key) {
        return new RegistryCommand.Purge(ChildKey.of(key), -1, -1);
    }

    private static final class Heard implements Cluster.Listener {

        private volatile String self;

        private final List<List<String>> nodes = new CopyOnWriteArrayList<>();

        private final List<Message> messages = new CopyOnWriteArrayList<>();

        private final List<String> ends = new CopyOnWriteArrayList<>();

        @Override
        public void nodesChanged(String self, List<String> nodes) {
            this.self = self;
            this.nodes.add(nodes);
        }

        @Override
        public void received(Message message) {
            this.messages.add(message);
        }

        @Override
        public void undelivered(Message message) {
            // nothing is asked about it here
        }

        @Override
        public void absent(String node) {
        }

        @Override
        public void ended(String reason) {
            this.ends.add(reason);
        }

        String self() {
            return this.self;
        }

    }

}
