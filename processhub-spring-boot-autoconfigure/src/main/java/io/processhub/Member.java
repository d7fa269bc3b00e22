package io.processhub;

import java.util.Map;

/**
 * JVM that runs the hub, as every other member knows it.
 *
 * @param id boot id
 * @param node where messages to it go: the id of its cluster node, which may change in a
 * merge
 * @param name address it listens on, {@code host:port}; a restarted member mostly has the
 * same one
 * @param weight share of the children it takes, relative to the others; more than 0
 * @param labels what it offers, such as {@code zone=a}
 * @param status whether it takes children
 */
public record Member(MemberId id, String node, String name, double weight, Map<String, String> labels, Status status) {

    /** Whether a member takes children. */
    public enum Status {

        /** Takes children. */
        UP,

        /** Hands its children to others and takes none. */
        DRAINING

    }

    public Member {
        if (!(weight > 0 && weight <= 1000)) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: more than 0, at most 1000)");
        }
        labels = Values.sorted(labels);
    }

    public Member(MemberId id, String node, String name) {
        this(id, node, name, 1, Map.of(), Status.UP);
    }

    public Member withStatus(Status status) {
        return new Member(this.id, this.node, this.name, this.weight, this.labels, status);
    }

    public Member withNode(String node) {
        return new Member(this.id, node, this.name, this.weight, this.labels, this.status);
    }

    /** Whether it takes children. */
    public boolean isUp() {
        return this.status == Status.UP;
    }

}
