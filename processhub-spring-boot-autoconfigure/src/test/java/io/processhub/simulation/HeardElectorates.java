package io.processhub.simulation;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.processhub.coordination.Electorate;
import io.processhub.coordination.Message;
import io.processhub.coordination.VotingMessage;
import org.jspecify.annotations.Nullable;

/**
 * The latest electorate that each member was told of, as an onlooker sees it: what there
 * has to be a quorum of.
 */
final class HeardElectorates {

    private static final Comparator<Electorate> BY_TERM = Comparator.comparing(Electorate::term);

    private final Map<SimNode, Electorate> latest = new HashMap<>();

    void heard(SimNode node, Message message) {
        Electorate electorate = in(message);
        if (electorate != null) {
            this.latest.merge(node, electorate, (one, other) -> (BY_TERM.compare(one, other) < 0) ? other : one);
        }
    }

    /** The electorate that a message is about, if it says which. */
    static @Nullable Electorate in(Message message) {
        return switch (message) {
            case VotingMessage.Propose propose -> propose.electorate();
            case VotingMessage.Promise promise -> promise.electorate();
            case VotingMessage.LeaseRequest request -> request.electorate();
            case VotingMessage.LeaseAnswer answer -> answer.stand().electorate();
            case VotingMessage.GrantRequest request -> request.electorate();
            case VotingMessage.GrantAnswer answer -> answer.stand().electorate();
            case VotingMessage.TableAnswer answer -> answer.stand().electorate();
            default -> null;
        };
    }

    /**
     * Whether most voters of the latest one are the very members that were let in, so
     * that they have forgotten nothing.
     */
    boolean canGoOn(Collection<SimNode> alive) {
        return latest(alive).filter((electorate) -> count(electorate, alive) > electorate.voters().size() / 2)
            .isPresent();
    }

    private Optional<Electorate> latest(Collection<SimNode> alive) {
        return alive.stream().map(this.latest::get).filter((heard) -> heard != null).max(BY_TERM);
    }

    private static long count(Electorate electorate, Collection<SimNode> alive) {
        return alive.stream().filter((node) -> node.id().equals(electorate.letIn().get(node.id().address()))).count();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        this.latest.forEach((node, electorate) -> text.append("\n ")
            .append(node.name())
            .append(node.isAlive() ? " knows " : " knew ")
            .append(electorate));
        return text.toString();
    }

}
