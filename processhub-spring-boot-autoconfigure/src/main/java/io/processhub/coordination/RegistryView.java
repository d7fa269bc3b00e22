package io.processhub.coordination;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Hub;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * A member's full copy of the registry, with an index of tags and metadata. One thread
 * writes: the owner of the hub's state. Any thread reads, and sees each row whole.
 */
public final class RegistryView implements Hub.Registry {

    static final int BUCKETS = 256;

    private static final Comparator<ChildRecord> BY_KEY = Comparator.comparing(ChildRecord::key);

    private final ConcurrentHashMap<ChildKey, ChildRecord> rows = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<String, Set<ChildKey>> tagged = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Map.Entry<String, String>, Set<ChildKey>> described = new ConcurrentHashMap<>();

    private final long[] digest = new long[BUCKETS];

    private volatile int live;

    /** The row of a child, a tombstone too; null if there is none. */
    public @Nullable ChildRecord row(ChildKey key) {
        return this.rows.get(key);
    }

    @Override
    public void forEach(Consumer<ChildRecord> consumer) {
        this.rows.values().forEach(consumer);
    }

    /** Takes a row if it is newer than the one at hand; answers whether it was. */
    public boolean apply(ChildRecord row) {
        ChildRecord old = this.rows.get(row.key());
        if (old != null && !row.isNewerThan(old)) {
            return false;
        }
        this.rows.put(row.key(), row);
        account(old, row);
        return true;
    }

    /** Forgets a tombstone. */
    void forget(ChildKey key) {
        this.rows.remove(key);
    }

    /**
     * One number for each bucket of keys, which differs when its rows differ; but for
     * tombstones without claims.
     */
    public List<Long> digest() {
        return Arrays.stream(this.digest).boxed().toList();
    }

    /** The rows of some buckets, in no order. */
    List<ChildRecord> rows(BitSet buckets) {
        List<ChildRecord> rows = new ArrayList<>();
        if (!buckets.isEmpty()) {
            this.rows.forEach((key, row) -> {
                if (buckets.get(bucket(key))) {
                    rows.add(row);
                }
            });
        }
        return rows;
    }

    private void account(@Nullable ChildRecord old, ChildRecord row) {
        ChildRecord before = (old == null || old.isRemoved()) ? null : old;
        ChildRecord after = row.isRemoved() ? null : row;
        this.digest[bucket(row.key())] ^= fingerprint(old) ^ fingerprint(row);
        this.live += ((after == null) ? 0 : 1) - ((before == null) ? 0 : 1);
        reindex(this.tagged, row.key(), (before == null) ? Set.of() : before.spec().tags(),
                (after == null) ? Set.of() : after.spec().tags());
        reindex(this.described, row.key(), metadata(before), metadata(after));
    }

    private static Set<Map.Entry<String, String>> metadata(@Nullable ChildRecord row) {
        return (row == null || row.spec().metadata().isEmpty()) ? Set.of()
                : Map.copyOf(row.spec().metadata()).entrySet();
    }

    private static <W> void reindex(ConcurrentHashMap<W, Set<ChildKey>> index, ChildKey key, Set<W> before,
            Set<W> after) {
        if (!before.equals(after)) {
            before.forEach((word) -> index.computeIfPresent(word, (w, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            }));
            after.forEach((word) -> index.computeIfAbsent(word, (w) -> ConcurrentHashMap.newKeySet()).add(key));
        }
    }

    private static int bucket(ChildKey key) {
        return Math.floorMod(key.value().hashCode() * 0x9E3779B9, BUCKETS);
    }

    /**
     * The finalizer of MurmurHash3 over what distinguishes one state of a row from
     * another.
     */
    private static long fingerprint(@Nullable ChildRecord row) {
        if (row == null || row.isSettled()) {
            return 0;
        }
        long hash = row.key().value().hashCode() * 0x9E3779B97F4A7C15L + row.epoch() * 31 + row.version() * 17
                + row.removedAt();
        for (Claim claim : row.claims()) {
            hash = hash * 31 + claim.member().value().hashCode();
            hash = hash * 31 + claim.epoch();
            hash = hash * 31 + claim.state().ordinal() * 1009L + claim.role().ordinal() * 2003L + claim.incarnation();
            hash = hash * 31 + Objects.hashCode(claim.error());
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    @Override
    public Optional<ChildRecord> find(ChildKey key) {
        ChildRecord row = this.rows.get(key);
        return (row == null || row.isRemoved()) ? Optional.empty() : Optional.of(row);
    }

    @Override
    public List<ChildRecord> list(@Nullable MemberId member, String after, int limit) {
        return sorted(this.rows.values()
            .stream()
            .filter((row) -> member == null || row.claimOf(member) != null)
            .filter((row) -> row.key().value().compareTo(after) > 0), limit);
    }

    @Override
    public List<ChildRecord> withTag(String tag) {
        return indexed(this.tagged.getOrDefault(tag, Set.of()), (spec) -> spec.tags().contains(tag));
    }

    @Override
    public List<ChildRecord> withMetadata(String name, String value) {
        return indexed(this.described.getOrDefault(Map.entry(name, value), Set.of()),
                (spec) -> value.equals(spec.metadata().get(name)));
    }

    private List<ChildRecord> indexed(Collection<ChildKey> keys, Predicate<ChildSpec> condition) {
        return sorted(
                keys.stream().map(this::row).flatMap(Stream::ofNullable).filter((row) -> condition.test(row.spec())),
                Integer.MAX_VALUE);
    }

    /** The first rows by name; a page of many rows needs no order among all of them. */
    private static List<ChildRecord> sorted(Stream<ChildRecord> rows, int limit) {
        PriorityQueue<ChildRecord> first = new PriorityQueue<>(BY_KEY.reversed());
        rows.filter((row) -> !row.isRemoved() && limit > 0).forEach((row) -> {
            if (first.size() < limit) {
                first.add(row);
            }
            else if (BY_KEY.compare(row, first.element()) < 0) {
                first.remove();
                first.add(row);
            }
        });
        return first.stream().sorted(BY_KEY).toList();
    }

    @Override
    public int size() {
        return this.live;
    }

}
