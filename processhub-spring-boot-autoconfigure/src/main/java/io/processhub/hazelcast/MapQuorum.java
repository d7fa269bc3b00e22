package io.processhub.hazelcast;

import java.util.Collection;

import com.hazelcast.cluster.Member;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionFunction;
import io.processhub.runtime.QuorumGuard;

/**
 * Lets a registry map be written only while enough nodes are in the cluster. Hazelcast
 * asks after each change of its members and at each heartbeat, and goes by its last
 * answer until then; for the first time one heartbeat after its start. Before that, and
 * until there have been enough nodes, writes are refused. May be used from any thread.
 */
public final class MapQuorum implements SplitBrainProtectionFunction, QuorumGuard {

    private volatile int required;

    public MapQuorum(int required) {
        this.required = required;
    }

    @Override
    public void require(int members) {
        this.required = members;
    }

    @Override
    public boolean apply(Collection<Member> members) {
        return members.size() >= this.required;
    }

    @Override
    public String toString() {
        return "MapQuorum(" + this.required + ")";
    }

}
