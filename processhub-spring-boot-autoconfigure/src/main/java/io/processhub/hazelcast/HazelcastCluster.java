package io.processhub.hazelcast;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import io.processhub.coordination.Message;
import io.processhub.runtime.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cluster of the members of a Hazelcast instance; a node's id is its member UUID, a new
 * one after each merge. One for each hub of an instance. May be used from any thread. The
 * listener is called by threads of Hazelcast, and by the sender for messages to this
 * node. Does not shut the instance down.
 */
public final class HazelcastCluster implements Cluster {

    private static final Logger log = LoggerFactory.getLogger(HazelcastCluster.class);

    private final HazelcastInstance hazelcast;

    private final String hubId;

    private final Map<String, Lanes> lanes = new ConcurrentHashMap<>();

    private volatile @Nullable ClusterWatch watch;

    private volatile @Nullable Parcel lastParcel;

    public HazelcastCluster(HazelcastInstance hazelcast, String hubId) {
        this.hazelcast = hazelcast;
        this.hubId = hubId;
    }

    /**
     * Begins to listen.
     * @throws IllegalStateException if a hub of this id listens already on this Hazelcast
     * instance
     */
    @Override
    public void open(Listener listener) {
        if (this.hazelcast.getUserContext().putIfAbsent(Delivery.address(this.hubId), listener) != null) {
            throw new IllegalStateException("hub-id: '" + this.hubId + "' is in use on Hazelcast instance '"
                    + this.hazelcast.getName() + "' (expected: another id for each hub of an instance)");
        }
        ClusterWatch opened = new ClusterWatch(this.hazelcast, listener, this.lanes.keySet()::retainAll);
        this.watch = opened;
        opened.open();
    }

    @Override
    public void close() {
        ClusterWatch opened = this.watch;
        if (opened != null) {
            this.watch = null;
            try {
                opened.close();
                this.hazelcast.getUserContext().remove(Delivery.address(this.hubId));
            }
            catch (HazelcastInstanceNotActiveException ex) {
                log.debug("nothing to close, the instance has ended", ex);
            }
        }
    }

    @Override
    public String address() {
        InetSocketAddress address = this.hazelcast.getCluster().getLocalMember().getSocketAddress();
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    @Override
    public void send(String node, Message message) {
        try {
            Member member = member(node);
            if (member == null) {
                log.debug("message to node {} dropped: not in the cluster", node);
                undelivered(List.of(message));
            }
            else if (member.localMember()) {
                deliverHere(message);
            }
            else {
                this.lanes.computeIfAbsent(node, (id) -> Lanes.to(id, this::deliver)).send(message, parcel(message));
            }
        }
        catch (RuntimeException ex) {
            log.debug("message to node {} dropped", node, ex);
        }
    }

    @Override
    public boolean isIdle() {
        return this.lanes.values().stream().allMatch((to) -> to.others().isIdle());
    }

    private void deliverHere(Message message) {
        if (this.hazelcast.getUserContext().get(Delivery.address(this.hubId)) instanceof Listener listener) {
            listener.received(message);
        }
    }

    private void absent(String node) {
        if (this.hazelcast.getUserContext().get(Delivery.address(this.hubId)) instanceof Listener listener) {
            listener.absent(node);
        }
    }

    private void undelivered(List<Message> messages) {
        if (this.hazelcast.getUserContext().get(Delivery.address(this.hubId)) instanceof Listener listener) {
            messages.forEach(listener::undelivered);
        }
    }

    private CompletableFuture<?> deliver(String node, String executor, List<Parcel> parcels) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try {
            Member member = member(node);
            if (member == null) {
                return CompletableFuture.failedFuture(new IllegalStateException("not in the cluster"));
            }
            this.hazelcast.getExecutorService(executor)
                .submitToMember(new Delivery(this.hubId, parcels), member, new Answer(answer));
        }
        catch (RuntimeException ex) {
            answer.completeExceptionally(ex);
        }
        // senders are told even if the queue has ceased to wait for the answer
        answer.thenAccept((heard) -> {
            if (!heard) {
                absent(node);
                undelivered(parcels.stream().map(Parcel::message).toList());
            }
        });
        return answer.copy();
    }

    private @Nullable Member member(String node) {
        for (Member member : this.hazelcast.getCluster().getMembers()) {
            if (member.getUuid().toString().equals(node)) {
                return member;
            }
        }
        return null;
    }

    private Parcel parcel(Message message) {
        Parcel last = this.lastParcel;
        if (last != null && last.carries(message)) {
            return last;
        }
        Parcel parcel = new Parcel(message);
        this.lastParcel = parcel;
        return parcel;
    }

    private record Answer(CompletableFuture<Boolean> future) implements ExecutionCallback<Boolean> {

        @Override
        public void onResponse(Boolean response) {
            this.future.complete(response);
        }

        @Override
        public void onFailure(Throwable failure) {
            this.future.completeExceptionally(failure);
        }

    }

}
