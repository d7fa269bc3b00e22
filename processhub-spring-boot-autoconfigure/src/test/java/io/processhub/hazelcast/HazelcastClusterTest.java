package io.processhub.hazelcast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildSpec;
import io.processhub.MemberId;
import io.processhub.coordination.Message;
import io.processhub.coordination.VotingMessage;
import io.processhub.runtime.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class HazelcastClusterTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Members members = new Members(2);

    @AfterEach
    void stop() {
        this.members.close();
    }

    @Test
    void theListenerHearsOfTheNodesAtOnceEldestFirst() {
        Heard heard = open(this.members.get(1), "hub");
        assertThat(heard.self()).isEqualTo(id(this.members.get(1)));
        assertThat(heard.nodes()).containsExactly(id(this.members.get(0)), id(this.members.get(1)));
    }

    @Test
    void nodesThatJoinComeLastAndThoseThatLeaveAreGone() {
        Heard heard = open(this.members.get(1), "hub");
        HazelcastInstance third = this.members.start();
        await().atMost(SOON).untilAsserted(() -> assertThat(heard.nodes()).last().isEqualTo(id(third)));
        assertThat(heard.nodes()).hasSize(3);
        this.members.get(0).getLifecycleService().terminate();
        await().atMost(SOON)
            .untilAsserted(() -> assertThat(heard.nodes()).containsExactly(id(this.members.get(1)), id(third)));
    }

    @Test
    void messagesOfOneSenderArriveInTheirOrder() {
        Heard heard = open(this.members.get(1), "hub");
        HazelcastCluster sender = new HazelcastCluster(this.members.get(0), "hub");
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            sender.send(id(this.members.get(1)), answer(i));
        }
        await().atMost(SOON).until(() -> heard.messages.size() == count);
        for (int i = 0; i < count; i++) {
            assertThat(heard.messages.get(i)).isEqualTo(answer(i));
        }
    }

    @Test
    void aVoteArrivesWhileTheReceiverIsBusyWithSomethingElse() {
        CompletableFuture<Boolean> release = new CompletableFuture<>();
        Heard heard = new Heard() {

            @Override
            public void received(Message message) {
                if (!(message instanceof VotingMessage)) {
                    release.join();
                }
                super.received(message);
            }

        };
        new HazelcastCluster(this.members.get(1), "hub").open(heard);
        HazelcastCluster sender = new HazelcastCluster(this.members.get(0), "hub");
        Message vote = new VotingMessage.GrantWithdrawal(new MemberId("member"), 1, Map.of());
        sender.send(id(this.members.get(1)), answer(1));
        sender.send(id(this.members.get(1)), vote);
        await().atMost(SOON).untilAsserted(() -> assertThat(heard.messages).containsExactly(vote));
        release.complete(true);
        await().atMost(SOON).untilAsserted(() -> assertThat(heard.messages).containsExactly(vote, answer(1)));
    }

    @Test
    void messagesToThisNodeArriveToo() {
        HazelcastInstance member = this.members.get(0);
        Heard heard = new Heard();
        HazelcastCluster cluster = new HazelcastCluster(member, "hub");
        cluster.open(heard);
        cluster.send(id(member), answer(1));
        assertThat(heard.messages).containsExactly(answer(1));
    }

    @Test
    void aLargeMessageArrivesWhole() {
        Heard heard = open(this.members.get(1), "hub");
        List<ChildSpec> specs = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            specs.add(ChildSpec.of("child-" + i, "type", null).metadata("tenant", "acme"));
        }
        Message message = new Message.StartChildren("node", 1, specs, 0);
        new HazelcastCluster(this.members.get(0), "hub").send(id(this.members.get(1)), message);
        await().atMost(SOON).untilAsserted(() -> assertThat(heard.messages).containsExactly(message));
    }

    @Test
    void messagesToANodeThatIsGoneAreDropped() {
        HazelcastInstance gone = this.members.get(1);
        String node = id(gone);
        Heard heard = open(this.members.get(0), "hub");
        HazelcastCluster sender = new HazelcastCluster(this.members.get(0), "hub");
        sender.send(node, answer(1));
        gone.getLifecycleService().terminate();
        sender.send(node, answer(2));
        await().atMost(SOON).until(() -> heard.nodes().size() == 1);
        sender.send(node, answer(3));
        sender.send("no node at all", answer(4));
        assertThat(heard.messages).isEmpty();
    }

    @Test
    void messagesToAHubThatDoesNotRunThereAreDroppedAndLaterOnesArrive() {
        HazelcastCluster sender = new HazelcastCluster(this.members.get(0), "hub");
        sender.send(id(this.members.get(1)), answer(1));
        Heard other = open(this.members.get(1), "other hub");
        new HazelcastCluster(this.members.get(0), "other hub").send(id(this.members.get(1)), answer(2));
        await().atMost(SOON).untilAsserted(() -> assertThat(other.messages).containsExactly(answer(2)));
        Heard heard = open(this.members.get(1), "hub");
        sender.send(id(this.members.get(1)), answer(3));
        await().atMost(SOON).untilAsserted(() -> assertThat(heard.messages).last().isEqualTo(answer(3)));
    }

    @Test
    void whoeverSendsToNobodyIsTold() {
        Heard heard = open(this.members.get(0), "hub");
        HazelcastCluster sender = new HazelcastCluster(this.members.get(0), "hub");
        sender.send(id(this.members.get(1)), answer(1));
        await().atMost(SOON).untilAsserted(() -> assertThat(heard.undelivered).containsExactly(answer(1)));
        assertThat(heard.absent).containsExactly(id(this.members.get(1)));
        sender.send("no node at all", answer(2));
        assertThat(heard.undelivered).containsExactly(answer(1), answer(2));
        assertThat(heard.absent).hasSize(1);
    }

    @Test
    void aHubIdIsGivenOncePerInstance() {
        open(this.members.get(0), "hub");
        assertThatIllegalStateException().isThrownBy(() -> open(this.members.get(0), "hub"))
            .withMessageContaining("hub-id: 'hub'");
        open(this.members.get(0), "other hub");
    }

    @Test
    void aClosedClusterHearsNothing() {
        Heard heard = new Heard();
        HazelcastCluster cluster = new HazelcastCluster(this.members.get(0), "hub");
        cluster.open(heard);
        cluster.close();
        HazelcastCluster sender = new HazelcastCluster(this.members.get(1), "hub");
        sender.send(id(this.members.get(0)), answer(1));
        Heard next = open(this.members.get(0), "hub");
        sender.send(id(this.members.get(0)), answer(2));
        await().atMost(SOON).untilAsserted(() -> assertThat(next.messages).last().isEqualTo(answer(2)));
        this.members.get(0).getLifecycleService().terminate();
        cluster.close();
        assertThat(heard.messages).isEmpty();
        assertThat(heard.ends).isEmpty();
    }

    @Test
    void theEndOfTheInstanceIsToldOnce() {
        Heard heard = open(this.members.get(0), "hub");
        this.members.get(0).getLifecycleService().terminate();
        assertThat(heard.ends).containsExactly("Hazelcast has shut down");
    }

    @Test
    void theAddressIsHostAndPort() {
        assertThat(new HazelcastCluster(this.members.get(0), "hub").address())
            .isEqualTo("127.0.0.1:" + this.members.settings.port());
    }

    private static Heard open(HazelcastInstance member, String hubId) {
        Heard heard = new Heard();
        new HazelcastCluster(member, hubId).open(heard);
        return heard;
    }

    private static Message answer(int number) {
        return (number % 2 == 0) ? new Message.StartAnswer(number, Map.of(), List.of())
                : new Message.Goodbye(new MemberId("member-" + number));
    }

    private static String id(HazelcastInstance member) {
        Member local = member.getCluster().getLocalMember();
        return local.getUuid().toString();
    }

    private static class Heard implements Cluster.Listener {

        private final List<List<String>> changes = new CopyOnWriteArrayList<>();

        private final List<String> selves = new CopyOnWriteArrayList<>();

        private final List<Message> undelivered = new CopyOnWriteArrayList<>();

        private final List<String> absent = new CopyOnWriteArrayList<>();

        private final List<String> ends = new CopyOnWriteArrayList<>();

        private final List<Message> messages = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void nodesChanged(String self, List<String> nodes) {
            this.selves.add(self);
            this.changes.add(nodes);
        }

        @Override
        public void received(Message message) {
            this.messages.add(message);
        }

        @Override
        public void undelivered(Message message) {
            this.undelivered.add(message);
        }

        @Override
        public void absent(String node) {
            this.absent.add(node);
        }

        @Override
        public void ended(String reason) {
            this.ends.add(reason);
        }

        String self() {
            return this.selves.getLast();
        }

        List<String> nodes() {
            return this.changes.getLast();
        }

    }

}
