package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.processhub.ChildKey;
import io.processhub.Hook;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubEvent.ChildTakenOver;
import io.processhub.ProcessHubEvent.QuorumLost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class HooksTest {

    private final Hooks hooks = new Hooks(Duration.ofMillis(200));

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        this.hooks.close();
    }

    private static ChildTakenOver event(int number) {
        return new ChildTakenOver(ChildKey.of("k" + number), number);
    }

    private Hook<ChildTakenOver> recording(String id) {
        return Hook.of(id, ChildTakenOver.class, (event) -> this.heard.add(id + event.epoch()));
    }

    private void awaitHeard(String... expected) {
        await().atMost(Duration.ofSeconds(30)).until(() -> this.heard.size() >= expected.length);
        assertThat(this.heard).containsExactly(expected);
    }

    @Test
    void hooksOfGreaterPriorityHearFirstAndEachHearsInOrder() {
        this.hooks.register(recording("low").priority(-1));
        this.hooks.register(recording("high").priority(5));
        this.hooks.register(recording("a"));
        this.hooks.register(recording("b"));
        assertThat(this.hooks.hooks()).extracting(Hook::id).containsExactly("high", "a", "b", "low");
        this.hooks.accept(event(1));
        this.hooks.accept(event(2));
        awaitHeard("high1", "a1", "b1", "low1", "high2", "a2", "b2", "low2");
    }

    @Test
    void aHookHearsOnlyOfItsKindOfEventOrOfAll() {
        this.hooks.register(recording("some"));
        this.hooks.register(Hook.of("all", ProcessHubEvent.class, (event) -> this.heard.add(event.toString())));
        this.hooks.accept(new QuorumLost(1, 2));
        this.hooks.accept(event(1));
        awaitHeard("QuorumLost[visible=1, required=2]", "some1", event(1).toString());
    }

    @Test
    void eventsAreWantedWhileAHookIsThereForThem() {
        assertThat(this.hooks.wants(ChildTakenOver.class)).isFalse();
        this.hooks.register(recording("some"));
        assertThat(this.hooks.wants(ChildTakenOver.class)).isTrue();
        assertThat(this.hooks.wants(QuorumLost.class)).isFalse();
        this.hooks.register(Hook.of("all", ProcessHubEvent.class, (event) -> {
        }));
        assertThat(this.hooks.wants(QuorumLost.class)).isTrue();
        this.hooks.cancel("all");
        assertThat(this.hooks.wants(QuorumLost.class)).isFalse();
    }

    @Test
    void aSecondHookOfTheSameIdIsRefused() {
        this.hooks.register(recording("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> this.hooks.register(recording("a")))
            .withMessage("hook id: 'a' (expected: another one, it is in use)");
        assertThat(this.hooks.cancel("a")).isTrue();
        assertThat(this.hooks.cancel("a")).isFalse();
        this.hooks.register(recording("a"));
        assertThat(this.hooks.hooks()).hasSize(1);
    }

    @Test
    void aHookThatThrowsIsCountedAndTheOthersHearAllTheSame() {
        this.hooks.register(Hook.of("broken", ChildTakenOver.class, (event) -> {
            throw new LinkageError("broken");
        }).priority(1));
        this.hooks.register(recording("a"));
        this.hooks.accept(event(1));
        this.hooks.accept(event(2));
        awaitHeard("a1", "a2");
        assertThat(this.hooks.failures("broken")).isEqualTo(2);
        assertThat(this.hooks.failures("a")).isZero();
    }

    @Test
    void aHookThatSleepsForTenSecondsIsInterruptedAndTheOthersGoOn() {
        this.hooks.register(Hook.of("slow", ChildTakenOver.class, (event) -> Thread.sleep(10_000)).priority(1));
        this.hooks.register(recording("a"));
        this.hooks.accept(event(1));
        this.hooks.accept(event(2));
        awaitHeard("a1", "a2");
        assertThat(this.hooks.failures("slow")).isPositive();
    }

    @Test
    void aHookThatIgnoresItsInterruptDelaysTheOthersOnceOnly() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        this.hooks.register(Hook.of("deaf", ChildTakenOver.class, (event) -> {
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
            this.heard.add("deaf" + event.epoch());
        }).priority(1));
        this.hooks.register(recording("a"));
        for (int i = 0; i < 500; i++) {
            this.hooks.accept(event(i));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> this.heard.contains("a499"));
        assertThat(this.heard).hasSize(500);
        release.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> this.heard.contains("deaf499"));
    }

    @Test
    void aHookThatIsCancelledWhileItRunsHearsNothingMore() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Hooks patient = new Hooks(Duration.ofMinutes(1));
        patient.register(Hook.of("once", ChildTakenOver.class, (event) -> {
            running.countDown();
            release.await();
            this.heard.add("once" + event.epoch());
        }));
        patient.register(recording("a"));
        patient.accept(event(1));
        patient.accept(event(2));
        assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(patient.cancel("once")).isTrue();
        release.countDown();
        awaitHeard("once1", "a1", "a2");
        patient.close();
    }

    @Test
    void aHookMayRegisterAndCancelHooks() {
        this.hooks.register(Hook.of("parent", ChildTakenOver.class, (event) -> {
            if (this.hooks.cancel("parent")) {
                this.hooks.register(recording("child"));
            }
        }));
        this.hooks.accept(event(1));
        await().atMost(Duration.ofSeconds(30))
            .until(() -> this.hooks.hooks().stream().map(Hook::id).toList().equals(List.of("child")));
        this.hooks.accept(event(2));
        awaitHeard("child2");
    }

}
