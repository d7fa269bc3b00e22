package io.processhub.benchmarks.member;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;
import org.jspecify.annotations.Nullable;

/** Child that does nothing but be there, and have it written down. */
@HubProcess("idle")
final class IdleChild implements ChildProcess<@Nullable Object> {

    private final Journal journal;

    IdleChild(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void run(ChildContext<@Nullable Object> child) throws InterruptedException {
        this.journal.begun(child.key());
        try {
            Thread.sleep(Long.MAX_VALUE);
        }
        finally {
            this.journal.ended(child.key());
        }
    }

}
