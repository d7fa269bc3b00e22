package io.processhub.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.Role;
import io.processhub.redundancy.Replication;
import io.processhub.redundancy.Replication.Factor;
import io.processhub.redundancy.Replication.Model;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.B;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** A replica of member a that is active or stands by, while b has the other one. */
class StandbyTest {

    private static final ChildSpec SPEC = OneMember.spec(0);

    private final OneMember one = OneMember
        .withB(new Replication(new Factor(2), Model.ACTIVE_PASSIVE, Replication.Signal.NONE));

    @Test
    void itBecomesActiveInOneStepAndGoesOnWhenTheActiveOneIsLost() {
        standBy();
        this.one.nodes(A);
        assertThat(this.one.answerMap()).flatExtracting(Effect.CallMap::commands)
            .containsExactly(new RegistryCommand.Promote(SPEC.key(), 11, Set.of(B.id()), A.id(), 12));
        assertThat(this.one.inMap(SPEC).claims()).containsExactly(claim(A, 12, Role.ACTIVE));
        assertThat(this.one.take(Effect.ChangeClaim.class))
            .containsExactly(new Effect.ChangeClaim(SPEC.key(), 11, 1, claim(A, 12, Role.ACTIVE)));
        assertThat(this.one.all())
            .noneMatch((effect) -> effect instanceof Effect.StartChild || effect instanceof Effect.StopChild);
    }

    @Test
    void itStandsByWhileTheActiveOneIsThere() {
        standBy();
        this.one.tickAfter(Duration.ofMinutes(1));
        assertThat(this.one.take(Effect.CallMap.class)).isEmpty();
    }

    @Test
    void itsEndCountsAlthoughItsEpochHasChangedSince() {
        standBy();
        this.one.nodes(A);
        this.one.answerMap();
        this.one.fails(SPEC, 11, 1);
        this.one.tickAfter(Duration.ofSeconds(1));
        assertThat(this.one.take(Effect.StartChild.class)).extracting(Effect.StartChild::claim)
            .containsExactly(claim(A, 12, Role.ACTIVE).with(Claim.State.RUNNING, 2, "boom"));
    }

    @Test
    void itIsStoppedByTheNameUnderWhichItWasStarted() {
        standBy();
        this.one.nodes(A);
        this.one.answerMap();
        this.one.hear(new Signal.Stop(1, List.of(SPEC.key()), Duration.ofSeconds(10)));
        this.one.answerMap();
        assertThat(this.one.endStopped()).containsExactly(new Effect.StopChild(SPEC.key(), 11, 1));
        this.one.answerMap();
        assertThat(this.one.inMap(SPEC).isSettled()).isTrue();
    }

    @Test
    void theActiveOneEndsBeforeTheOtherTakesItsPlace() {
        this.one.learns(row(claim(A, 11, Role.ACTIVE), claim(B, 10, Role.PASSIVE)));
        this.one.all();
        this.one.hear(new Signal.Drain());
        assertThat(this.one.take(Effect.CallMap.class)).isEmpty();
        assertThat(this.one.endStopped()).hasSize(1);
        assertThat(this.one.answerMap()).flatExtracting(Effect.CallMap::commands)
            .containsExactly(new RegistryCommand.Promote(SPEC.key(), 11, Set.of(A.id()), B.id(), 12));
        assertThat(this.one.inMap(SPEC).claims()).containsExactly(claim(B, 12, Role.ACTIVE));
    }

    @Test
    void anActiveOneWhoseRoleChangesGoesOnAndStandsBy() {
        this.one.learns(row(claim(A, 10, Role.ACTIVE), claim(B, 11, Role.PASSIVE)));
        this.one.all();
        ChildRecord next = new RegistryCommand.Promote(SPEC.key(), 11, Set.of(), B.id(), 0).apply(this.one.inMap(SPEC));
        this.one.learns(requireNonNull(next));
        assertThat(this.one.take(Effect.ChangeClaim.class))
            .containsExactly(new Effect.ChangeClaim(SPEC.key(), 10, 1, claim(A, 10, Role.PASSIVE)));
        assertThat(this.one.take(Effect.StopChild.class)).isEmpty();
    }

    /** b is active, a stands by. */
    private void standBy() {
        this.one.learns(row(claim(B, 10, Role.ACTIVE), claim(A, 11, Role.PASSIVE)));
        assertThat(this.one.take(Effect.StartChild.class)).hasSize(1);
        this.one.all();
    }

    private static Claim claim(Member member, long epoch, Role role) {
        return new Claim(member.id(), epoch, role, Claim.State.RUNNING, 1, null);
    }

    private static ChildRecord row(Claim... claims) {
        return new ChildRecord(SPEC, 11, 1, List.of(claims), 7, 0);
    }

}
