package io.processhub.coordination;

import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.MemberId;

/** Votes on what other members, and this one, ask for. */
final class Voter {

    private final HubState state;

    private final GrantTable table;

    Voter(HubState state, GrantTable table) {
        this.state = state;
        this.table = table;
    }

    void receive(VotingMessage.LeaseRequest request) {
        Voting voting = this.state.voting;
        voting.adopt(request.electorate(), false);
        if (this.table.isOld(request) || !voting.mayVote() && !voting.isBeyond(request.term())) {
            return;
        }
        boolean counts = voting.mayVote() && voting.term().equals(request.term());
        Map<ChildKey, Long> contested = counts ? this.table.renew(request, this.state.now) : null;
        this.state.outbox
            .add(new Effect.Send(request.replyTo(), new VotingMessage.LeaseAnswer(this.state.self(), request.sequence(),
                    contested != null, (contested == null) ? Map.of() : contested, voting.stand(request.term()))));
    }

    void receive(VotingMessage.GrantRequest request) {
        Voting voting = this.state.voting;
        voting.adopt(request.electorate(), false);
        if (!voting.mayVote() && !voting.isBeyond(request.term())) {
            return;
        }
        boolean counts = voting.mayVote() && voting.term().equals(request.term());
        this.state.outbox.add(new Effect.Send(request.replyTo(),
                new VotingMessage.GrantAnswer(this.state.self(), request.sequence(), counts,
                        counts ? this.table.grant(request, this.state.now) : Map.of(), voting.stand(request.term()))));
    }

    void receive(VotingMessage.GrantWithdrawal withdrawal) {
        this.table.withdraw(withdrawal);
    }

    /** A member will never act again, so it needs nothing any more. */
    void gone(MemberId member) {
        this.table.gone(member);
    }

}
