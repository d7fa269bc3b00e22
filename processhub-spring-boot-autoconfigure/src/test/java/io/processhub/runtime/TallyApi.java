package io.processhub.runtime;

/** What a {@link Tally} can be called by. */
interface TallyApi {

    /** Counts one more; answers how many these are. */
    long count();

    /** Keeps the count as a checkpoint; answers it. */
    long keep();

    /** Keeps something else as a checkpoint, if it can; answers what went wrong. */
    String keepLarge(int bytes);

    String keepUnserialisable();

    long value();

}
