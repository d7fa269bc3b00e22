package io.processhub.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class GatheringTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger members = new AtomicInteger(1);

    private final AtomicInteger tellings = new AtomicInteger();

    @Test
    void aMemberThatNeedsNobodyDoesNotWait(CapturedOutput output) {
        Gathering gathering = gathering(1, LONG);
        gathering.start();
        assertThat(gathering.isRunning()).isTrue();
        assertThat(output).doesNotContain("children wait");
        assertThat(this.tellings).hasValue(0);
        gathering.stop();
        assertThat(gathering.isRunning()).isFalse();
    }

    @Test
    void itWaitsUntilEnoughAreTogether(CapturedOutput output) {
        Thread starting = Thread.ofVirtual().start(gathering(3, LONG)::start);
        await().atMost(LONG).until(() -> output.getOut().contains("children wait until 3 members are together, 1 is"));
        this.members.set(2);
        await().atMost(LONG).untilAsserted(() -> assertThat(this.tellings).as("alive").hasValue(1));
        assertThat(starting.isAlive()).isTrue();
        this.members.set(3);
        await().atMost(LONG).until(() -> !starting.isAlive());
        assertThat(output).doesNotContain("without the others");
    }

    @Test
    void itWaitsNoLongerThanItMay(CapturedOutput output) {
        gathering(2, Duration.ofMillis(50)).start();
        assertThat(output)
            .contains("only 1 of 2 members are together after PT0.05S: children start without the others");
    }

    @Test
    void whoeverInterruptsItEndsTheStart() {
        Thread.currentThread().interrupt();
        assertThatIllegalStateException().isThrownBy(gathering(2, LONG)::start);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void itComesBeforeTheHub() {
        assertThat(gathering(1, LONG).getPhase()).isLessThan(HubLifecycle.PHASE);
    }

    private Gathering gathering(int enough, Duration longest) {
        return new Gathering(this.members::get, enough, longest, this.tellings::incrementAndGet);
    }

}
