package io.processhub;

import java.util.List;
import java.util.Map;

/**
 * What a spec asks of the members that run its child.
 *
 * @param labels what a member must offer, see {@link Member#labels()}; a child waits
 * while no member offers it
 * @param members names of the members the child is bound to, see {@link Member#name()};
 * heeded by the {@code guided} strategy, empty if it is bound to none
 */
public record Placement(Map<String, String> labels, List<String> members) {

    /** On any member. */
    public static final Placement ANYWHERE = new Placement(Map.of(), List.of());

    public Placement {
        labels = Values.sorted(labels);
        members = List.copyOf(members);
        if (members.stream().distinct().count() < members.size()) {
            throw new IllegalArgumentException("members: " + members + " (expected: each once)");
        }
        members.forEach((member) -> Values.requireWellFormed("member", member));
    }

    /** Whether a member offers all the labels that are required. */
    public boolean admits(Member member) {
        return this.labels.isEmpty() || member.labels().entrySet().containsAll(this.labels.entrySet());
    }

}
