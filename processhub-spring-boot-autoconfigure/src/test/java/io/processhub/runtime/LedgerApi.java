package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.processhub.CallTimeout;

/** What a {@link Ledger} can be called by. */
interface LedgerApi {

    /** Writes an entry down; answers its sequence. */
    long add(Ledger.Entry entry);

    /** Answers the entry a moment after the call has returned. */
    CompletableFuture<Ledger.Entry> later(Ledger.Entry entry);

    /** Changes the list that it is given; answers how long it is then. */
    int lengthen(List<String> lines);

    /** Answers how many such calls were under way at a time at most. */
    @CallTimeout("20s")
    CompletableFuture<Integer> crowd() throws InterruptedException;

    @CallTimeout("300ms")
    void sleep(Duration duration) throws InterruptedException;

    Object unwritable();

    default String twice(Ledger.Entry entry) {
        return add(entry) + "," + add(entry);
    }

}
