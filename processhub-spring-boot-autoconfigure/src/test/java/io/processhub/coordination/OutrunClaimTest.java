package io.processhub.coordination;

import java.util.List;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Role;
import io.processhub.restart.ExitReason;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.B;
import static org.assertj.core.api.Assertions.assertThat;

/** Children whose state was opened under a greater epoch than that of their claim. */
class OutrunClaimTest {

    private static final ChildSpec CHILD = OneMember.spec(0);

    private static final ChildKey KEY = CHILD.key();

    private final OneMember one = OneMember.running(OneMember.alone(), 1);

    private void outrunAndEnded(long by) {
        this.one.hear(new Signal.ClaimOutrun(KEY, 10, 1, by));
        assertThat(this.one.take(Effect.StopChild.class)).containsExactly(new Effect.StopChild(KEY, 10, 1));
        this.one.hear(new Signal.ChildExited(KEY, 10, 1, new ExitReason.Stopped()));
    }

    @Test
    void ifTheRegistrySaysThatTheChildBelongsHereItGoesOnUnderAGreaterOne() {
        outrunAndEnded(4711);
        assertThat(this.one.take(Effect.StartChild.class)).as("not under the old one").isEmpty();
        this.one.answerMap();
        assertThat(this.one.take(Effect.StartChild.class)).singleElement()
            .satisfies((start) -> assertThat(start.claim().epoch()).isEqualTo(4712));
    }

    @Test
    void ifItBelongsToAnotherMemberItEndsHere() {
        Claim theirs = new Claim(B.id(), 4711, Role.ACTIVE, Claim.State.RUNNING, 1, null);
        outrunAndEnded(4711);
        this.one.learns(new ChildRecord(CHILD, 4711, 2, List.of(theirs), 7, 0));
        this.one.answerMap();
        assertThat(this.one.take(Effect.StartChild.class)).isEmpty();
        assertThat(this.one.localChildren()).isZero();
    }

    @Test
    void newsOfAnEarlierIncarnationChangeNothing() {
        this.one.hear(new Signal.ClaimOutrun(KEY, 9, 1, 4711), new Signal.ClaimOutrun(KEY, 10, 2, 4711));
        assertThat(this.one.take(Effect.StopChild.class)).isEmpty();
    }

}
