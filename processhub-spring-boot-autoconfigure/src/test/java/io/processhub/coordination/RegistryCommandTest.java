package io.processhub.coordination;

import java.util.List;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.RegistryCommand.Complete;
import io.processhub.coordination.RegistryCommand.Create;
import io.processhub.coordination.RegistryCommand.Purge;
import io.processhub.coordination.RegistryCommand.Remove;
import io.processhub.coordination.RegistryCommand.Restore;
import io.processhub.coordination.RegistryCommand.Take;
import io.processhub.coordination.RegistryCommand.Transfer;
import io.processhub.coordination.RegistryCommand.Update;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A row that is null where it should not be shows in the assertions. */
@NullUnmarked
class RegistryCommandTest {

    private static final ChildKey KEY = ChildKey.of("k");

    private static final ChildSpec SPEC = ChildSpec.of("k", "worker", Json.NULL);

    private static final MemberId A = new MemberId("a");

    private static final MemberId B = new MemberId("b");

    private static final MemberId C = new MemberId("c");

    /** Epoch 10, version 5, a runs it. */
    private static final ChildRecord HELD_BY_A = row(10, 5, 0, claim(A, 10));

    private static final ChildRecord FREE = row(10, 5, 0);

    private static final ChildRecord STOPPING_ON_A = row(10, 5, 99, claim(A, 10));

    private static final ChildRecord TOMBSTONE = row(10, 5, 99);

    @Nested
    class CreateTest {

        private final Create create = new Create(SPEC, 7, B, Role.ACTIVE, 3);

        @Test
        void writesTheFirstRowWithAClaim() {
            assertThat(this.create.apply(null)).isEqualTo(new ChildRecord(SPEC, 3, 1,
                    List.of(new Claim(B, 3, Role.ACTIVE, Claim.State.RUNNING, 1, null)), 7, 0));
        }

        @Test
        void leavesAChildThatExistsAsItIs() {
            assertThat(this.create.apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(this.create.apply(FREE)).isSameAs(FREE);
        }

        @Test
        void leavesAStoppedChildThatMayStillRunAsItIs() {
            assertThat(this.create.apply(STOPPING_ON_A)).isSameAs(STOPPING_ON_A);
        }

        @Test
        void goesOnFromTheEpochOfATombstone() {
            ChildRecord again = this.create.apply(TOMBSTONE);
            assertThat(again.isRemoved()).isFalse();
            assertThat(again.epoch()).isEqualTo(11);
            assertThat(again.version()).isEqualTo(6);
            assertThat(again.claimOf(B).epoch()).isEqualTo(11);
        }

        @Test
        void goesOnFromTheFreshEpochIfThatIsGreater() {
            assertThat(new Create(SPEC, 7, B, Role.ACTIVE, 5000).apply(TOMBSTONE).epoch()).isEqualTo(5000);
        }

    }

    @Nested
    class TakeTest {

        @Test
        void replacesTheClaimOfAMemberThatIsGoneByOneOfTheNextEpoch() {
            ChildRecord taken = take(10, Set.of(A)).apply(HELD_BY_A);
            assertThat(taken.claims()).containsExactly(claim(B, 11));
            assertThat(taken.epoch()).isEqualTo(11);
            assertThat(taken.version()).isEqualTo(6);
        }

        @Test
        void takesAFreeClaim() {
            assertThat(take(10, Set.of()).apply(FREE).claims()).containsExactly(claim(B, 11));
        }

        @Test
        void takesNothingFromAMemberThatLives() {
            assertThat(take(10, Set.of(C)).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
        }

        @Test
        void takesNothingIfAnotherOneWasFaster() {
            assertThat(take(9, Set.of(A)).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(take(11, Set.of(A)).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
        }

        @Test
        void takesNothingOfAStoppedOrUnknownChild() {
            assertThat(take(10, Set.of(A)).apply(STOPPING_ON_A)).isSameAs(STOPPING_ON_A);
            assertThat(take(10, Set.of()).apply(TOMBSTONE)).isSameAs(TOMBSTONE);
            assertThat(take(10, Set.of(A)).apply(null)).isNull();
        }

        @Test
        void takesNothingTwice() {
            ChildRecord held = row(10, 5, 0, claim(B, 10));
            assertThat(take(10, Set.of(B)).apply(held)).isSameAs(held);
        }

        @Test
        void addsASecondReplicaIfTwoAreWanted() {
            assertThat(new Take(KEY, 10, Set.of(), B, Role.PASSIVE, 2, 0).apply(HELD_BY_A).claims())
                .containsExactly(claim(A, 10), new Claim(B, 11, Role.PASSIVE, Claim.State.RUNNING, 1, null));
        }

        private static Take take(long expectedEpoch, Set<MemberId> gone) {
            return new Take(KEY, expectedEpoch, gone, B, Role.ACTIVE, 1, 0);
        }

    }

    @Nested
    class TransferTest {

        @Test
        void givesTheClaimToAnotherMemberWithTheNextEpochInOneStep() {
            ChildRecord moved = new Transfer(KEY, A, 10, B, 0).apply(HELD_BY_A);
            assertThat(moved).isEqualTo(row(11, 6, 0, claim(B, 11)));
        }

        @Test
        void withoutATargetTheClaimIsFree() {
            assertThat(new Transfer(KEY, A, 10, null, 0).apply(HELD_BY_A)).isEqualTo(row(10, 6, 0));
        }

        @Test
        void ofAStoppedChildOnlyGivesTheClaimUp() {
            ChildRecord released = new Transfer(KEY, A, 10, B, 0).apply(STOPPING_ON_A);
            assertThat(released).isEqualTo(row(10, 6, 99));
            assertThat(released.isSettled()).isTrue();
        }

        @Test
        void aParkedChildStaysParkedWithItsError() {
            Claim parked = claim(A, 10).with(Claim.State.FAILED, 4, "boom");
            Claim moved = new Transfer(KEY, A, 10, B, 0).apply(row(10, 5, 0, parked)).claimOf(B);
            assertThat(moved).isEqualTo(new Claim(B, 11, Role.ACTIVE, Claim.State.FAILED, 1, "boom"));
        }

        @Test
        void anyOtherChildRunsAtItsNewPlace() {
            for (Claim.State state : Set.of(Claim.State.STARTING, Claim.State.RESTARTING, Claim.State.STUCK)) {
                ChildRecord before = row(10, 5, 0, claim(A, 10).with(state, 4, null));
                assertThat(new Transfer(KEY, A, 10, B, 0).apply(before).claimOf(B).state())
                    .isEqualTo(Claim.State.RUNNING);
            }
        }

        @Test
        void doesNothingWithoutTheClaim() {
            assertThat(new Transfer(KEY, C, 10, B, 0).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(new Transfer(KEY, A, 9, B, 0).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(new Transfer(KEY, A, 10, B, 0).apply(null)).isNull();
        }

        @Test
        void aTargetThatHasAClaimAlreadyGetsNoSecondOne() {
            ChildRecord replicated = row(11, 5, 0, claim(A, 10), claim(B, 11));
            assertThat(new Transfer(KEY, A, 10, B, 0).apply(replicated)).isEqualTo(row(11, 6, 0, claim(B, 11)));
        }

        @Test
        void theNewHolderHasThePlaceInTheRoles() {
            ChildRecord passive = row(10, 5, 0, new Claim(A, 10, Role.PASSIVE, Claim.State.RUNNING, 1, null));
            assertThat(new Transfer(KEY, A, 10, B, 0).apply(passive).claimOf(B).role()).isEqualTo(Role.PASSIVE);
        }

    }

    @Nested
    class UpdateTest {

        @Test
        void reportsHowAReplicaFares() {
            ChildRecord updated = new Update(KEY, A, 10, Claim.State.RESTARTING, 2, "boom").apply(HELD_BY_A);
            assertThat(updated).isEqualTo(row(10, 6, 0, claim(A, 10).with(Claim.State.RESTARTING, 2, "boom")));
        }

        @Test
        void changesNothingIfThereIsNoNews() {
            assertThat(new Update(KEY, A, 10, Claim.State.RUNNING, 1, null).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
        }

        @Test
        void doesNothingWithoutTheClaim() {
            assertThat(new Update(KEY, B, 10, Claim.State.FAILED, 1, "x").apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(new Update(KEY, A, 9, Claim.State.FAILED, 1, "x").apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(new Update(KEY, A, 10, Claim.State.FAILED, 1, "x").apply(null)).isNull();
        }

        @Test
        void aStoppedChildStaysStopped() {
            assertThat(new Update(KEY, A, 10, Claim.State.STUCK, 1, null).apply(STOPPING_ON_A).removedAt())
                .isEqualTo(99);
        }

    }

    @Nested
    class RemoveTest {

        @Test
        void leavesTheClaimsUntilTheirHoldersHaveStopped() {
            assertThat(new Remove(KEY, 99).apply(HELD_BY_A)).isEqualTo(row(10, 6, 99, claim(A, 10)));
        }

        @Test
        void whatIsStoppedOrUnknownStaysAsItIs() {
            assertThat(new Remove(KEY, 100).apply(STOPPING_ON_A)).isSameAs(STOPPING_ON_A);
            assertThat(new Remove(KEY, 100).apply(TOMBSTONE)).isSameAs(TOMBSTONE);
            assertThat(new Remove(KEY, 100).apply(null)).isNull();
        }

    }

    @Nested
    class CompleteTest {

        @Test
        void givesTheClaimUpAndRemovesTheChild() {
            assertThat(new Complete(KEY, A, 10, 77).apply(HELD_BY_A)).isEqualTo(row(10, 6, 77));
        }

        @Test
        void ofAStoppedChildKeepsTheTimeOfTheStop() {
            assertThat(new Complete(KEY, A, 10, 777).apply(STOPPING_ON_A)).isEqualTo(row(10, 6, 99));
        }

        @Test
        void doesNothingWithoutTheClaim() {
            assertThat(new Complete(KEY, B, 10, 77).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(new Complete(KEY, A, 9, 77).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(new Complete(KEY, A, 10, 77).apply(null)).isNull();
        }

    }

    @Nested
    class RestoreTest {

        @Test
        void ofALostRowLeavesRoomForGrantsThatNobodyHasSeen() {
            ChildRecord restored = new Restore(HELD_BY_A, 50).apply(null);
            assertThat(restored).isEqualTo(row(50, 6, 0, claim(A, 10)));
        }

        @Test
        void ofALostRowNeverGoesBack() {
            assertThat(new Restore(HELD_BY_A, 1).apply(null).epoch()).isEqualTo(10);
        }

        @Test
        void ofALostTombstoneBringsItBackAsItWas() {
            assertThat(new Restore(TOMBSTONE, 5_000_000).apply(null)).isEqualTo(TOMBSTONE);
            assertThat(new Restore(STOPPING_ON_A, 5_000_000).apply(null)).isEqualTo(STOPPING_ON_A);
        }

        @Test
        void outdoesAnOlderRowThatWasWrittenAfterALoss() {
            ChildRecord restored = new Restore(HELD_BY_A, 5_000_000).apply(row(10, 4, 0));
            assertThat(restored.epoch()).isEqualTo(5_000_000);
            assertThat(restored.claims()).isEqualTo(HELD_BY_A.claims());
            assertThat(new Restore(HELD_BY_A, 1).apply(row(9, 50, 0)).epoch()).isEqualTo(HELD_BY_A.epoch());
        }

        @Test
        void leavesANewerRowAsItIs() {
            ChildRecord newer = row(11, 1, 0, claim(C, 11));
            assertThat(new Restore(HELD_BY_A, 1).apply(newer)).isSameAs(newer);
        }

    }

    @Nested
    class PurgeTest {

        @Test
        void forgetsATombstoneToWhichNothingHasHappened() {
            assertThat(new Purge(KEY, 10, 5).apply(TOMBSTONE)).isNull();
        }

        @Test
        void leavesWhatHasChangedSince() {
            assertThat(new Purge(KEY, 10, 4).apply(TOMBSTONE)).isSameAs(TOMBSTONE);
            assertThat(new Purge(KEY, 9, 5).apply(TOMBSTONE)).isSameAs(TOMBSTONE);
        }

        @Test
        void leavesWhatRunsOrMayStillRun() {
            assertThat(new Purge(KEY, 10, 5).apply(HELD_BY_A)).isSameAs(HELD_BY_A);
            assertThat(new Purge(KEY, 10, 5).apply(FREE)).isSameAs(FREE);
            assertThat(new Purge(KEY, 10, 5).apply(STOPPING_ON_A)).isSameAs(STOPPING_ON_A);
            assertThat(new Purge(KEY, 10, 5).apply(null)).isNull();
        }

    }

    private static Claim claim(MemberId member, long epoch) {
        return new Claim(member, epoch, Role.ACTIVE, Claim.State.RUNNING, 1, null);
    }

    private static ChildRecord row(long epoch, long version, long removedAt, Claim... claims) {
        return new ChildRecord(SPEC, epoch, version, List.of(claims), 7, removedAt);
    }

}
