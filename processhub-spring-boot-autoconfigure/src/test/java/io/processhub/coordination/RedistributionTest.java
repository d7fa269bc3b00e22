package io.processhub.coordination;

import java.time.Duration;
import java.util.List;

import io.processhub.Member;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubEvent.RedistributionEnded;
import io.processhub.ProcessHubEvent.RedistributionStarted;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.B;
import static org.assertj.core.api.Assertions.assertThat;

/** What a member tells of the time in which children follow members. */
class RedistributionTest {

    private static final Member C = OneMember.member("c");

    private static <E extends ProcessHubEvent> List<E> told(OneMember one, Class<E> kind) {
        return one.take(Effect.Tell.class)
            .stream()
            .map(Effect.Tell::event)
            .filter(kind::isInstance)
            .map(kind::cast)
            .toList();
    }

    @Test
    void itEndsWhenTheLastChildHasMoved() {
        OneMember one = OneMember.running(OneMember.alone(), 20);
        assertThat(one.isLocked()).isFalse();
        one.join(B);
        assertThat(one.isLocked()).isTrue();
        assertThat(told(one, RedistributionStarted.class))
            .containsExactly(new RedistributionStarted(List.of(B.id()), List.of()));
        one.tickAfter(Duration.ofSeconds(3));
        assertThat(one.isLocked()).as("while children have yet to end").isTrue();
        assertThat(one.endStopped()).isNotEmpty();
        one.answerMap();
        one.tickAfter(Duration.ofSeconds(2));
        assertThat(one.isLocked()).isFalse();
        assertThat(told(one, RedistributionEnded.class)).singleElement().satisfies((ended) -> {
            assertThat(ended.complete()).isTrue();
            assertThat(ended.duration()).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
        });
    }

    @Test
    void twoThatOverlapAreOne() {
        OneMember one = OneMember.alone();
        one.join(B);
        one.tickAfter(Duration.ofMillis(800));
        one.nodes(A, B, C);
        one.hear(new Message.Hello(C, true, false));
        one.tickAfter(Duration.ofMillis(800));
        assertThat(one.isLocked()).isTrue();
        one.tickAfter(Duration.ofMillis(800));
        assertThat(one.isLocked()).isFalse();
        one.nodes(A, B);
        List<ProcessHubEvent> told = told(one, ProcessHubEvent.class).stream()
            .filter((event) -> event instanceof RedistributionStarted || event instanceof RedistributionEnded)
            .toList();
        assertThat(told).containsExactly(new RedistributionStarted(List.of(B.id()), List.of()),
                new RedistributionStarted(List.of(C.id()), List.of()),
                new RedistributionEnded(Duration.ofMillis(2400), true),
                new RedistributionStarted(List.of(), List.of(C.id())));
    }

    @Test
    void itIsGivenUpWhenAChildDoesNotEnd() {
        OneMember one = OneMember.running(OneMember.alone(), 20);
        one.join(B);
        one.tickAfter(Duration.ofSeconds(59));
        assertThat(one.isLocked()).isTrue();
        one.tickAfter(Duration.ofSeconds(2));
        assertThat(one.isLocked()).isFalse();
        assertThat(told(one, RedistributionEnded.class)).extracting(RedistributionEnded::complete)
            .containsExactly(false);
    }

}
