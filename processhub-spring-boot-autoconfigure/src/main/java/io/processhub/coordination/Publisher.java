package io.processhub.coordination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;

/**
 * Brings rows that this member has written to the others, as the synchronization strategy
 * says: to all of them, or to some who pass them on.
 */
final class Publisher {

    private final HubState state;

    private final Rumours rumours;

    private boolean armed;

    Publisher(HubState state) {
        this.state = state;
        this.rumours = new Rumours(state.strategies, state.view, state.self().value().hashCode());
    }

    /** What goes at once. */
    List<Effect> publish(List<ChildRecord> rows) {
        List<Member> others = this.state.directory.others();
        List<Member> recipients = this.rumours.recipients(others);
        int rounds = this.state.strategies.rounds(others.size() + 1);
        if (rounds == 0) {
            return rowsTo(recipients, rows);
        }
        keep(rows, rounds - 1);
        List<Effect> sends = Rumours.to(recipients, rows);
        sends.addAll(toHolders(others, recipients, rows));
        return sends;
    }

    private static List<Effect> rowsTo(List<Member> recipients, List<ChildRecord> rows) {
        List<Effect> sends = new ArrayList<>();
        for (List<ChildRecord> chunk : Outbox.chunks(rows)) {
            Message message = new Message.Rows(chunk);
            recipients.forEach((member) -> sends.add(new Effect.Send(member.node(), message)));
        }
        return sends;
    }

    /**
     * Whoever has a claim is to act on its row: a move must not wait for a rumour.
     */
    private static List<Effect> toHolders(List<Member> others, List<Member> recipients, List<ChildRecord> rows) {
        Set<MemberId> told = recipients.stream().map(Member::id).collect(Collectors.toSet());
        Map<MemberId, List<ChildRecord>> claimed = new HashMap<>();
        for (ChildRecord row : rows) {
            for (Claim claim : row.claims()) {
                claimed.computeIfAbsent(claim.member(), (holder) -> new ArrayList<>()).add(row);
            }
        }
        List<Effect> sends = new ArrayList<>();
        for (Member member : others) {
            List<ChildRecord> own = claimed.get(member.id());
            if (own != null && !told.contains(member.id())) {
                sends.addAll(Rumours.to(List.of(member), own));
            }
        }
        return sends;
    }

    /** Others have told this member something new. */
    void passOn(List<ChildRecord> news) {
        if (!news.isEmpty()) {
            keep(news, this.state.strategies.rounds(this.state.directory.members().size()));
        }
    }

    private void keep(List<ChildRecord> rows, int rounds) {
        rows.forEach((row) -> this.rumours.add(row.key(), rounds));
        arm();
    }

    private void arm() {
        if (!this.armed && !this.rumours.isEmpty()) {
            this.armed = true;
            this.state.timers.at(this.state.now.plus(this.state.strategies.interval()), this::round);
        }
    }

    private void round() {
        this.armed = false;
        arm();
        this.rumours.round(this.state.directory.others()).forEach(this.state.outbox::add);
    }

}
