package io.processhub.actuate;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

import io.processhub.ChildKey;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubEvent.ChildMoved;
import io.processhub.ProcessHubEvent.MoveReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a member remembers of moves. */
class RecentMovesTest {

    private static final MemberId A = new MemberId("a#1");

    private static final MemberId B = new MemberId("b#1");

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final RecentMoves moves = new RecentMoves(() -> this.now);

    private void moved(String id, long epoch, MoveReason reason, boolean promoted) {
        this.moves.hear(new ChildMoved(ChildKey.of(id), A, B, epoch, reason, promoted));
    }

    private void started(String id, long epoch) {
        this.moves.hear(new ProcessHubEvent.ChildStarted(ChildKey.of(id), epoch, 1));
    }

    private void passMillis(long millis) {
        this.now = this.now.plusMillis(millis);
    }

    private List<MovePage.Move> list() {
        return this.moves.list((move) -> true, 10_000);
    }

    @Test
    void theNewestComeFirstAndOnlySoManyAreKept() {
        LongStream.rangeClosed(1, 1500).forEach((epoch) -> moved("c", epoch, MoveReason.PLAN, false));
        assertThat(list()).extracting(MovePage.Move::epoch)
            .isEqualTo(LongStream.rangeClosed(501, 1500).boxed().toList().reversed());
        assertThat(this.moves.list((move) -> move.epoch() % 2 == 0, 2)).extracting(MovePage.Move::epoch)
            .containsExactly(1500L, 1498L);
    }

    @Test
    void howLongAMoveTookIsKnownOnceTheChildRuns() {
        moved("c", 5, MoveReason.PLAN, false);
        passMillis(20);
        started("other", 5);
        started("c", 4);
        assertThat(list()).singleElement().extracting(MovePage.Move::tookMillis).isNull();
        started("c", 5);
        passMillis(500);
        started("c", 5);
        assertThat(list()).singleElement().extracting(MovePage.Move::tookMillis).isEqualTo(20L);
    }

    @Test
    void aTakeoverCountsFromTheLossOfTheHolder() {
        this.moves.hear(new ProcessHubEvent.MemberLeft(new Member(A, "node-a", "a")));
        passMillis(300);
        moved("standby", 4, MoveReason.TAKEOVER, true);
        moved("c", 5, MoveReason.TAKEOVER, false);
        passMillis(40);
        started("c", 5);
        assertThat(list()).extracting(MovePage.Move::tookMillis).containsExactly(340L, 300L);
    }

    @Test
    void ofTwoMovesOfAChildTheLaterOneWaitsForItsStart() {
        moved("c", 5, MoveReason.PLAN, false);
        moved("c", 6, MoveReason.PLAN, false);
        started("c", 6);
        assertThat(list()).extracting(MovePage.Move::tookMillis).containsExactly(0L, null);
    }

}
