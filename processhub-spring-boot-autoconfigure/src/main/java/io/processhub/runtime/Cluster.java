package io.processhub.runtime;

import java.util.List;

import io.processhub.coordination.Message;

/** Port to the cluster: which nodes there are, and messages between them. */
public interface Cluster {

    /**
     * Begins to listen. The listener hears of the nodes at once and after every change,
     * from any thread, and must not block.
     */
    void open(Listener listener);

    /** Stops listening; messages to this node are dropped from now on. */
    void close();

    /** Address this node listens on, {@code host:port}. */
    String address();

    /**
     * Sends a message to a node, this one included. Returns at once; the message may be
     * lost. Messages to one node arrive in the order in which they were sent, if they
     * arrive.
     */
    void send(String node, Message message);

    /**
     * Whether all messages to other nodes have arrived, but for votes, or are given up.
     */
    boolean isIdle();

    /** Hears what happens in the cluster. */
    interface Listener {

        /**
         * The cluster consists of these nodes now, eldest first; {@code self} is this
         * one.
         */
        void nodesChanged(String self, List<String> nodes);

        /** A message for this hub arrived. */
        void received(Message message);

        /**
         * A message that was sent to another node has reached nobody: there is no such
         * node, or no hub listens there any more. Not every message that is lost is
         * reported.
         */
        void undelivered(Message message);

        /** No hub of the same id listens on that node. */
        void absent(String node);

        /**
         * This node fell out of the cluster while its JVM lives on, for this reason; no
         * message comes any more.
         */
        void ended(String reason);

    }

}
