package io.processhub.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.processhub.ChildKey;
import io.processhub.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What one voter has granted: for each child its holder, or its last one, and the epoch.
 * A holder is heard of by its lease requests; one that has been silent for longer than
 * {@link LeaseSettings#patience()} may lose its children to others, never before.
 */
final class GrantTable {

    private final Duration patience;

    private final Map<ChildKey, Entry> entries = new LinkedHashMap<>();

    private final Map<MemberId, Holder> holders = new LinkedHashMap<>();

    private long floor;

    GrantTable(Duration patience) {
        this.patience = patience;
    }

    /**
     * Grant of a child. It is firm once its holder has said that a quorum granted it.
     * {@code before} is what it replaced, to come back if it is withdrawn.
     */
    private static final class Entry {

        private final MemberId holder;

        private final long epoch;

        private Instant since;

        /** Number of its holder's request for it; 0 if somebody else asked. */
        private long asked;

        private @Nullable Entry before;

        private boolean firm;

        private boolean free;

        Entry(MemberId holder, long epoch, Instant since, @Nullable Entry before) {
            this.holder = holder;
            this.epoch = epoch;
            this.since = since;
            this.before = before;
        }

        boolean isOf(MemberId member) {
            return this.holder.equals(member);
        }

        /**
         * What its holder has said it holds: this one, or one before it while this one is
         * only asked for.
         */
        @Nullable Entry held() {
            Entry entry = this;
            while (entry != null && !entry.firm) {
                entry = entry.beforeOfSame();
            }
            return entry;
        }

        private @Nullable Entry beforeOfSame() {
            return (this.before != null && this.before.isOf(this.holder) && !this.before.free) ? this.before : null;
        }

        /** The entry under this epoch, among those of the same holder. */
        @Nullable Entry under(long epoch) {
            Entry entry = this;
            while (entry != null && entry.epoch != epoch) {
                entry = entry.beforeOfSame();
            }
            return entry;
        }

        /**
         * A member gives it up, also where it would come back when a later grant is
         * withdrawn.
         */
        void free(MemberId member) {
            for (Entry entry = this; entry != null; entry = entry.before) {
                entry.free |= entry.isOf(member);
            }
        }

        /** Its holder says that a quorum granted it: nothing before it comes back. */
        void confirm() {
            this.firm = true;
            this.before = null;
        }

        /** Puts an earlier one where it would come back. */
        void insert(Entry earlier) {
            Entry later = this;
            while (later.before != null && later.before.epoch >= earlier.epoch) {
                later = later.before;
            }
            if (later.epoch > earlier.epoch) {
                earlier.before = later.before;
                later.before = earlier;
            }
        }

        /** Whether a member may go on under an epoch that nobody holds any more. */
        boolean allows(MemberId member, long epoch) {
            return epoch > this.epoch || epoch == this.epoch && isOf(member);
        }

    }

    /** What is known of a member that holds children, or asks for them. */
    private static final class Holder {

        private long sequence;

        private long withdrawn;

        private long version = -1;

        private Instant heard = Instant.MIN;

        /** Children it says it holds, while somebody else has them here. */
        private final Map<ChildKey, Long> contested = new LinkedHashMap<>();

    }

    private Holder holder(MemberId id) {
        return this.holders.computeIfAbsent(id, (unknown) -> new Holder());
    }

    /** Keeps children for a member, as far as they are free; answers the others. */
    Map<ChildKey, VotingMessage.Refusal> grant(VotingMessage.GrantRequest request, Instant now) {
        Map<ChildKey, VotingMessage.Refusal> refused = new LinkedHashMap<>();
        if (request.sequence() > holder(request.asker()).withdrawn) {
            request.grants().forEach((key, epoch) -> {
                if (!grant(key, epoch, request, now)) {
                    refused.put(key, new VotingMessage.Refusal(Math.max(this.floor, epochOf(key)),
                            millisLeft(this.entries.get(key), now)));
                }
            });
        }
        else {
            request.grants().keySet().forEach((key) -> refused.put(key, new VotingMessage.Refusal(0, 0)));
        }
        return refused;
    }

    private boolean grant(ChildKey key, long epoch, VotingMessage.GrantRequest request, Instant now) {
        if (epoch <= this.floor) {
            return false;
        }
        Entry entry = this.entries.get(key);
        boolean own = entry != null && !entry.free
                && (entry.isOf(request.holder()) || entry.isOf(request.asker()) && epoch > entry.epoch);
        boolean open = entry == null || entry.free || own || millisLeft(entry, now) == 0;
        if (!open || entry != null && !entry.allows(request.holder(), epoch)) {
            return false;
        }
        if (entry == null || entry.free || !entry.isOf(request.holder()) || entry.epoch != epoch) {
            put(key, asked(request, new Entry(request.holder(), epoch, now, entry)));
        }
        else if (!entry.firm) {
            put(key, asked(request, new Entry(request.holder(), epoch, now, entry.before)));
        }
        return true;
    }

    private static Entry asked(VotingMessage.GrantRequest request, Entry entry) {
        entry.asked = request.asker().equals(request.holder()) ? request.sequence() : 0;
        return entry;
    }

    private void put(ChildKey key, Entry entry) {
        Entry old = this.entries.put(key, entry);
        Entry held = (old == null || old.free || old.isOf(entry.holder)) ? null : old.held();
        if (held != null) {
            holder(held.holder).contested.put(key, held.epoch);
        }
    }

    /** How long the holder of an entry still has; 0 if others may have the child. */
    private long millisLeft(@Nullable Entry entry, Instant now) {
        if (entry == null || entry.free) {
            return 0;
        }
        Instant heard = (entry.held() != null) ? holder(entry.holder).heard : entry.since;
        Instant end = (entry.since.isAfter(heard) ? entry.since : heard).plus(this.patience);
        return now.isBefore(end) ? Duration.between(now, end).toMillis() + 1 : 0;
    }

    /**
     * Undoes grants that were not used and never will be; not those of a later request.
     */
    void withdraw(VotingMessage.GrantWithdrawal withdrawal) {
        Holder asker = holder(withdrawal.asker());
        asker.withdrawn = Math.max(asker.withdrawn, withdrawal.sequence());
        withdrawal.grants().forEach((key, epoch) -> {
            Entry entry = this.entries.get(key);
            if (entry == null || entry.firm || entry.free || entry.epoch != epoch || !entry.isOf(withdrawal.asker())
                    || entry.asked > withdrawal.sequence()) {
                return;
            }
            if (entry.before == null) {
                this.entries.remove(key);
            }
            else {
                this.entries.put(key, entry.before);
            }
        });
    }

    /**
     * Takes note of what a member holds; answers the children that somebody else has, or
     * null if the request builds on what is not known here, or is an old one.
     */
    @Nullable Map<ChildKey, Long> renew(VotingMessage.LeaseRequest request, Instant now) {
        Holder holder = holder(request.holder());
        if (request.base() >= 0 && holder.version < request.base()) {
            return null;
        }
        holder.sequence = request.sequence();
        holder.version = request.version();
        if (request.base() < 0) {
            forgetOthers(request);
            holder.contested.clear();
        }
        request.changes().forEach((key, epoch) -> holder.contested.put(key, epoch));
        holder.contested.entrySet().removeIf((held) -> register(request.holder(), held.getKey(), held.getValue(), now));
        holder.heard = now;
        Map<ChildKey, Long> contested = new LinkedHashMap<>();
        holder.contested.keySet().forEach((key) -> contested.put(key, epochOf(key)));
        return contested;
    }

    private long epochOf(ChildKey key) {
        Entry entry = this.entries.get(key);
        return (entry == null) ? 0 : entry.epoch;
    }

    /** Whether a later request of this member has been heard already. */
    boolean isOld(VotingMessage.LeaseRequest request) {
        return request.sequence() <= holder(request.holder()).sequence;
    }

    /** Whether nothing contests that a member holds a child, or does not any more. */
    private boolean register(MemberId holder, ChildKey key, long epoch, Instant now) {
        Entry entry = this.entries.get(key);
        Entry own = (entry != null && !entry.free && entry.isOf(holder)) ? entry : null;
        if (epoch == 0) {
            if (entry != null) {
                entry.free(holder);
            }
            return true;
        }
        if (epoch <= this.floor) {
            return false;
        }
        Entry named = (own == null) ? null : own.under(epoch);
        if (named != null) {
            named.confirm();
            return true;
        }
        // its holder knows of a quorum that granted it, so whoever had it before has lost
        // it
        if (entry == null || entry.free && entry.allows(holder, epoch) || epoch > entry.epoch) {
            Entry firm = new Entry(holder, epoch, now, null);
            firm.firm = true;
            put(key, firm);
            return true;
        }
        return false;
    }

    private void forgetOthers(VotingMessage.LeaseRequest request) {
        this.entries.forEach((key, entry) -> {
            boolean asked = entry.isOf(request.holder()) && !entry.firm;
            if (!asked && !request.changes().containsKey(key)) {
                entry.free(request.holder());
            }
        });
    }

    /** A member will never act again: what it held is free. */
    void gone(MemberId member) {
        this.entries.values().forEach((entry) -> entry.free(member));
        this.holders.remove(member);
    }

    /**
     * Confirms and grants nothing under this epoch or an earlier one: what was granted up
     * to now is not known for certain.
     */
    void forgetUpTo(long epoch) {
        this.floor = Math.max(this.floor, epoch);
    }

    /** Nothing is confirmed or granted under this epoch or an earlier one. */
    long floor() {
        return this.floor;
    }

    /** Greatest epoch granted for any child; 0 if none was. */
    long highestEpoch() {
        return this.entries.values().stream().mapToLong((entry) -> entry.epoch).max().orElse(0);
    }

    /** Members that hold children, or have asked for some. */
    List<MemberId> holders() {
        return List.copyOf(this.holders.keySet());
    }

    /** Everything granted, and what would come back, for a voter that is new. */
    List<VotingMessage.Grant> all() {
        List<VotingMessage.Grant> all = new ArrayList<>(this.entries.size());
        this.entries.forEach((key, top) -> {
            for (Entry entry = top; entry != null; entry = entry.before) {
                all.add(new VotingMessage.Grant(key, entry.epoch, entry.free ? null : entry.holder));
            }
        });
        return all;
    }

    /**
     * Takes in what another voter has granted, as if its holders had been heard just now.
     */
    void learn(List<VotingMessage.Grant> grants, Instant now) {
        for (VotingMessage.Grant grant : grants) {
            Entry known = this.entries.get(grant.key());
            MemberId holder = (grant.holder() == null) ? new MemberId("nobody") : grant.holder();
            Entry entry = new Entry(holder, grant.epoch(), now, known);
            entry.free = grant.holder() == null;
            if (known == null || known.epoch < grant.epoch()) {
                put(grant.key(), entry);
            }
            else if (known.epoch == grant.epoch() && known.isOf(holder)) {
                known.since = now;
            }
            else {
                known.insert(entry);
            }
        }
    }

    /**
     * Forgets children that nobody holds, granted before a time, and not known any more,
     * and members that have not been heard since.
     */
    void forget(Instant before, Predicate<ChildKey> known) {
        this.entries.entrySet()
            .removeIf((entry) -> entry.getValue().free && entry.getValue().since.isBefore(before)
                    && !known.test(entry.getKey()));
        Set<MemberId> needed = new HashSet<>();
        this.entries.values().forEach((entry) -> needed.add(entry.holder));
        this.holders.entrySet()
            .removeIf((holder) -> !needed.contains(holder.getKey()) && holder.getValue().heard.isBefore(before));
    }

}
