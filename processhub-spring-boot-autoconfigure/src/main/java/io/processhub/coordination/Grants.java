package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.Member;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * Asks a quorum to keep children for this member, or for one it hands them to, and for
 * nobody else.
 */
final class Grants {

    private final HubState state;

    private final Map<ChildKey, Long> wanted = new LinkedHashMap<>();

    private final Map<MemberId, Map<ChildKey, Long>> handing = new LinkedHashMap<>();

    private final Map<Long, Ask> open = new LinkedHashMap<>();

    private final Set<ChildKey> asked = new HashSet<>();

    private final Map<ChildKey, Instant> notBefore = new HashMap<>();

    /** Epochs that others were granted, of children that were refused. */
    private final Map<ChildKey, Long> floors = new HashMap<>();

    private final Map<ChildKey, Handed> handed = new HashMap<>();

    /** Children that someone has looked for in this round of decisions. */
    private final Set<ChildKey> used = new HashSet<>();

    Grants(HubState state) {
        this.state = state;
    }

    private record Handed(MemberId to, long epoch, Instant at) {
    }

    /** One request to all voters. */
    private static final class Ask {

        private final Instant sentAt;

        private final Term term;

        private final MemberId holder;

        private final Map<ChildKey, Long> grants;

        private final Map<String, Boolean> votes = new HashMap<>();

        private final Map<ChildKey, Integer> refusals = new HashMap<>();

        private long longestWait;

        Ask(Instant sentAt, Term term, MemberId holder, Map<ChildKey, Long> grants) {
            this.sentAt = sentAt;
            this.term = term;
            this.holder = holder;
            this.grants = new LinkedHashMap<>(grants);
        }

    }

    /**
     * Epoch under which this member may claim a child, greater than {@code above}; 0 if
     * it has yet to be granted, which then is asked for. Where no quorum is needed, it is
     * {@code preferred}.
     */
    long epochFor(ChildKey key, long above, long preferred) {
        if (!this.state.voting.isRequired()) {
            return preferred;
        }
        this.used.add(key);
        long held = this.state.lease.epochOf(key);
        if (held > above) {
            return this.state.lease.covers(key) ? held : 0;
        }
        if (mayAsk(key)) {
            this.wanted.put(key, Math.max(preferred, floor(key) + 1));
        }
        return 0;
    }

    /** Whether a child may run here under this epoch now; asks for it otherwise. */
    boolean permit(ChildKey key, long epoch) {
        return epochFor(key, epoch - 1, epoch) == epoch;
    }

    /** Whether a child is held, but only under a later epoch than this. */
    boolean isAhead(ChildKey key, long epoch) {
        return this.state.voting.isRequired() && this.state.lease.epochOf(key) > epoch;
    }

    /** Whether the voters have refused a child a moment ago. */
    boolean isRefused(ChildKey key) {
        return this.notBefore.containsKey(key);
    }

    /**
     * Epoch under which a child may be handed to another member; 0 if the voters have yet
     * to be asked, which then is done. It must have stopped.
     */
    long epochToHand(ChildKey key, MemberId to, long above) {
        if (!this.state.voting.isRequired()) {
            return above + 1;
        }
        Handed done = this.handed.remove(key);
        if (done != null && done.to().equals(to) && done.epoch() > Math.max(above, this.state.voting.floor())
                && this.state.now.isBefore(done.at().plus(this.state.settings.lease().duration()))) {
            return done.epoch();
        }
        if (mayAsk(key)) {
            long epoch = Math.max(above, Math.max(floor(key), this.state.lease.epochOf(key)));
            this.handing.computeIfAbsent(to, (member) -> new LinkedHashMap<>()).put(key, epoch + 1);
        }
        return 0;
    }

    private long floor(ChildKey key) {
        return Math.max(this.floors.getOrDefault(key, 0L), this.state.voting.floor());
    }

    private boolean mayAsk(ChildKey key) {
        return !this.asked.contains(key) && !this.state.now.isBefore(this.notBefore.getOrDefault(key, Instant.MIN));
    }

    /** Gives up what was granted and nobody needs, among these children. */
    void releaseUnused(List<ChildKey> settled) {
        if (!this.state.voting.isRequired()) {
            return;
        }
        for (ChildKey key : settled) {
            if (!this.used.contains(key) && !isHeld(this.state.children.get(key)) && !this.state.calls.isBusy(key)) {
                this.state.lease.release(key);
            }
        }
        this.used.clear();
    }

    private boolean isHeld(@Nullable LocalChild child) {
        return child != null && this.state.roles.isFenced(child.role());
    }

    /** Sends what was asked for in this round of decisions. */
    void flush() {
        send(this.state.self(), this.wanted);
        this.handing.forEach(this::send);
        this.wanted.clear();
        this.handing.clear();
    }

    private void send(MemberId holder, Map<ChildKey, Long> grants) {
        Electorate electorate = this.state.voting.electorate();
        if (electorate == null) {
            return;
        }
        for (List<Map.Entry<ChildKey, Long>> chunk : Outbox.chunks(List.copyOf(grants.entrySet()))) {
            Map<ChildKey, Long> part = new LinkedHashMap<>();
            chunk.forEach((grant) -> part.put(grant.getKey(), grant.getValue()));
            send(electorate, new Ask(this.state.now, electorate.term(), holder, part));
        }
    }

    private void send(Electorate electorate, Ask ask) {
        long sequence = this.state.nextSequence();
        this.open.put(sequence, ask);
        this.asked.addAll(ask.grants.keySet());
        for (Member voter : this.state.voting.voters()) {
            this.state.outbox.add(new Effect.Send(voter.node(),
                    new VotingMessage.GrantRequest(this.state.self(), this.state.directory.self().node(), sequence,
                            electorate.term(), electorate, ask.holder, ask.grants)));
        }
        Duration answerTime = this.state.settings.lease().answerTime();
        this.state.timers.at(this.state.now.plus(answerTime), () -> expire(sequence));
    }

    void receive(VotingMessage.GrantAnswer answer) {
        Ask ask = this.open.get(answer.sequence());
        if (this.state.voting.adopt(answer.stand().electorate(), false)) {
            this.state.lease.askSoon();
        }
        Electorate electorate = this.state.voting.electorate();
        if (ask == null || electorate == null || !answer.confirmed() || isLate(ask)
                || !ask.term.equals(electorate.term())) {
            return;
        }
        ask.votes.put(answer.voter().address(), true);
        answer.refused().forEach((key, refusal) -> {
            ask.refusals.merge(key, 1, Integer::sum);
            this.floors.merge(key, refusal.epoch(), Math::max);
            ask.longestWait = Math.max(ask.longestWait, refusal.waitMillis());
        });
        count(answer.sequence(), ask, electorate);
    }

    private boolean isLate(Ask ask) {
        return this.state.now.isAfter(ask.sentAt.plus(this.state.settings.lease().answerTime()));
    }

    private void count(long sequence, Ask ask, Electorate electorate) {
        int votes = electorate.count(ask.votes);
        List<ChildKey> granted = new ArrayList<>();
        List<ChildKey> refused = new ArrayList<>();
        ask.grants.keySet().forEach((key) -> {
            int refusals = ask.refusals.getOrDefault(key, 0);
            if (votes - refusals >= electorate.quorum()) {
                granted.add(key);
            }
            else if (refusals > electorate.voters().size() - electorate.quorum()) {
                refused.add(key);
            }
        });
        granted.forEach((key) -> granted(ask, key));
        refuse(sequence, ask, refused);
        if (ask.grants.isEmpty()) {
            this.open.remove(sequence);
        }
    }

    private void granted(Ask ask, ChildKey key) {
        long epoch = Objects.requireNonNull(ask.grants.remove(key));
        this.asked.remove(key);
        this.floors.remove(key);
        this.notBefore.remove(key);
        if (ask.holder.equals(this.state.self())) {
            this.state.lease.hold(key, epoch);
        }
        else {
            this.handed.put(key, new Handed(ask.holder, epoch, this.state.now));
            this.state.dirty.add(key);
        }
    }

    /**
     * Lets the voters forget a request that has failed, and tries again a little later.
     */
    private void refuse(long sequence, Ask ask, List<ChildKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Map<ChildKey, Long> unused = new LinkedHashMap<>();
        Duration pause = this.state.settings.lease().interval();
        Duration wait = Duration.ofMillis(Math.max(10, ask.longestWait));
        Instant again = this.state.now.plus(wait.compareTo(pause) < 0 ? wait : pause);
        for (ChildKey key : keys) {
            Long epoch = ask.grants.remove(key);
            this.asked.remove(key);
            this.notBefore.put(key, again);
            unused.put(key, (epoch == null) ? 0 : epoch);
        }
        if (ask.holder.equals(this.state.self())) {
            this.state.voting.voters()
                .forEach((voter) -> this.state.outbox.add(new Effect.Send(voter.node(),
                        new VotingMessage.GrantWithdrawal(this.state.self(), sequence, unused))));
        }
        this.state.dirty.addAll(keys);
        this.state.timers.at(again, () -> askAgain(keys, again));
    }

    private void askAgain(List<ChildKey> keys, Instant at) {
        for (ChildKey key : keys) {
            if (this.notBefore.remove(key, at)) {
                this.state.dirty.add(key);
            }
        }
    }

    private void expire(long sequence) {
        Ask ask = this.open.remove(sequence);
        if (ask != null) {
            refuse(sequence, ask, List.copyOf(ask.grants.keySet()));
        }
    }

}
