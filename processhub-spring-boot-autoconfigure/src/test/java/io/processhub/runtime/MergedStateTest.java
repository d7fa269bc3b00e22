package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.hazelcast.test.HazelcastTestSupport;
import com.hazelcast.test.SplitBrainTestSupport;
import com.hazelcast.test.TestHazelcastInstanceFactory;
import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.ChildSpec;
import io.processhub.Handover;
import io.processhub.RestartPolicy;
import io.processhub.distribution.LoadBalancer;
import io.processhub.hazelcast.HazelcastConfigs;
import io.processhub.hazelcast.HazelcastSettings;
import io.processhub.runtime.TestHubs.TestMember;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What both copies of a child learned during a split is known when it has healed. */
class MergedStateTest {

    private static final int CHILDREN = 20;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestHazelcastInstanceFactory factory = new TestHazelcastInstanceFactory(2);

    @AfterEach
    void stop() {
        this.factory.terminateAll();
    }

    /** What a child knows. */
    record Knowledge(Set<String> facts) {
    }

    /** What a child can be called by. */
    interface ScholarApi {

        Set<String> learn(String fact);

        Set<String> knows();

    }

    /** A child that learns facts, and keeps them all when it meets its copy. */
    static final class Scholar implements ChildProcess<@Nullable Object>, Handover<Knowledge>, ScholarApi {

        private final Workers workers;

        private final Set<String> facts = new TreeSet<>();

        private final CompletableFuture<ChildContext<@Nullable Object>> child = new CompletableFuture<>();

        Scholar(Workers workers) {
            this.workers = workers;
        }

        @Override
        public void run(ChildContext<@Nullable Object> child) throws Exception {
            this.child.complete(child);
            this.workers.during(child, () -> Thread.sleep(Long.MAX_VALUE));
        }

        @Override
        public synchronized Set<String> learn(String fact) {
            this.facts.add(fact);
            this.child.join().checkpoint(exportState());
            return knows();
        }

        @Override
        public synchronized Set<String> knows() {
            return new TreeSet<>(this.facts);
        }

        @Override
        public Knowledge exportState() {
            return new Knowledge(knows());
        }

        @Override
        public synchronized void importState(Knowledge state) {
            this.facts.clear();
            this.facts.addAll(state.facts());
        }

        @Override
        public Knowledge merge(Knowledge mine, Knowledge theirs) {
            Set<String> all = new TreeSet<>(mine.facts());
            all.addAll(theirs.facts());
            return new Knowledge(all);
        }

    }

    private TestMember join(TestHubs hubs) throws InterruptedException {
        Workers workers = new Workers();
        return hubs.join(this.factory.newHazelcastInstance(HazelcastConfigs.of(HazelcastSettings.DEFAULT)),
                workers.withBean("scholar", () -> new Scholar(workers)));
    }

    private static ScholarApi scholar(TestMember member, int number) {
        return member.template.client(ScholarApi.class, "s" + number);
    }

    private static void teachAll(TestMember member, String fact) {
        for (int i = 0; i < CHILDREN; i++) {
            assertThat(scholar(member, i).learn(fact)).contains(fact);
        }
    }

    @Test
    void whatBothCopiesLearnedIsKnownAfterHealing() throws Exception {
        // nothing moves when the members meet again
        try (TestHubs hubs = new TestHubs(RestartPolicy.DEFAULT, new LoadBalancer())) {
            TestMember left = join(hubs);
            TestMember right = join(hubs);
            List<ChildSpec> specs = IntStream.range(0, CHILDREN)
                .mapToObj((i) -> ChildSpec.of("s" + i, "scholar", null))
                .toList();
            left.template.startAll(specs).get(30, TimeUnit.SECONDS).orThrow();
            hubs.awaitRunning(CHILDREN);
            teachAll(left, "before");
            SplitBrainTestSupport.blockCommunicationBetween(left.instance, right.instance);
            HazelcastTestSupport.closeConnectionBetween(left.instance, right.instance);
            await().atMost(SOON)
                .untilAsserted(() -> assertThat(hubs.members())
                    .allSatisfy((member) -> assertThat(member.workers.running()).hasSize(CHILDREN)));
            teachAll(left, "left");
            teachAll(right, "right");
            SplitBrainTestSupport.unblockCommunicationBetween(left.instance, right.instance);
            await().atMost(SOON).until(() -> left.hub.members().size() == 2 && right.hub.members().size() == 2);
            hubs.awaitRunning(CHILDREN);
            assertAllKnown(left);
            int built = built(hubs);
            left.workers.failAll();
            right.workers.failAll();
            await().atMost(SOON).until(() -> built(hubs) >= built + CHILDREN);
            assertAllKnown(right);
        }
    }

    private static int built(TestHubs hubs) {
        return hubs.members().stream().mapToInt((member) -> member.workers.built()).sum();
    }

    private static void assertAllKnown(TestMember asked) {
        for (int i = 0; i < CHILDREN; i++) {
            int number = i;
            await().atMost(SOON)
                .untilAsserted(() -> assertThat(scholar(asked, number).knows()).containsExactlyInAnyOrder("before",
                        "left", "right"));
        }
    }

}
