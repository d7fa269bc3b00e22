package io.processhub.runtime;

import java.util.List;
import java.util.function.Consumer;

import io.processhub.coordination.CallMessage;
import io.processhub.coordination.Message;
import io.processhub.coordination.Signal;

/**
 * What a cluster tells a hub: calls go to the calls, everything else to the loop.
 *
 * @param calls calls of this member and to its children
 * @param loop the hub's loop
 * @param end called with a reason when the cluster is lost for good
 */
record ClusterNews(LocalCalls calls, Consumer<Signal> loop, Consumer<String> end) implements Cluster.Listener {

    @Override
    public void nodesChanged(String self, List<String> nodes) {
        this.loop.accept(new Signal.NodesChanged(self, nodes));
    }

    @Override
    public void received(Message message) {
        if (message instanceof CallMessage call) {
            this.calls.receive(call);
        }
        else {
            this.loop.accept(new Signal.Received(message));
        }
    }

    @Override
    public void undelivered(Message message) {
        if (message instanceof CallMessage.Calls undelivered) {
            this.calls.undelivered(undelivered);
        }
    }

    @Override
    public void absent(String node) {
        this.loop.accept(new Signal.Absent(node));
    }

    @Override
    public void ended(String reason) {
        this.end.accept(reason);
    }

}
