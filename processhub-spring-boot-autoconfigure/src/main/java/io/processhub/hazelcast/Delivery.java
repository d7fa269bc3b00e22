package io.processhub.hazelcast;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.processhub.coordination.Message;
import io.processhub.runtime.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to a hub on another node, in order. Answers whether the hub is there.
 */
final class Delivery implements Callable<Boolean>, HazelcastInstanceAware, IdentifiedDataSerializable {

    private String hubId = "";

    private List<Parcel> sent = List.of();

    private List<Message> received = List.of();

    private @Nullable HazelcastInstance here;

    Delivery() {
    }

    Delivery(String hubId, List<Parcel> sent) {
        this.hubId = hubId;
        this.sent = sent;
    }

    /** Where a hub's listener is found in {@link HazelcastInstance#getUserContext()}. */
    static String address(String hubId) {
        return "processhub.hub." + hubId;
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance here) {
        this.here = here;
    }

    @Override
    public Boolean call() {
        Object hub = (this.here == null) ? null : this.here.getUserContext().get(address(this.hubId));
        if (hub instanceof Cluster.Listener listener) {
            this.received.forEach(listener::received);
            return true;
        }
        return false;
    }

    @Override
    public int getFactoryId() {
        return WireType.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return WireType.DELIVERY.id();
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        WireOutput to = WireType.begin(out);
        to.text(this.hubId);
        to.number(this.sent.size());
        for (Parcel parcel : this.sent) {
            out.write(parcel.bytes());
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        WireInput from = WireType.begin(in);
        this.hubId = from.text();
        this.received = from.all(MessageFormat::read);
    }

}
