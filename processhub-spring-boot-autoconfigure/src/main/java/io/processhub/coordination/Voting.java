package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    private boolean missed;

    private Term promised = Term.NONE;

    /** Term in which this member was let in when it read the grants of the others. */
    private Term established = Term.NONE;

    /**
     * Term in which a predecessor at this address was let in, once this member has
     * learned what that one agreed to.
     */
    private Term remembered = Term.NONE;

    /**
     * Electorates heard of in which a predecessor at this address voted: any of them may
     * be the last that was agreed to.
     */
    private final List<Electorate> unread = new ArrayList<>();

    private Instant adoptedAt = Instant.MIN;

    private Instant bornAt = Instant.MAX;

    private long reading;

    private final Map<MemberId, Set<Integer>> partsRead = new HashMap<>();

    /** Addresses of those that have answered, and whether they know themselves. */
    private final Map<String, Boolean> readFrom = new HashMap<>();

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

    /**
     * Whether this member knows of a later electorate, or has promised to accept none as
     * old as this one: whoever asks has to be told, or this member would stay outside for
     * ever.
     */
    boolean isBeyond(Term asked) {
        return term().isAfter(asked) || this.promised.isAfter(asked.first());
    }

    VotingMessage.Stand stand(Term asked) {
        return new VotingMessage.Stand(term(), this.promised, term().isAfter(asked) ? this.electorate : null);
    }

    /** There is an electorate, and this member has yet to hear which. */
    void missElectorate() {
        this.missed = true;
    }

    /**
     * Whether another electorate must not be founded here: there is one that this member
     * does not know, wherever those are by now who do.
     */
    boolean isMissingElectorate() {
        return this.missed && this.electorate == null;
    }

    /**
     * Promises to accept nothing of an older ballot; answers whether it does.
     * @param latest electorate to be followed; null if one is to be founded
     */
    boolean promise(Term ballot, @Nullable Electorate latest) {
        if (latest == null && isMissingElectorate()) {
            return false;
        }
        boolean given = ballot.isAfter(this.promised);
        this.promised = given ? ballot : this.promised;
        return given || ballot.equals(this.promised);
    }

    /**
     * Takes over a later electorate, unless a promise forbids it; answers whether it did.
     */
    boolean adopt(@Nullable Electorate later, boolean forced) {
        if (later == null || !later.term().isAfter(term()) || !forced && isForbidden(later)) {
            return false;
        }
        if (later.floor() > floor() && !this.state.lease.isValid()) {
            this.state.lease.releaseAll();
        }
        boolean founded = this.electorate == null && this.promised.equals(later.term());
        this.electorate = later;
        this.adoptedAt = this.state.now;
        this.promised = this.promised.isAfter(later.term().first()) ? this.promised : later.term().first();
        // whoever let this very member in knew that it cannot know what was before
        if (forced || later.hasLetIn(this.state.self())) {
            this.unread.clear();
        }
        if (later.hasVoter(this.state.self()) && !remembers()) {
            this.unread.add(later);
        }
        Term admitted = later.voters().get(this.state.self().address());
        if (admitted != null && founded && admitted.equals(later.term())) {
            this.established = admitted;
            this.bornAt = (this.bornAt == Instant.MAX) ? this.state.now : this.bornAt;
        }
        else if (admitted != null && !admitted.equals(this.established)) {
            startReading();
        }
        note(later);
        return true;
    }

    /** Whether nothing but a promise keeps this member from accepting it. */
    boolean isForbidden(Electorate later) {
        return later.term().isAfter(term()) && this.promised.isAfter(later.term().first());
    }

    private void note(Electorate later) {
        String votes = mayVote() ? "this member votes" : "this member learns what they have granted";
        this.state.outbox.add(new Effect.Note("voters are " + String.join(", ", later.voters().keySet()) + ", "
                + later.quorum() + " of them are a quorum; "
                + (later.hasVoter(this.state.self()) ? votes : "this member does not vote")));
    }

    /** Whether the votes of this member count. */
    boolean mayVote() {
        Electorate present = this.electorate;
        return present != null && isEstablished(present);
    }

    /**
     * Whether this member, a voter, remembers what it promised and agreed to: it has been
     * here since it was let in, or has learned it from others.
     */
    boolean remembers() {
        Electorate present = this.electorate;
        return present != null && (present.hasLetIn(this.state.self())
                || this.remembered.equals(present.voters().get(this.state.self().address())));
    }

    /**
     * Whether it remembers what it promised before, as a voter of an electorate that it
     * may not have heard of: whoever was let in there has accepted nothing later.
     */
    boolean knowsItsPromises(@Nullable Electorate latest) {
        return remembers() || latest != null && latest.hasLetIn(this.state.self());
    }

    private boolean isEstablished(Electorate present) {
        return this.established.equals(present.voters().get(this.state.self().address())) && isPredecessorOver();
    }

    private void startReading() {
        this.reading = this.state.nextSequence();
        this.partsRead.clear();
        this.readFrom.clear();
        this.bornAt = this.state.now;
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
        others().filter((voter) -> !isKnowing(voter.id().address()))
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
                    new VotingMessage.TableAnswer(this.state.self(), request.number(), mayVote(), stand(Term.NONE),
                            this.table.floor(), i, Math.max(1, parts.size()),
                            parts.isEmpty() ? List.of() : parts.get(i))));
        }
    }

    void receive(VotingMessage.TableAnswer answer) {
        adopt(answer.stand().electorate(), false);
        if (answer.number() != this.reading) {
            return;
        }
        Term promised = answer.stand().promised();
        this.promised = promised.isAfter(this.promised) ? promised : this.promised;
        this.table.learn(answer.grants(), this.state.now);
        this.table.forgetUpTo(answer.floor());
        Set<Integer> parts = this.partsRead.computeIfAbsent(answer.voter(), (voter) -> new HashSet<>());
        parts.add(answer.part());
        if (parts.size() == answer.parts()) {
            this.readFrom.put(answer.voter().address(), answer.established());
        }
    }

    /**
     * Where too many voters have lost what they knew, and none of them learns it while
     * the others wait once more, all of them together have to do, and nothing that was
     * granted before counts any more.
     */
    private void establish(Electorate present) {
        boolean enough = hasReadEnough(present) && this.unread.stream().allMatch(this::hasReadEnough);
        Term admitted = present.voters().get(this.state.self().address());
        boolean all = isOver(2) && hasReadAll(present) && this.unread.stream().allMatch(this::hasReadAll);
        if (isPredecessorOver() && admitted != null && (enough || all)) {
            this.established = admitted;
            this.remembered = admitted;
            this.unread.clear();
            this.state.outbox.add(new Effect.Note("this member votes from now on"));
            this.table.forgetUpTo(enough ? 0 : this.state.highestEpoch());
        }
    }

    /** Every lease has ended that a predecessor at this address may have confirmed. */
    private boolean isPredecessorOver() {
        return isOver(1);
    }

    private boolean isOver(int times) {
        Duration wait = this.state.settings.lease().patience().multipliedBy(times);
        return !this.state.now.isBefore(this.bornAt.plus(wait));
    }

    /**
     * Whether there is a voter that knows among those that have answered, whoever granted
     * a child or agreed to a later electorate together with a predecessor at this
     * address.
     */
    private boolean hasReadEnough(Electorate present) {
        long established = present.voters().keySet().stream().filter(this::isKnowing).count();
        return established >= present.voters().size() - present.majority() + 1;
    }

    private boolean isKnowing(String address) {
        return this.readFrom.getOrDefault(address, false);
    }

    /**
     * Whether all others have answered: only then can no part of them have gone on
     * elsewhere.
     */
    private boolean hasReadAll(Electorate present) {
        return present.voters()
            .keySet()
            .stream()
            .allMatch((address) -> this.readFrom.containsKey(address) || address.equals(this.state.self().address()));
    }

}
