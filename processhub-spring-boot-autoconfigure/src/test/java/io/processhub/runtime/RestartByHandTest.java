package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.ProcessHubEvent;
import io.processhub.RestartPolicy;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Children that somebody starts anew, from whatever member. */
class RestartByHandTest {

    private static final RestartPolicy TWICE = new RestartPolicy(RestartPolicy.Mode.PERMANENT, 2, Duration.ofMinutes(1),
            RestartPolicy.Backoff.NONE);

    private static final List<String> NAMES = IntStream.range(0, 20).mapToObj((i) -> "m" + i).toList();

    private final AtomicBoolean broken = new AtomicBoolean(true);

    @Test
    void aParkedChildGetsAnotherTryWithItsFailuresForgotten() throws Exception {
        try (TestHubs hubs = new TestHubs(TWICE)) {
            TestMember one = hubs.join(this::workers);
            TestMember other = hubs.join(this::workers);
            one.template.startAll(NAMES.stream().map((id) -> ChildSpec.of(id, "mendable", null)).toList())
                .get(60, TimeUnit.SECONDS)
                .orThrow();
            NAMES.forEach((id) -> awaitState(other, id, Claim.State.FAILED, 3));
            NAMES.forEach(other.template::restart);
            NAMES.forEach((id) -> awaitState(one, id, Claim.State.FAILED, 6));
            this.broken.set(false);
            NAMES.forEach(one.template::restart);
            NAMES.forEach((id) -> awaitState(other, id, Claim.State.RUNNING, 7));
            hubs.awaitRunning(NAMES.size());
            assertThat(one.workers.running()).isNotEmpty();
            assertThat(other.workers.running()).isNotEmpty();
        }
    }

    @Test
    void aRunningChildIsStoppedFirst() throws Exception {
        try (TestHubs hubs = new TestHubs(TWICE)) {
            TestMember member = hubs.join();
            member.template.start(ChildSpec.of("c", "idle", null)).get(60, TimeUnit.SECONDS).orThrow();
            awaitState(member, "c", Claim.State.RUNNING, 1);
            long epoch = member.template.find("c").orElseThrow().epoch();
            for (int incarnation = 2; incarnation < 8; incarnation++) {
                member.template.restart("c");
                awaitState(member, "c", Claim.State.RUNNING, incarnation);
                int started = incarnation;
                await().until(() -> member.workers.running()
                    .values()
                    .stream()
                    .anyMatch((child) -> child.incarnation() == started));
            }
            assertThat(member.workers.destroyed()).isEqualTo(6);
            assertThat(member.template.find("c").orElseThrow().epoch()).isEqualTo(epoch);
            assertThat(member.events).noneMatch(ProcessHubEvent.DuplicateResolved.class::isInstance);
        }
    }

    @Test
    void aChildThatIsNotThereIsRefused() throws Exception {
        try (TestHubs hubs = new TestHubs()) {
            TestMember member = hubs.join();
            assertThatIllegalArgumentException().isThrownBy(() -> member.template.restart("c"))
                .withMessage("id: c (expected: the name of a child that a member holds)");
        }
    }

    private Workers workers() {
        return new Workers().with("mendable", (child) -> {
            if (this.broken.get()) {
                throw new IllegalStateException("broken");
            }
            Thread.sleep(Long.MAX_VALUE);
        });
    }

    private static void awaitState(TestMember member, String id, Claim.State state, int incarnation) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Claim claim = member.template.find(id).orElseThrow().claims().getFirst();
            assertThat(claim.state()).isEqualTo(state);
            assertThat(claim.incarnation()).isEqualTo(incarnation);
        });
    }

}
