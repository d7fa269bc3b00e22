package io.processhub.actuate;

import java.time.Instant;
import java.util.List;

import io.processhub.ChildKey;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent.ChildMoved;
import io.processhub.ProcessHubEvent.ChildStarted;
import io.processhub.ProcessHubEvent.MoveReason;
import org.junit.jupiter.api.Test;

import org.springframework.context.PayloadApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** Moves of several hubs, in which children may have the same names. */
class MoveJournalTest {

    private static final MemberId A = new MemberId("a#1");

    private static final MemberId B = new MemberId("b#1");

    private final MoveJournal journal = new MoveJournal(() -> Instant.parse("2026-01-01T00:00:00Z"));

    private void moved(Object source, long epoch) {
        this.journal.moved(new PayloadApplicationEvent<>(source,
                new ChildMoved(ChildKey.of("c"), A, B, epoch, MoveReason.PLAN, false)));
    }

    private List<MovePage.Move> list(String hub) {
        return this.journal.of(hub).list((move) -> true, 10);
    }

    @Test
    void eachOfSeveralHubsHasItsOwn() {
        moved("prices", 5);
        moved("games", 5);
        this.journal.started(new PayloadApplicationEvent<>("games", new ChildStarted(ChildKey.of("c"), 5, 1)));
        assertThat(list("prices")).singleElement().extracting(MovePage.Move::tookMillis).isNull();
        assertThat(list("games")).singleElement().extracting(MovePage.Move::tookMillis).isEqualTo(0L);
        assertThat(list("other")).isEmpty();
    }

    @Test
    void anOnlyHubHasAll() {
        moved(this, 5);
        moved(this, 6);
        assertThat(list("default")).extracting(MovePage.Move::epoch).containsExactly(6L, 5L);
    }

}
