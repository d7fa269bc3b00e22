package io.processhub.coordination;

import java.util.BitSet;
import java.util.List;

/**
 * Digests of another member's view against those of this one, over time. News on its way
 * makes two views differ for a moment, in every bucket when much is going on; sending all
 * rows then would only add to it. So a bucket counts as different when neither side has
 * changed between two digests, or when it has differed many times in a row.
 */
final class Comparison {

    /** Digests in a row after which a bucket counts even though it keeps changing. */
    private static final int PATIENCE = 4;

    private List<Long> theirs = List.of();

    private List<Long> ours = List.of();

    private final int[] differed = new int[RegistryView.BUCKETS];

    /**
     * Takes note of two digests; answers the buckets whose rows should be exchanged.
     * @param fill whether all of them should if the other one knows nothing yet
     */
    BitSet different(List<Long> theirs, List<Long> ours, boolean fill) {
        boolean first = this.theirs.isEmpty();
        boolean nothingThere = fill && theirs.stream().allMatch((bucket) -> bucket == 0);
        BitSet different = new BitSet(RegistryView.BUCKETS);
        for (int i = 0; i < RegistryView.BUCKETS; i++) {
            boolean differs = !theirs.get(i).equals(ours.get(i));
            this.differed[i] = differs ? this.differed[i] + 1 : 0;
            boolean still = !first && theirs.get(i).equals(this.theirs.get(i)) && ours.get(i).equals(this.ours.get(i));
            different.set(i, differs && (still || nothingThere && first || this.differed[i] >= PATIENCE));
        }
        this.theirs = theirs;
        this.ours = ours;
        return different;
    }

}
