package io.processhub.runtime;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;

/**
 * Port to what keeps the registry when all members end: what should run, and which epochs
 * may have been granted. Shared by all members; several may use it at the same time, each
 * for other rows unless the network is split: then an older row never replaces a newer
 * one. Each call blocks its thread, for a few seconds at most.
 */
public interface RegistryStore {

    /**
     * The rows of a part of the registry, without claims, as
     * {@link io.processhub.coordination.StoredRow#recovered} makes them.
     * @param bucket number of the part
     * @throws NotStoredException if they cannot be read
     */
    List<ChildRecord> load(int bucket);

    /**
     * Writes and forgets rows of one part of the registry, all or none of them.
     * @param written rows as they now are
     * @param forgotten rows as they were
     * @throws NotStoredException if surely nothing was changed; with any other exception
     * nobody knows
     */
    void save(int bucket, List<ChildRecord> written, List<ChildRecord> forgotten);

    /**
     * Which of these children were stopped or have completed, and have not been started
     * since.
     * @throws NotStoredException if that cannot be read
     */
    Set<ChildKey> stopped(Collection<ChildKey> keys);

}
