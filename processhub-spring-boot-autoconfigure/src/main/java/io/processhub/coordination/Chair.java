package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.Member;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Changes the electorate when members come or go, if this member is the eldest. Each
 * change is agreed on by most of the electorate before and after it (single-decree Paxos
 * for each term, one voter more or less at a time, as Raft changes its members), so that
 * any quorum of one has a voter in common with any quorum of the next.
 */
final class Chair {

    /** Leases that a voter is given to begin to vote before the next one is let in. */
    private static final int PATIENCE = 5;

    private final HubState state;

    private @Nullable Proposal proposal;

    /** Term that this chair has seen agreed on. */
    private Term agreed = Term.NONE;

    private long outbid;

    private final Map<String, Instant> lostAt = new HashMap<>();

    private Instant lastLook = Instant.MAX;

    private Instant awakeSince = Instant.MIN;

    Chair(HubState state) {
        this.state = state;
    }

    /** A change on its way: first promises are collected, then acceptances. */
    private static final class Proposal {

        private final Term ballot;

        private final Instant since;

        private final Map<String, Boolean> promises = new LinkedHashMap<>();

        /** Promises of voters that remember what they promised before. */
        private final Map<String, Boolean> binding = new HashMap<>();

        private final Map<String, Boolean> acceptances = new HashMap<>();

        /** Nodes that were asked for a promise knowing the latest electorate. */
        private final Set<String> asked = new HashSet<>();

        private @Nullable Electorate latest;

        private @Nullable Electorate proposed;

        private @Nullable Electorate before;

        Proposal(Term ballot, Instant since) {
            this.ballot = ballot;
            this.since = since;
        }

    }

    /** Whether something is to be changed; to be called again and again. */
    void look() {
        notePause();
        noteLosses();
        Proposal current = this.proposal;
        if (!isEldest()) {
            this.proposal = null;
        }
        else if (current != null) {
            goOn(current);
        }
        else if (isAwake()) {
            begin();
        }
    }

    private void goOn(Proposal current) {
        if (current.proposed == null) {
            countPromises(current, isAged(current, 2));
        }
        if (this.proposal == current && isAged(current, 1)) {
            this.proposal = null;
        }
    }

    private boolean isAged(Proposal current, int parts) {
        return !this.state.now.isBefore(current.since.plus(this.state.settings.lease().duration().dividedBy(parts)));
    }

    private boolean isEldest() {
        List<Member> up = this.state.directory.up();
        return !up.isEmpty() && up.getFirst().id().equals(this.state.self());
    }

    private void begin() {
        Electorate present = this.state.voting.electorate();
        if (present == null) {
            List<Member> here = this.state.directory.members();
            if (knowsEveryone() && here.size() >= needed(here) && !this.state.voting.isMissingElectorate()) {
                prepare(here);
            }
        }
        else if (this.state.voting.voters().size() >= present.majority()) {
            Electorate next = next(present);
            boolean overtaken = this.outbid > present.term().ballot();
            if (next != null && this.agreed.equals(present.term()) && !overtaken) {
                propose(new Proposal(present.term().first(), this.state.now), present, next);
            }
            else if (next != null || overtaken) {
                prepare(this.state.voting.voters());
            }
        }
    }

    /** Nodes without the hub keep silent for ever. */
    private boolean knowsEveryone() {
        Instant arrival = this.state.directory.lastArrival();
        return this.state.directory.isAcquainted()
                || !arrival.equals(Instant.EPOCH) && !this.state.now.isBefore(arrival.plus(Directory.SILENCE));
    }

    private void prepare(List<Member> voters) {
        long highest = Math.max(this.outbid,
                Math.max(this.state.voting.term().ballot(), this.state.voting.promised().ballot()));
        Term ballot = new Term(Math.max(highest + 1, this.state.freshEpoch()), this.state.self().address(), 0);
        Proposal next = new Proposal(ballot, this.state.now);
        next.latest = this.state.voting.electorate();
        this.proposal = next;
        prepare(next, voters);
    }

    private void prepare(Proposal next, List<Member> voters) {
        String here = this.state.directory.self().node();
        voters.stream()
            .filter((voter) -> next.asked.add(voter.node()))
            .forEach((voter) -> this.state.outbox
                .add(new Effect.Send(voter.node(), new VotingMessage.Prepare(here, next.ballot, next.latest))));
    }

    /** Those who vote in an electorate that another voter has told of. */
    private void prepareAgain(Proposal current, Electorate latest) {
        current.latest = latest;
        current.asked.clear();
        prepare(current,
                this.state.directory.members().stream().filter((member) -> latest.hasVoter(member.id())).toList());
    }

    void receive(VotingMessage.Prepare prepare) {
        Voting voting = this.state.voting;
        boolean given = voting.promise(prepare.ballot(), prepare.latest());
        this.state.outbox
            .add(new Effect.Send(prepare.replyTo(), new VotingMessage.Promise(this.state.self(), prepare.ballot(),
                    given, voting.promised(), voting.knowsItsPromises(prepare.latest()), voting.electorate())));
    }

    void receive(VotingMessage.Promise promise) {
        Proposal current = this.proposal;
        if (!promise.given()) {
            heardOf(promise.promised());
        }
        if (current == null || !current.ballot.equals(promise.ballot()) || current.proposed != null) {
            return;
        }
        if (!promise.given()) {
            this.proposal = null;
            return;
        }
        current.promises.put(promise.voter().address(), true);
        if (promise.remembers()) {
            current.binding.put(promise.voter().address(), true);
        }
        Electorate theirs = promise.electorate();
        if (theirs != null && (current.latest == null || theirs.term().isAfter(current.latest.term()))) {
            prepareAgain(current, theirs);
        }
        countPromises(current, false);
    }

    /** A ballot that was begun by another member, and that this one has to exceed. */
    void heardOf(Term promised) {
        this.outbid = Math.max(this.outbid, promised.ballot());
    }

    private void countPromises(Proposal current, boolean impatient) {
        Electorate latest = current.latest;
        List<Member> here = this.state.directory.members();
        if (latest != null) {
            if (latest.count(current.binding) >= latest.majority()) {
                propose(current, null, latest.in(current.ballot));
            }
        }
        else if (impatient || current.promises.size() >= here.size()) {
            found(current, here);
        }
    }

    /**
     * Nobody knows of an electorate: those who have promised are the first, if they are
     * most of those who ever met, so that no two sides of an early split do the same.
     */
    private void found(Proposal current, List<Member> here) {
        LinkedHashMap<String, Term> voters = new LinkedHashMap<>();
        here.stream()
            .map((member) -> member.id().address())
            .filter(current.promises::containsKey)
            .forEach((address) -> voters.put(address, current.ballot));
        if (voters.size() >= needed(here)) {
            Electorate first = electorate(current.ballot, voters, 0);
            propose(current, null, first);
        }
    }

    private int needed(List<Member> here) {
        int quorum = Electorate.quorum(this.state.settings.partitionTolerance(), here.size(), 0);
        return Math.max(quorum, this.state.directory.mostMembers() / 2 + 1);
    }

    private Electorate electorate(Term term, LinkedHashMap<String, Term> voters, int resizedTo) {
        int quorum = Electorate.quorum(this.state.settings.partitionTolerance(),
                (resizedTo > 0) ? Math.max(resizedTo, voters.size()) : voters.size(), resizedTo);
        while (2 * quorum <= voters.size()) {
            voters.pollLastEntry();
        }
        Map<String, MemberId> letIn = new HashMap<>();
        this.state.directory.members()
            .stream()
            .map(Member::id)
            .filter((id) -> voters.containsKey(id.address()))
            .forEach((id) -> letIn.put(id.address(), id));
        return new Electorate(term, voters, letIn, quorum, resizedTo, this.state.highestEpoch());
    }

    private void propose(Proposal current, @Nullable Electorate before, Electorate proposed) {
        this.proposal = current;
        current.before = before;
        current.proposed = proposed;
        send(proposed, false);
    }

    private void send(Electorate proposed, boolean forced) {
        String here = this.state.directory.self().node();
        this.state.directory.members()
            .forEach((member) -> this.state.outbox
                .add(new Effect.Send(member.node(), new VotingMessage.Propose(here, proposed, forced))));
    }

    void receive(VotingMessage.Propose propose) {
        Voting voting = this.state.voting;
        if (voting.adopt(propose.electorate(), propose.forced())) {
            this.state.lease.askSoon();
        }
        else if (voting.isForbidden(propose.electorate())) {
            refuse(propose);
        }
        if (voting.term().equals(propose.electorate().term()) && voting.remembers()) {
            this.state.outbox
                .add(new Effect.Send(propose.replyTo(), new VotingMessage.Accepted(this.state.self(), voting.term())));
        }
    }

    /**
     * Whoever proposes it has to exceed what this member promised, or it stays outside.
     */
    private void refuse(VotingMessage.Propose propose) {
        Voting voting = this.state.voting;
        this.state.outbox.add(new Effect.Send(propose.replyTo(),
                new VotingMessage.Promise(this.state.self(), propose.electorate().term().first(), false,
                        voting.promised(), voting.remembers(), voting.electorate())));
    }

    void receive(VotingMessage.Accepted accepted) {
        Proposal current = this.proposal;
        Electorate proposed = (current == null) ? null : current.proposed;
        if (current == null || proposed == null || !proposed.term().equals(accepted.term())) {
            return;
        }
        current.acceptances.put(accepted.voter().address(), true);
        Electorate before = current.before;
        if (proposed.count(current.acceptances) >= proposed.majority()
                && (before == null || before.count(current.acceptances) >= before.majority())) {
            this.agreed = proposed.term();
            this.proposal = null;
            look();
        }
    }

    /**
     * A newcomer must know whose votes count, or it might found an electorate of its own.
     */
    void tell(String node) {
        Electorate present = this.state.voting.electorate();
        if (present != null) {
            this.state.outbox.add(new Effect.Send(node,
                    new VotingMessage.Propose(this.state.directory.self().node(), present, false)));
        }
    }

    /** Who is thought to be here after a pause may have gone while it lasted. */
    private void notePause() {
        Duration lease = this.state.settings.lease().duration();
        if (this.lastLook.isBefore(this.state.now.minus(lease))) {
            this.awakeSince = this.state.now;
        }
        this.lastLook = this.state.now;
    }

    private boolean isAwake() {
        return this.awakeSince.isBefore(this.state.now.minus(this.state.settings.lease().duration()));
    }

    private void noteLosses() {
        Electorate present = this.state.voting.electorate();
        if (present == null) {
            return;
        }
        List<String> here = this.state.directory.members().stream().map((member) -> member.id().address()).toList();
        this.lostAt.keySet().removeIf((address) -> here.contains(address) || !present.voters().containsKey(address));
        present.voters()
            .keySet()
            .stream()
            .filter((address) -> !here.contains(address))
            .forEach((address) -> this.lostAt.putIfAbsent(address, this.state.now));
    }

    /** The electorate with the next change there is to make; null if there is none. */
    private @Nullable Electorate next(Electorate present) {
        String leaving = leaving(present);
        List<MemberId> newcomers = newcomers(present);
        if (leaving != null && staysVoter(present)) {
            return without(present, leaving);
        }
        if (leaving != null) {
            return newcomers.isEmpty() ? null
                    : present.with(newcomers.getFirst(), this.state.settings.partitionTolerance());
        }
        int size = present.voters().size();
        int best = present.bestSize(this.state.settings.partitionTolerance(), size + newcomers.size());
        boolean replacing = (isReplacing() || best <= size) && !this.lostAt.isEmpty();
        if (!newcomers.isEmpty() && best > size && !replacing && isSettled(present)) {
            return present.with(newcomers.getFirst(), this.state.settings.partitionTolerance());
        }
        if (!newcomers.isEmpty() && replacing) {
            return without(present, this.lostAt.keySet().iterator().next());
        }
        return (best < size) ? without(present, present.voters().lastEntry().getKey()) : null;
    }

    /**
     * Whether the last one that was let in votes by now: until then it makes a quorum
     * larger and does not help to reach it.
     */
    private boolean isSettled(Electorate present) {
        Instant given = this.state.voting.adoptedAt()
            .plus(this.state.settings.lease().duration().multipliedBy(PATIENCE));
        return this.state.lease.isConfirmedByAll(present) || !this.state.now.isBefore(given);
    }

    private @Nullable Electorate without(Electorate present, String address) {
        return isTimeToShrink() ? present.without(address, this.state.settings.partitionTolerance()) : null;
    }

    /** Whether lost voters count until others take their places, however long that is. */
    private boolean isReplacing() {
        return this.state.settings.partitionTolerance().memory().isEmpty();
    }

    /**
     * Whoever holds children has been heard by the whole electorate since it changed
     * last.
     */
    private boolean isTimeToShrink() {
        return !this.state.now.isBefore(this.state.voting.adoptedAt().plus(this.state.settings.lease().patience()));
    }

    private List<MemberId> newcomers(Electorate present) {
        return this.state.directory.up()
            .stream()
            .filter((member) -> !present.hasVoter(member.id()))
            .map(Member::id)
            .toList();
    }

    private boolean staysVoter(Electorate present) {
        return this.state.directory.up().stream().anyMatch((member) -> present.hasVoter(member.id()));
    }

    /**
     * A voter that has left, or has been lost for long enough; or one that is about to
     * leave, whose vote helps to let go of the others.
     */
    private @Nullable String leaving(Electorate present) {
        List<String> leaving = present.voters()
            .keySet()
            .stream()
            .filter((address) -> isForgotten(address) || this.state.directory.hasLeft(address))
            .toList();
        return leaving.stream()
            .filter(this.lostAt::containsKey)
            .findFirst()
            .orElse(leaving.isEmpty() ? null : leaving.getFirst());
    }

    private boolean isForgotten(String address) {
        Instant lost = this.lostAt.get(address);
        Duration memory = this.state.settings.partitionTolerance().memory().orElse(null);
        return lost != null && memory != null && !this.state.now.isBefore(lost.plus(memory));
    }

    /** Someone knows for sure how many members there are. */
    void resize(int members) {
        LinkedHashMap<String, Term> voters = new LinkedHashMap<>();
        Electorate present = this.state.voting.electorate();
        long ballot = Math.max(this.state.freshEpoch(), Math.max(this.outbid,
                Math.max(this.state.voting.term().ballot(), this.state.voting.promised().ballot())) + 1);
        Term term = new Term(ballot, this.state.self().address(), 0);
        for (Member member : this.state.directory.up()) {
            String address = member.id().address();
            voters.put(address, (present == null) ? term : present.voters().getOrDefault(address, term));
        }
        this.proposal = null;
        send(electorate(term, voters, members), true);
    }

}
