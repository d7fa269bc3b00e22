package io.processhub;

import java.time.Duration;
import java.util.List;

/** Says how changes of the registry reach the views of the other members. */
public interface SynchronizationStrategy {

    /**
     * Members to which a change goes at once.
     * @param others all other members, eldest first
     */
    List<Member> recipients(List<Member> others);

    /**
     * Time between two comparisons of this member's view with those of others, which find
     * what was missed.
     */
    Duration syncInterval();

}
