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
import io.processhub.coordination.RegistryCommand.Promote;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A row that is null where it should not be shows in the assertions. */
@NullUnmarked
class PromoteTest {

    private static final ChildKey KEY = ChildKey.of("k");

    private static final MemberId A = new MemberId("a");

    private static final MemberId B = new MemberId("b");

    private static final MemberId C = new MemberId("c");

    /** Epoch 12: a is active, b and c stand by. */
    private static final ChildRecord ROW = row(0, claim(A, 10, Role.ACTIVE), claim(B, 11, Role.PASSIVE),
            claim(C, 12, Role.PASSIVE));

    @Test
    void putsAReplicaInThePlaceOfOneThatIsGoneUnderTheNextEpoch() {
        ChildRecord next = new Promote(KEY, 12, Set.of(A), B, 0).apply(ROW);
        assertThat(next.epoch()).isEqualTo(13);
        assertThat(next.version()).isEqualTo(ROW.version() + 1);
        assertThat(next.claims()).containsExactly(claim(B, 13, Role.ACTIVE), claim(C, 12, Role.PASSIVE));
    }

    @Test
    void leavesNobodyElseActive() {
        ChildRecord next = new Promote(KEY, 12, Set.of(), C, 0).apply(ROW);
        assertThat(next.claims()).containsExactly(claim(A, 10, Role.PASSIVE), claim(B, 11, Role.PASSIVE),
                claim(C, 13, Role.ACTIVE));
        assertThat(next.active()).contains(claim(C, 13, Role.ACTIVE));
    }

    @Test
    void takesTheEpochThatWasGranted() {
        assertThat(new Promote(KEY, 12, Set.of(A), B, 40).apply(ROW).claimOf(B).epoch()).isEqualTo(40);
    }

    @Test
    void givesAParkedReplicaAnotherTry() {
        Claim parked = claim(B, 11, Role.PASSIVE).with(Claim.State.FAILED, 3, "boom");
        ChildRecord next = new Promote(KEY, 12, Set.of(A), B, 0).apply(row(0, claim(A, 10, Role.ACTIVE), parked));
        assertThat(next.claimOf(B)).isEqualTo(claim(B, 13, Role.ACTIVE).with(Claim.State.RUNNING, 3, "boom"));
    }

    @Test
    void doesNothingOnceTheRowHasChangedOrTheReplicaIsGone() {
        assertThat(new Promote(KEY, 11, Set.of(A), B, 0).apply(ROW)).isSameAs(ROW);
        assertThat(new Promote(KEY, 12, Set.of(A), new MemberId("d"), 0).apply(ROW)).isSameAs(ROW);
        ChildRecord stopped = row(99, ROW.claims().toArray(Claim[]::new));
        assertThat(new Promote(KEY, 12, Set.of(A), B, 0).apply(stopped)).isSameAs(stopped);
        assertThat(new Promote(KEY, 12, Set.of(A), B, 0).apply(null)).isNull();
    }

    @Test
    void oneOfTwoThatWereDecidedTogetherFails() {
        ChildRecord first = new Promote(KEY, 12, Set.of(A), B, 0).apply(ROW);
        assertThat(new Promote(KEY, 12, Set.of(A), C, 0).apply(first)).isSameAs(first);
    }

    private static Claim claim(MemberId member, long epoch, Role role) {
        return new Claim(member, epoch, role, Claim.State.RUNNING, 1, null);
    }

    private static ChildRecord row(long removedAt, Claim... claims) {
        return new ChildRecord(ChildSpec.of("k", "worker", Json.NULL), 12, 5, List.of(claims), 7, removedAt);
    }

}
