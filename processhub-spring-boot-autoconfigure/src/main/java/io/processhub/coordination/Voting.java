package io.processhub.coordination;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.processhub.Member;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What this member knows of the electorate, and whether it may vote in it: only after it
 * has read what the other voters have granted, and after every lease is over that a
 * member at the same address may have confirmed before a restart.
 */
final class Voting {

    private final HubState state;

    private final GrantTable table;

    private final boolean required;

    private @Nullable Electorate electorate;

    private Term promised = Term.NONE;

    /** Term in which this member was let in when it read the grants of the others. */
    private Term established = Term.NONE;

    private Instant adoptedAt = Instant.MIN;

    private Instant bornAt = Instant.MAX;

    private long reading;

    private final Map<MemberId, Set<Integer>> partsRead = new HashMap<>();

    private final Map<MemberId, Boolean> readFrom = new HashMap<>();

    Voting(HubState state, GrantTable table) {
        this.state = state;
        this.table = table;
        this.required = state.strategies.quorum(1) > 0;
    }

    /** Whether it takes a quorum to run children. */
    boolean isRequired() {
        return this.required;
    }

    @Nullable Electorate electorate() {
        return this.electorate;
    }

    Term term() {
        return (this.electorate == null) ? Term.NONE : this.electorate.term();
    }

    /** Every epoch granted is greater. */
    long floor() {
        return (this.electorate == null) ? 0 : this.electorate.floor();
    }

    Term promised() {
        return this.promised;
    }

    /** When this member heard of the present electorate. */
    Instant adoptedAt() {
        return this.adoptedAt;
    }

    /** Voters that are here, this member too. */
    List<Member> voters() {
        Electorate present = this.electorate;
        return (present == null) ? List.of()
                : this.state.directory.members().stream().filter((member) -> present.hasVoter(member.id())).toList();
    }

    VotingMessage.Stand stand(Term asked) {
        return new VotingMessage.Stand(term(), this.promised, term().isAfter(asked) ? this.electorate : null);
    }

    /** Promises to accept nothing of an older ballot; answers whether it does. */
    boolean promise(Term ballot) {
        boolean given = ballot.isAfter(this.promised);
        this.promised = given ? ballot : this.promised;
        return given || ballot.equals(this.promised);
    }

    /**
     * Takes over a later electorate, unless a promise forbids it; answers whether it did.
     */
    boolean adopt(@Nullable Electorate later, boolean forced) {
        if (later == null || !later.term().isAfter(term()) || !forced && this.promised.isAfter(later.term().first())) {
            return false;
        }
        if (later.floor() > floor() && !this.state.lease.isValid()) {
            this.state.lease.releaseAll();
        }
        boolean founded = this.electorate == null && this.promised.equals(later.term());
        this.electorate = later;
        this.adoptedAt = this.state.now;
        this.promised = this.promised.isAfter(later.term().first()) ? this.promised : later.term().first();
        Term admitted = later.voters().get(this.state.self().address());
        if (admitted != null && founded && admitted.equals(later.term())) {
            this.established = admitted;
        }
        else if (admitted != null && !admitted.equals(this.established)) {
            startReading();
        }
        return true;
    }

    /** Whether the votes of this member count. */
    boolean mayVote() {
        Electorate present = this.electorate;
        return present != null && isEstablished(present);
    }

    private boolean isEstablished(Electorate present) {
        return this.established.equals(present.voters().get(this.state.self().address()));
    }

    private void startReading() {
        this.reading++;
        this.partsRead.clear();
        this.readFrom.clear();
        this.bornAt = (this.bornAt == Instant.MAX) ? this.state.now : this.bornAt;
        askForGrants();
    }

    /** Asks again those who have not answered; to be called again and again. */
    void read() {
        Electorate present = this.electorate;
        if (present != null && present.hasVoter(this.state.self()) && !isEstablished(present)) {
            askForGrants();
            establish(present);
        }
    }

    private void askForGrants() {
        others().filter((voter) -> !this.readFrom.containsKey(voter.id()))
            .forEach((voter) -> this.state.outbox
                .add(new Effect.Send(voter.node(), new VotingMessage.TableRequest(this.state.self(),
                        this.state.directory.self().node(), this.reading))));
    }

    private Stream<Member> others() {
        return voters().stream().filter((voter) -> !voter.id().equals(this.state.self()));
    }

    void receive(VotingMessage.TableRequest request) {
        List<List<VotingMessage.Grant>> parts = Outbox.chunks(this.table.all());
        for (int i = 0; i < Math.max(1, parts.size()); i++) {
            this.state.outbox.add(new Effect.Send(request.replyTo(),
                    new VotingMessage.TableAnswer(this.state.self(), request.number(), mayVote(), this.table.floor(), i,
                            Math.max(1, parts.size()), parts.isEmpty() ? List.of() : parts.get(i))));
        }
    }

    void receive(VotingMessage.TableAnswer answer) {
        if (answer.number() != this.reading) {
            return;
        }
        this.table.learn(answer.grants(), this.state.now);
        this.table.forgetUpTo(answer.floor());
        Set<Integer> parts = this.partsRead.computeIfAbsent(answer.voter(), (voter) -> new HashSet<>());
        parts.add(answer.part());
        if (parts.size() == answer.parts()) {
            this.readFrom.put(answer.voter(), answer.established());
        }
    }

    /**
     * Where voters were lost together with what they knew, those that are here have to
     * do, and nothing that was granted before counts any more. That no lease is valid of
     * which this voter does not know follows from the wait alone.
     */
    private void establish(Electorate present) {
        boolean enough = hasReadEnough(present);
        Term admitted = present.voters().get(this.state.self().address());
        if (isPredecessorOver() && admitted != null && (enough || hasReadThoseHere())) {
            this.established = admitted;
            this.table.forgetUpTo(enough ? 0 : this.state.highestEpoch());
        }
    }

    /** Every lease has ended that a predecessor at this address may have confirmed. */
    private boolean isPredecessorOver() {
        return !this.state.now.isBefore(this.bornAt.plus(this.state.settings.lease().patience()));
    }

    /** Whether every quorum has a voter among those that have answered. */
    private boolean hasReadEnough(Electorate present) {
        long established = this.readFrom.values().stream().filter((knows) -> knows).count();
        return established >= present.voters().size() - present.quorum() + 1;
    }

    private boolean hasReadThoseHere() {
        return others().allMatch((voter) -> this.readFrom.containsKey(voter.id()));
    }

}
