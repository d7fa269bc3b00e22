package io.processhub.coordination;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubEvent.ChildMoved;
import io.processhub.ProcessHubEvent.MoveReason;
import io.processhub.Role;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.B;
import static io.processhub.coordination.OneMember.spec;
import static org.assertj.core.api.Assertions.assertThat;

/** Who took a child from whom, and why, as rows tell it. */
class ChangeoverTest {

    private static final Member C = OneMember.member("c");

    private final Directory directory = new Directory(A);

    private static Claim active(Member member, long epoch) {
        return new Claim(member.id(), epoch, Role.ACTIVE, Claim.State.RUNNING, 1, null);
    }

    private static Claim passive(Member member, long epoch) {
        return active(member, epoch).with(Role.PASSIVE);
    }

    private static ChildRecord row(Claim... claims) {
        return new ChildRecord(spec(0), Arrays.stream(claims).mapToLong(Claim::epoch).max().orElse(1), 1,
                List.of(claims), 7, 0);
    }

    private void here(Member... members) {
        this.directory.nodes(A.node(), Arrays.stream(members).map(Member::node).toList(), Instant.EPOCH);
        Arrays.stream(members).forEach((member) -> this.directory.introduce(member, Instant.EPOCH));
    }

    private List<ChildMoved> moves(ChildRecord before, ChildRecord after) {
        return new Changeover(before, after, this.directory).moves();
    }

    private static ChildMoved moved(Member from, Member to, long epoch, MoveReason reason) {
        return new ChildMoved(spec(0).key(), from.id(), to.id(), epoch, reason, false);
    }

    @Test
    void aClaimThatPassesFromOneToAnotherIsAMove() {
        here(A, B);
        assertThat(moves(row(active(A, 1)), row(active(B, 2)))).containsExactly(moved(A, B, 2, MoveReason.PLAN));
    }

    @Test
    void fromAMemberThatLeavesItIsADrainAlsoWhenItHasSaidGoodbye() {
        here(A, B.withStatus(Member.Status.DRAINING));
        assertThat(moves(row(active(B, 1)), row(active(A, 2)))).containsExactly(moved(B, A, 2, MoveReason.DRAIN));
        this.directory.leave(B.id(), Instant.EPOCH);
        assertThat(moves(row(active(B, 1)), row(active(A, 2)))).containsExactly(moved(B, A, 2, MoveReason.DRAIN));
    }

    @Test
    void fromAMemberThatIsGoneItIsATakeover() {
        here(A, B);
        here(A);
        assertThat(moves(row(active(B, 1)), row(active(A, 2)))).containsExactly(moved(B, A, 2, MoveReason.TAKEOVER));
    }

    @Test
    void aStandbyThatBecomesActiveIsPromotedAndTheNextStandbyIsNoMove() {
        here(A, B, C);
        ChildRecord promoted = row(active(B, 3));
        assertThat(moves(row(active(A, 1), passive(B, 2)), promoted)).singleElement().satisfies((move) -> {
            assertThat(move.from()).isEqualTo(A.id());
            assertThat(move.to()).isEqualTo(B.id());
            assertThat(move.promoted()).isTrue();
        });
        assertThat(moves(promoted, row(active(B, 3), passive(C, 4)))).isEmpty();
    }

    @Test
    void replicasMoveOneByOne() {
        here(A, B, C);
        assertThat(moves(row(active(A, 1), passive(B, 2)), row(active(A, 1), passive(C, 3))))
            .containsExactly(moved(B, C, 3, MoveReason.PLAN));
        assertThat(moves(row(active(A, 1), active(B, 2)), row(active(B, 2), active(C, 3))))
            .containsExactly(moved(A, C, 3, MoveReason.PLAN));
    }

    @Test
    void whatIsNotPassedOnIsNoMove() {
        here(A, B);
        ChildRecord first = row(active(A, 1));
        assertThat(moves(first, row(active(A, 2)))).as("renewed").isEmpty();
        assertThat(moves(first, row())).as("given up").isEmpty();
        assertThat(moves(row(), first)).as("started").isEmpty();
        assertThat(moves(first, new ChildRecord(spec(0), 1, 2, List.of(), 7, 99))).as("stopped").isEmpty();
        assertThat(moves(first, new ChildRecord(spec(0), 2, 2, List.of(active(B, 2)), 8, 0))).as("started anew")
            .isEmpty();
    }

    @Test
    void everyMemberTellsOfItIfAnyoneWantsToHear() {
        OneMember one = OneMember.withB();
        one.runsOn(B, 1);
        one.all();
        one.learns(row(active(A, 11)));
        assertThat(told(one)).containsExactly(moved(B, A, 11, MoveReason.PLAN));
        OneMember unheard = OneMember.unheard();
        unheard.runsOn(B, 1);
        unheard.all();
        unheard.learns(row(active(A, 11)));
        assertThat(told(unheard)).isEmpty();
    }

    private static List<ProcessHubEvent> told(OneMember one) {
        return one.take(Effect.Tell.class)
            .stream()
            .map(Effect.Tell::event)
            .filter(ChildMoved.class::isInstance)
            .toList();
    }

}
