package io.processhub.coordination;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.Member;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * This member's lease on everything it holds. It asks the voters again and again; the
 * lease ends one duration after the newest request that a quorum has confirmed was
 * <em>sent</em>. What was added since that request is not covered yet.
 */
final class Lease {

    /** Changes that are kept for voters that are behind; others get everything. */
    private static final int MOST_CHANGES = 50_000;

    private final HubState state;

    private final Map<ChildKey, Holding> holdings = new LinkedHashMap<>();

    private final Deque<Change> log = new ArrayDeque<>();

    private final Map<MemberId, Peer> peers = new HashMap<>();

    private final LinkedHashMap<Long, Round> rounds = new LinkedHashMap<>();

    /** Children not confirmed by the last round, and when their leases end. */
    private final Map<ChildKey, Instant> limits = new LinkedHashMap<>();

    private long version;

    private long covered;

    private Instant until = Instant.MIN;

    private boolean urgent;

    Lease(HubState state) {
        this.state = state;
    }

    private record Holding(long epoch, long version) {
    }

    private record Change(long version, ChildKey key, long epoch) {
    }

    /** What a voter is known to know. */
    private static final class Peer {

        private long version = -1;

        private Term term = Term.NONE;

        private Term confirmedIn = Term.NONE;

        private Instant heard = Instant.MIN;

        /** Whether it was asked once more since the last beat, because it refused. */
        private boolean repeated;

    }

    /** One request to all voters. */
    private record Round(Instant sentAt, long version, Term term, Map<String, Boolean> votes,
            Map<ChildKey, Integer> contested) {
    }

    /** Whether all voters that are here have voted in this electorate. */
    boolean isConfirmedByAll(Electorate electorate) {
        return this.state.voting.voters().stream().allMatch((voter) -> {
            Peer peer = this.peers.get(voter.id());
            return peer != null && !electorate.term().isAfter(peer.confirmedIn);
        });
    }

    /** Whether most voters of an electorate have said that they know of it. */
    boolean isAgreed(Electorate electorate) {
        long agreed = this.state.voting.voters().stream().filter((voter) -> {
            Peer peer = this.peers.get(voter.id());
            return peer != null && !electorate.term().isAfter(peer.term);
        }).count();
        return agreed >= electorate.majority();
    }

    Instant until() {
        return this.until;
    }

    boolean isValid() {
        return this.state.now.isBefore(this.until);
    }

    /** Epoch under which this member holds a child, 0 if it does not. */
    long epochOf(ChildKey key) {
        Holding holding = this.holdings.get(key);
        return (holding == null) ? 0 : holding.epoch();
    }

    /** Whether the lease covers a child. */
    boolean covers(ChildKey key) {
        Holding holding = this.holdings.get(key);
        return holding != null && holding.version() <= this.covered && !this.limits.containsKey(key) && isValid();
    }

    /** Voters that have answered lately. */
    int visible() {
        Instant since = this.state.now.minus(this.state.settings.lease().duration());
        return (int) this.state.voting.voters().stream().filter((voter) -> {
            Peer peer = this.peers.get(voter.id());
            return voter.id().equals(this.state.self()) || peer != null && peer.heard.isAfter(since);
        }).count();
    }

    /** A quorum has granted a child. */
    void hold(ChildKey key, long epoch) {
        this.holdings.put(key, new Holding(epoch, ++this.version));
        change(key, epoch);
        this.urgent = true;
    }

    /** Gives up a child; it does not run here any more. */
    void release(ChildKey key) {
        if (this.holdings.remove(key) != null) {
            this.version++;
            change(key, 0);
            unlimit(key, 0);
        }
    }

    /**
     * Gives up everything: those who had it since may be lost, and with them the later
     * epochs.
     */
    void releaseAll() {
        List.copyOf(this.holdings.keySet()).forEach(this::release);
    }

    private void change(ChildKey key, long epoch) {
        this.log.add(new Change(this.version, key, epoch));
        if (this.log.size() > MOST_CHANGES) {
            this.log.remove();
        }
    }

    /** Asks at the end of this round of decisions. */
    void askSoon() {
        this.urgent = true;
    }

    void flush() {
        if (this.urgent) {
            ask();
        }
    }

    /**
     * Asks, as it does again and again. Whoever refuses is asked once more at once: a
     * voter that goes on to refuse would otherwise be asked without end.
     */
    void beat() {
        this.peers.values().forEach((peer) -> peer.repeated = false);
        ask();
    }

    private void ask() {
        this.urgent = false;
        Electorate electorate = this.state.voting.electorate();
        this.rounds.values().removeIf((round) -> isLate(round));
        if (electorate != null) {
            long sequence = this.state.nextSequence();
            this.rounds.put(sequence,
                    new Round(this.state.now, this.version, electorate.term(), new HashMap<>(), new HashMap<>()));
            this.state.voting.voters().forEach((voter) -> send(voter, sequence, electorate));
        }
    }

    private boolean isLate(Round round) {
        return this.state.now.isAfter(round.sentAt().plus(this.state.settings.lease().answerTime()));
    }

    private void send(Member voter, long sequence, Electorate electorate) {
        Peer peer = this.peers.computeIfAbsent(voter.id(), (id) -> new Peer());
        long first = this.log.isEmpty() ? this.version + 1 : this.log.getFirst().version();
        long base = (peer.version + 1 >= first || peer.version == this.version) ? peer.version : -1;
        Map<ChildKey, Long> changes = new LinkedHashMap<>();
        if (base < 0) {
            this.holdings.forEach((key, holding) -> changes.put(key, holding.epoch()));
        }
        else if (base < this.version) {
            this.log.descendingIterator().forEachRemaining((change) -> {
                if (change.version() > base) {
                    changes.putIfAbsent(change.key(), change.epoch());
                }
            });
        }
        boolean known = peer.term.equals(electorate.term());
        this.state.outbox.add(new Effect.Send(voter.node(),
                new VotingMessage.LeaseRequest(this.state.self(), this.state.directory.self().node(), sequence,
                        electorate.term(), known ? null : electorate, this.version, base, changes)));
    }

    void receive(VotingMessage.LeaseAnswer answer) {
        Peer peer = this.peers.computeIfAbsent(answer.voter(), (id) -> new Peer());
        Round round = this.rounds.get(answer.sequence());
        heard(peer, answer, round);
        if (round == null || !answer.confirmed() || isLate(round) || !round.term().equals(this.state.voting.term())) {
            return;
        }
        peer.version = Math.max(peer.version, round.version());
        peer.confirmedIn = round.term();
        round.votes().put(answer.voter().address(), true);
        answer.contested().keySet().forEach((key) -> round.contested().merge(key, 1, Integer::sum));
        count(round);
    }

    private void heard(Peer peer, VotingMessage.LeaseAnswer answer, @Nullable Round round) {
        peer.heard = this.state.now;
        peer.term = answer.stand().term();
        if (this.state.voting.adopt(answer.stand().electorate(), false)) {
            this.urgent = true;
        }
        else if (!answer.confirmed() && round != null) {
            boolean curable = peer.version >= 0 || peer.term.compareTo(round.term()) < 0;
            this.urgent |= curable && !peer.repeated;
            peer.repeated |= curable;
            peer.version = -1;
        }
    }

    private void count(Round round) {
        Electorate electorate = this.state.voting.electorate();
        int votes = (electorate == null) ? 0 : electorate.count(round.votes());
        if (electorate == null || votes < electorate.quorum()) {
            return;
        }
        Instant before = this.until;
        Instant end = endOf(round);
        if (!end.isBefore(this.until)) {
            this.until = end;
            limit(round, votes - electorate.quorum(), before);
            cover(round.version());
            this.state.outbox.add(new Effect.Renewed(end));
        }
    }

    /** Counted from the request: nobody knows how long the answers took. */
    private Instant endOf(Round round) {
        return round.sentAt().plus(this.state.settings.lease().duration());
    }

    /**
     * What too many voters contest is not renewed, and what they do not contest any more
     * is.
     */
    private void limit(Round round, int spare, Instant before) {
        round.contested().forEach((key, votes) -> {
            long epoch = epochOf(key);
            if (votes > spare && epoch > 0 && this.limits.putIfAbsent(key, before) == null) {
                this.state.outbox.add(new Effect.Limit(key, epoch, before));
            }
        });
        this.limits.keySet()
            .stream()
            .filter((key) -> round.contested().getOrDefault(key, 0) <= spare)
            .toList()
            .forEach((key) -> unlimit(key, epochOf(key)));
    }

    private void unlimit(ChildKey key, long epoch) {
        if (this.limits.remove(key) != null && epoch > 0) {
            this.state.outbox.add(new Effect.Limit(key, epoch, null));
            this.state.dirty.add(key);
        }
    }

    private void cover(long version) {
        if (version > this.covered) {
            long from = this.covered;
            this.covered = version;
            this.log.descendingIterator().forEachRemaining((change) -> {
                if (change.version() > from) {
                    this.state.dirty.add(change.key());
                }
            });
        }
    }

    /** Gives up children whose leases have ended because somebody else has them. */
    void endLimited() {
        this.limits.entrySet()
            .stream()
            .filter((limit) -> !this.state.now.isBefore(limit.getValue()))
            .map(Map.Entry::getKey)
            .toList()
            .forEach((key) -> {
                release(key);
                this.state.dirty.add(key);
            });
    }

}
