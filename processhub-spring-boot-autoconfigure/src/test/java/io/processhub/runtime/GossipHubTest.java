package io.processhub.runtime;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.MemberId;
import io.processhub.runtime.TestHubs.TestMember;
import io.processhub.synchronization.Gossip;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hubs on real Hazelcast members in one JVM, whose news go to one member at a time and
 * must be passed on.
 */
class GossipHubTest {

    private static final Gossip GOSSIP = new Gossip(1, false, Gossip.DEFAULT_INTERVAL, Duration.ofSeconds(5));

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static List<ChildSpec> idle(int count) {
        return IntStream.range(0, count).mapToObj((i) -> ChildSpec.of("c" + i, "idle", null)).toList();
    }

    @Test
    void sixMembersFindEachOthersChildrenUntilTheyAreStopped() throws Exception {
        try (TestHubs hubs = new TestHubs(GOSSIP)) {
            TestMember first = hubs.join();
            for (int i = 1; i < 6; i++) {
                hubs.join();
            }
            get(first.template.startAll(idle(1000))).orThrow();
            Map<ChildKey, MemberId> running = hubs.awaitRunning(1000);
            assertThat(new HashSet<>(running.values())).hasSize(6);
            List<String> ids = running.keySet().stream().map(ChildKey::value).toList();
            assertThat(get(hubs.members().get(3).template.stopAll(ids)).errors()).isEmpty();
            hubs.awaitRunning(0);
        }
    }

    @Test
    void theyFollowEachOtherThroughAJoinACrashAndADrain() throws Exception {
        try (TestHubs hubs = new TestHubs(GOSSIP)) {
            TestMember first = hubs.join();
            TestMember second = hubs.join();
            hubs.join();
            get(first.template.startAll(idle(500))).orThrow();
            hubs.awaitRunning(500);
            TestMember newcomer = hubs.join();
            hubs.awaitRunning(500);
            hubs.kill(second);
            hubs.awaitRunning(500);
            hubs.leave(newcomer);
            hubs.awaitRunning(500);
        }
    }

}
