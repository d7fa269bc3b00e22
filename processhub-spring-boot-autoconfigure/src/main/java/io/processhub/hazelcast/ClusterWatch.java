package io.processhub.hazelcast;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import io.processhub.runtime.Cluster.Listener;

/**
 * Tells a listener of the members of a Hazelcast instance, and of the instance's end.
 * Reads the whole list at each event, under a lock, so that what the listener hears last
 * is right even if events come late or not at all, as in a merge.
 */
final class ClusterWatch implements MembershipListener, LifecycleListener {

    private static final long MILLIS_BETWEEN_LOOKS = 100;

    private final HazelcastInstance hazelcast;

    private final Listener listener;

    private final Consumer<Collection<String>> present;

    private UUID membershipId = new UUID(0, 0);

    private UUID lifecycleId = new UUID(0, 0);

    private volatile boolean over;

    private String lastSelf = "";

    private List<String> lastNodes = List.of();

    ClusterWatch(HazelcastInstance hazelcast, Listener listener, Consumer<Collection<String>> present) {
        this.hazelcast = hazelcast;
        this.listener = listener;
        this.present = present;
    }

    void open() {
        this.membershipId = this.hazelcast.getCluster().addMembershipListener(this);
        this.lifecycleId = this.hazelcast.getLifecycleService().addLifecycleListener(this);
        tellNodes();
        if (!this.hazelcast.getLifecycleService().isRunning()) {
            tellEnd("Hazelcast has shut down");
        }
        Thread.ofPlatform().name("processhub-end-watch").daemon().start(this::watchForEnd);
    }

    /** An instance that runs out of memory ends without telling its listeners. */
    private void watchForEnd() {
        try {
            while (!this.over && this.hazelcast.getLifecycleService().isRunning()) {
                TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
            }
            tellEnd("Hazelcast has ended by itself, as it does when memory runs out");
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is told after this. Does nothing to an instance that has ended. */
    void close() {
        synchronized (this) {
            this.over = true;
        }
        try {
            this.hazelcast.getLifecycleService().removeLifecycleListener(this.lifecycleId);
            this.hazelcast.getCluster().removeMembershipListener(this.membershipId);
        }
        catch (HazelcastInstanceNotActiveException ex) {
            // its listeners went with it
        }
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        tellNodes();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        tellNodes();
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        switch (event.getState()) {
            case MERGED -> tellNodesAfterMerge();
            case MERGE_FAILED -> tellEnd("Hazelcast could not merge with the rest of the cluster after a split");
            case SHUTTING_DOWN, SHUTDOWN -> tellEnd("Hazelcast has shut down");
            default -> {
            }
        }
    }

    private synchronized void tellNodes() {
        if (this.over) {
            return;
        }
        Cluster cluster = this.hazelcast.getCluster();
        String self = id(cluster.getLocalMember());
        List<String> nodes = cluster.getMembers().stream().map(ClusterWatch::id).toList();
        boolean changed = !self.equals(this.lastSelf) || !nodes.equals(this.lastNodes);
        if (changed && nodes.contains(self)) {
            this.lastSelf = self;
            this.lastNodes = nodes;
            this.present.accept(nodes);
            this.listener.nodesChanged(self, nodes);
        }
    }

    /**
     * Tells them again even if they are known since the merge began: only now the maps of
     * both sides are one.
     */
    private synchronized void tellNodesAfterMerge() {
        this.lastNodes = List.of();
        tellNodes();
    }

    private synchronized void tellEnd(String reason) {
        if (!this.over) {
            this.over = true;
            this.listener.ended(reason);
        }
    }

    private static String id(Member member) {
        return member.getUuid().toString();
    }

}
