package io.processhub.coordination;

import java.util.List;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.ProcessHubEvent;
import io.processhub.Role;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.B;
import static io.processhub.coordination.OneMember.keys;
import static io.processhub.coordination.OneMember.ownedBy;
import static io.processhub.coordination.OneMember.spec;
import static org.assertj.core.api.Assertions.assertThat;

/** What a member tells those who want to hear of what happens. */
class EventsTest {

    private static <E extends ProcessHubEvent> List<E> told(OneMember one, Class<E> kind) {
        return one.take(Effect.Tell.class)
            .stream()
            .map(Effect.Tell::event)
            .filter(kind::isInstance)
            .map(kind::cast)
            .toList();
    }

    @Test
    void startsThatArePassedOnAreToldWithTheirOwner() {
        OneMember one = OneMember.withB();
        List<ChildSpec> ofB = ownedBy(B, 100, A, B);
        one.hear(new Message.StartChildren("node-z", 5, ofB, 0));
        assertThat(told(one, ProcessHubEvent.StartsForwarded.class))
            .containsExactly(new ProcessHubEvent.StartsForwarded(B.node(), keys(ofB)));
    }

    @Test
    void membersThatComeAndGoAreTold() {
        OneMember one = OneMember.alone();
        one.all();
        one.join(B);
        assertThat(told(one, ProcessHubEvent.MemberJoined.class)).extracting((event) -> event.member().id())
            .containsExactly(B.id());
        one.nodes(A);
        assertThat(told(one, ProcessHubEvent.MemberLeft.class)).extracting((event) -> event.member().id())
            .containsExactly(B.id());
    }

    @Test
    void childrenThatHaveMovedAreToldTogether() {
        OneMember one = OneMember.running(OneMember.alone(), 100);
        List<ChildKey> share = keys(ownedBy(B, 100, A, B));
        one.join(B);
        one.endStopped();
        assertThat(told(one, ProcessHubEvent.ChildrenMigrated.class)).as("none has moved yet").isEmpty();
        one.answerMap();
        assertThat(told(one, ProcessHubEvent.ChildrenMigrated.class)).singleElement().satisfies((event) -> {
            assertThat(event.target()).isEqualTo(B.id());
            assertThat(event.keys()).containsExactlyInAnyOrderElementsOf(share);
        });
    }

    @Test
    void aCopyThatIsStoppedIsToldWithTheClaimThatStays() {
        OneMember one = OneMember.running(OneMember.withB(), 1);
        Claim kept = new Claim(B.id(), 11, Role.ACTIVE, Claim.State.RUNNING, 1, null);
        one.learns(new ChildRecord(spec(0), 11, 2, List.of(kept), 7, 0));
        assertThat(one.take(Effect.StopChild.class)).hasSize(1);
        assertThat(told(one, ProcessHubEvent.DuplicateResolved.class))
            .containsExactly(new ProcessHubEvent.DuplicateResolved(spec(0).key(), 10, kept));
    }

}
