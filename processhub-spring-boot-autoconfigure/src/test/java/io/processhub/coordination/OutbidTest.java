package io.processhub.coordination;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.MemberId;
import io.processhub.partition.MajorityQuorum;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.A;
import static io.processhub.coordination.OneMember.B;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member that has promised a later ballot than that of the electorate everyone else
 * has, which it cannot accept: it would stay outside for ever.
 */
class OutbidTest {

    private static final Term LATER = new Term(Long.MAX_VALUE / 2, "z", 0);

    private static Electorate electorate(Term term) {
        LinkedHashMap<String, Term> voters = new LinkedHashMap<>();
        voters.put(B.id().address(), term);
        return new Electorate(term, voters, Map.of(B.id().address(), B.id()), 1, 0, 0);
    }

    private static VotingMessage.Promise refusal(MemberId of) {
        return new VotingMessage.Promise(of, new Term(1, "b", 0), false, LATER, false, null);
    }

    @Test
    void whoCannotAcceptAnElectorateSaysWhatItHasPromised() {
        OneMember one = OneMember.under(new MajorityQuorum(1, true));
        one.join(B);
        one.hear(new VotingMessage.Prepare(B.node(), LATER, null));
        one.all();
        one.hear(new VotingMessage.Propose(B.node(), electorate(new Term(1, "b", 0)), false));
        assertThat(one.sent(B, VotingMessage.Promise.class)).singleElement().satisfies((promise) -> {
            assertThat(promise.given()).isFalse();
            assertThat(promise.promised()).isEqualTo(LATER);
        });
        assertThat(one.sent(B, VotingMessage.Accepted.class)).isEmpty();
    }

    @Test
    void whoAlreadyKnowsALaterOneDoesNotComplain() {
        OneMember one = OneMember.under(new MajorityQuorum(1, true));
        one.join(B);
        one.hear(new VotingMessage.Propose(B.node(), electorate(LATER), false));
        one.all();
        one.hear(new VotingMessage.Propose(B.node(), electorate(new Term(1, "b", 0)), false));
        assertThat(one.sent(B, VotingMessage.Promise.class)).isEmpty();
    }

    /** It is alone, and needs nobody else to found the first electorate. */
    @Test
    void theEldestExceedsIt() {
        OneMember one = OneMember.under(new MajorityQuorum(1, true));
        for (int i = 0; i < 20; i++) {
            one.tickAfter(Duration.ofMillis(250));
            one.deliverOwn();
        }
        assertThat(one.isQuorumHeld()).isTrue();
        one.all();
        one.hear(refusal(B.id()));
        one.tickAfter(Duration.ofMillis(300));
        List<VotingMessage.Prepare> prepared = one.sent(A, VotingMessage.Prepare.class);
        assertThat(prepared).singleElement().satisfies((prepare) -> {
            assertThat(prepare.ballot().isAfter(LATER)).isTrue();
            assertThat(prepare.latest()).isNotNull();
        });
    }

}
