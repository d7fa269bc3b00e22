package io.processhub.coordination;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

import io.processhub.ChildKey;

/**
 * Children of this member that belong elsewhere: those that wait for their move, and
 * those on their way.
 */
final class Moves {

    private final SequencedSet<ChildKey> waiting = new LinkedHashSet<>();

    private final Set<ChildKey> moving = new HashSet<>();

    void want(ChildKey key) {
        if (!this.moving.contains(key)) {
            this.waiting.add(key);
        }
    }

    /** The child has left, or stays after all. */
    void end(ChildKey key) {
        this.waiting.remove(key);
        this.moving.remove(key);
    }

    int moving() {
        return this.moving.size();
    }

    int waiting() {
        return this.waiting.size();
    }

    /** The next children to move. */
    List<ChildKey> begin(int count) {
        List<ChildKey> next = this.waiting.stream().limit(count).toList();
        next.forEach(this.waiting::remove);
        this.moving.addAll(next);
        return next;
    }

}
