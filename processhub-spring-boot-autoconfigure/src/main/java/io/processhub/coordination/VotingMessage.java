package io.processhub.coordination;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What members say to each other so that no child ever runs twice: requests for a lease,
 * for grants, and changes of the electorate.
 */
public sealed interface VotingMessage extends Message {

    private static <K, V> Map<K, V> copy(Map<K, V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * Please confirm that nobody else holds what I hold.
     *
     * @param holder who asks
     * @param replyTo its node
     * @param sequence number of the request, greater than all before
     * @param term electorate in which the vote counts
     * @param electorate the same in full, if the voter may not know it
     * @param version version of what it holds
     * @param base version on top of which the changes are made; -1 if they are all it
     * holds
     * @param changes epochs of the children held; 0 for those given up
     */
    record LeaseRequest(MemberId holder, String replyTo, long sequence, Term term, @Nullable Electorate electorate,
            long version, long base, Map<ChildKey, Long> changes) implements VotingMessage {

        public LeaseRequest {
            changes = copy(changes);
        }
    }

    /**
     * A vote on a {@link LeaseRequest}.
     *
     * @param confirmed whether this is a vote; otherwise the voter knows another
     * electorate, or not what the changes build on
     * @param contested children which somebody else holds, with the epoch the voter knows
     * @param stand what the voter knows of the electorate
     */
    record LeaseAnswer(MemberId voter, long sequence, boolean confirmed, Map<ChildKey, Long> contested,
            Stand stand) implements VotingMessage {

        public LeaseAnswer {
            contested = copy(contested);
        }
    }

    /**
     * Where a voter stands.
     *
     * @param term its electorate
     * @param promised first term of the ballot below which it accepts none
     * @param electorate its electorate in full, if it is later than the asker's
     */
    record Stand(Term term, Term promised, @Nullable Electorate electorate) {
    }

    /**
     * Please keep these children for a member, and for nobody else.
     *
     * @param holder who is to have them: the asker, or the member it hands them to
     * @param grants the epochs they are wanted under
     */
    record GrantRequest(MemberId asker, String replyTo, long sequence, Term term, @Nullable Electorate electorate,
            MemberId holder, Map<ChildKey, Long> grants) implements VotingMessage {

        public GrantRequest {
            grants = copy(grants);
        }
    }

    /** A vote on a {@link GrantRequest}, for all children but those refused. */
    record GrantAnswer(MemberId voter, long sequence, boolean confirmed, Map<ChildKey, Refusal> refused,
            Stand stand) implements VotingMessage {

        public GrantAnswer {
            refused = copy(refused);
        }
    }

    /**
     * Why a child was refused.
     *
     * @param epoch greatest epoch the voter has granted for it
     * @param waitMillis how long its holder still has, 0 if nobody holds it
     */
    record Refusal(long epoch, long waitMillis) {
    }

    /** Did not get enough votes in the request of this number, and will not use them. */
    record GrantWithdrawal(MemberId asker, long sequence, Map<ChildKey, Long> grants) implements VotingMessage {

        public GrantWithdrawal {
            grants = copy(grants);
        }
    }

    /** Please tell me your grants; I am new among the voters. */
    record TableRequest(MemberId reader, String replyTo, long number) implements VotingMessage {
    }

    /**
     * Grants of a voter, in parts.
     *
     * @param established whether it has read the others' grants itself
     * @param stand what it knows of the electorate
     * @param floor it votes for nothing under this epoch or an earlier one, 0 if it may:
     * those who knew what was granted may have been lost
     */
    record TableAnswer(MemberId voter, long number, boolean established, Stand stand, long floor, int part, int parts,
            List<Grant> grants) implements VotingMessage {

        public TableAnswer {
            grants = List.copyOf(grants);
        }
    }

    /**
     * Who holds a child, null if nobody does any more, and the greatest epoch granted.
     */
    record Grant(ChildKey key, long epoch, @Nullable MemberId holder) {
    }

    /**
     * Please promise to accept nothing older than this ballot.
     *
     * @param latest electorate that is to be followed, as far as the sender knows; null
     * if it knows of none
     */
    record Prepare(String replyTo, Term ballot, @Nullable Electorate latest) implements VotingMessage {
    }

    /**
     * Answer to {@link Prepare}: a promise, unless one was given for a later ballot; and
     * to a {@link Propose} that such a promise forbids.
     *
     * @param remembers whether the voter remembers what it promised and agreed to before
     */
    record Promise(MemberId voter, Term ballot, boolean given, Term promised, boolean remembers,
            @Nullable Electorate electorate) implements VotingMessage {
    }

    /**
     * Please accept this electorate.
     *
     * @param forced whether someone has said so by hand, against all promises
     */
    record Propose(String replyTo, Electorate electorate, boolean forced) implements VotingMessage {
    }

    /** The electorate was accepted. */
    record Accepted(MemberId voter, Term term) implements VotingMessage {
    }

}
