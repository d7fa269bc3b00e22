package io.processhub.hazelcast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comparison of the buckets that live on some nodes with a view. Used once, by one
 * thread, which it may block.
 */
final class RegistryScan {

    private static final Logger log = LoggerFactory.getLogger(RegistryScan.class);

    private final RegistryView view;

    private final long expiredBefore;

    private final List<ChildRecord> newer = new ArrayList<>();

    private final List<ChildKey> behind = new ArrayList<>();

    private final List<ChildRecord> expired = new ArrayList<>();

    RegistryScan(RegistryView view, long expiredBefore) {
        this.view = view;
        this.expiredBefore = expiredBefore;
    }

    Signal.Scanned of(HazelcastInstance hazelcast, String mapName, Set<String> others) {
        PartitionService partitions = hazelcast.getPartitionService();
        Member self = hazelcast.getCluster().getLocalMember();
        Map<Integer, List<ChildRecord>> viewed = new HashMap<>();
        this.view.forEach(
                (row) -> viewed.computeIfAbsent(RegistryBucket.of(row.key()), (bucket) -> new ArrayList<>()).add(row));
        IMap<Integer, RegistryBucket> map = hazelcast.getMap(mapName);
        for (int number = 0; number < RegistryBucket.COUNT; number++) {
            Member owner = partitions.getPartition(number).getOwner();
            if (self.equals(owner) || owner != null && others.contains(owner.getUuid().toString())) {
                look(map, number, viewed.getOrDefault(number, List.of()));
            }
        }
        return new Signal.Scanned(this.newer, this.behind, this.expired);
    }

    /** A bucket that the durable store does not give out is looked at another time. */
    private void look(IMap<Integer, RegistryBucket> map, int number, List<ChildRecord> viewed) {
        try {
            RegistryBucket bucket = map.get(number);
            compare((bucket == null) ? new RegistryBucket() : bucket, viewed);
        }
        catch (StoreRefusal ex) {
            log.debug("bucket {} of the registry: {}", number, ex.getMessage());
        }
    }

    private void compare(RegistryBucket bucket, List<ChildRecord> viewed) {
        bucket.rows().forEach(this::compareWithView);
        for (ChildRecord row : viewed) {
            ChildRecord mapped = bucket.row(row.key());
            if ((mapped == null) ? !row.isRemoved() : row.isNewerThan(mapped)) {
                this.behind.add(row.key());
            }
        }
    }

    /**
     * A tombstone that the view has not seen while it knows the child is news, however
     * old; only then it may go.
     */
    private void compareWithView(ChildRecord mapped) {
        boolean served = mapped.isRemoved() && mapped.claims().isEmpty() && mapped.removedAt() < this.expiredBefore;
        ChildRecord known = this.view.row(mapped.key());
        if ((known == null) ? !served : mapped.isNewerThan(known)) {
            this.newer.add(mapped);
        }
        else if (served) {
            this.expired.add(mapped);
        }
    }

}
