package io.processhub.coordination;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import io.processhub.MemberId;
import io.processhub.PartitionToleranceStrategy;

/**
 * Who votes, and how many votes make a quorum.
 *
 * @param term number of this electorate
 * @param voters addresses of those who vote, each with the term in which it was let in
 * @param letIn who was let in, by address: another member there has yet to learn what
 * that one agreed to
 * @param quorum votes needed; more than half of the voters
 * @param resizedTo size of the cluster that someone has set by hand, 0 if nobody has
 * @param floor every epoch granted from now on is greater: those who knew of the epochs
 * granted before may all have been lost
 */
public record Electorate(Term term, SequencedMap<String, Term> voters, Map<String, MemberId> letIn, int quorum,
        int resizedTo, long floor) {

    public Electorate {
        voters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(voters));
        letIn = Map.copyOf(letIn);
    }

    boolean hasVoter(MemberId member) {
        return this.voters.containsKey(member.address());
    }

    /**
     * Whether it is this member that was let in, and not an earlier one at its address.
     */
    boolean hasLetIn(MemberId member) {
        return member.equals(this.letIn.get(member.address()));
    }

    /** The same one, confirmed by another leader. */
    Electorate in(Term term) {
        return new Electorate(term, this.voters, this.letIn, this.quorum, this.resizedTo, this.floor);
    }

    Electorate with(MemberId member, PartitionToleranceStrategy strategy) {
        LinkedHashMap<String, Term> changed = new LinkedHashMap<>(this.voters);
        changed.put(member.address(), this.term.next());
        Map<String, MemberId> seats = new HashMap<>(this.letIn);
        seats.put(member.address(), member);
        return changed(changed, seats, strategy);
    }

    Electorate without(String address, PartitionToleranceStrategy strategy) {
        LinkedHashMap<String, Term> changed = new LinkedHashMap<>(this.voters);
        changed.remove(address);
        Map<String, MemberId> seats = new HashMap<>(this.letIn);
        seats.remove(address);
        return changed(changed, seats, strategy);
    }

    private Electorate changed(LinkedHashMap<String, Term> voters, Map<String, MemberId> letIn,
            PartitionToleranceStrategy strategy) {
        int quorum = Math.max(quorum(strategy, voters.size(), this.resizedTo), voters.size() / 2 + 1);
        return new Electorate(this.term.next(), voters, letIn, quorum, this.resizedTo, this.floor);
    }

    static int quorum(PartitionToleranceStrategy strategy, int voters, int resizedTo) {
        return Math.max(1, ((resizedTo > 0) ? strategy.resized(resizedTo) : strategy).quorum(voters));
    }

    /**
     * The most voters, up to {@code available}, of which any two quorums have one in
     * common, so that no two sides of a split have a quorum.
     */
    int bestSize(PartitionToleranceStrategy strategy, int available) {
        int size = available;
        while (size > 1 && 2 * quorum(strategy, size, this.resizedTo) <= size) {
            size--;
        }
        return size;
    }

    /**
     * How many have to agree to a change of the electorate. Fewer than a quorum may be
     * enough: where a quorum is out of reach, others can still be let in to make one.
     */
    int majority() {
        return this.voters.size() / 2 + 1;
    }

    /** How many of some votes count. */
    int count(Map<String, ?> votes) {
        int count = 0;
        for (String voter : this.voters.keySet()) {
            count += votes.containsKey(voter) ? 1 : 0;
        }
        return count;
    }

}
