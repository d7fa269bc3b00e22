package io.processhub.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
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
import static org.assertj.core.api.Assertions.assertThat;

/**
 * More children than are looked at in one round: those that run nowhere come first, those
 * that only are to move wait.
 */
class TakeoversFirstTest {

    private static final int OWN = 2 * Outbox.BATCH + 1000;

    private static final Member C = OneMember.member("c");

    private static final List<ChildSpec> BEREFT = IntStream.range(OWN, OWN + 200).mapToObj(OneMember::spec).toList();

    @Test
    void childrenOfAMemberThatIsGoneAreTakenBeforeOneOfOnesOwnMoves() {
        OneMember one = OneMember.running(OneMember.withB(), OWN);
        BEREFT.forEach((spec) -> one.learns(row(spec, claim(B, Role.ACTIVE))));
        joins(one);
        // most of its own still wait for their look
        assertThat(one.take(Effect.StopChild.class)).isNotEmpty();
        one.all();
        one.nodes(A, C);
        List<ChildKey> owned = owned();
        assertThat(owned).hasSizeBetween(50, 150);
        assertThat(one.take(Effect.CallMap.class)).flatExtracting(Effect.CallMap::commands)
            .filteredOn(RegistryCommand.Take.class::isInstance)
            .extracting(RegistryCommand::key)
            .containsExactlyElementsOf(owned);
    }

    @Test
    void replicasOfAMemberThatIsGoneBecomeActiveBeforeOtherReplicasAreLookedAt() {
        OneMember one = OneMember.withB(new Replication(new Factor(2), Model.ACTIVE_PASSIVE, Replication.Signal.NONE));
        OneMember.running(one, OWN);
        one.answerMap();
        one.all();
        BEREFT.forEach((spec) -> one.learns(row(spec, claim(B, Role.ACTIVE), claim(A, Role.PASSIVE))));
        joins(one);
        one.all();
        one.nodes(A, C);
        assertThat(one.take(Effect.CallMap.class)).flatExtracting(Effect.CallMap::commands)
            .filteredOn(RegistryCommand.Promote.class::isInstance)
            .extracting(RegistryCommand::key)
            .containsExactlyElementsOf(keys(BEREFT));
    }

    private static void joins(OneMember one) {
        one.all();
        one.nodes(A, B, C);
        one.hear(new Message.Hello(C, true, false));
    }

    private static List<ChildKey> owned() {
        List<ChildSpec> owned = new ArrayList<>(OneMember.ownedBy(A, OWN + 200, A, C));
        owned.retainAll(BEREFT);
        return keys(owned);
    }

    /** In their order. */
    private static List<ChildKey> keys(List<ChildSpec> specs) {
        return OneMember.keys(specs).stream().sorted().toList();
    }

    private static Claim claim(Member member, Role role) {
        return new Claim(member.id(), (role == Role.ACTIVE) ? 10 : 11, role, Claim.State.RUNNING, 1, null);
    }

    private static ChildRecord row(ChildSpec spec, Claim... claims) {
        return new ChildRecord(spec, 11, 1, List.of(claims), 7, 0);
    }

}
