package io.processhub.runtime;

import java.util.function.Supplier;

import io.processhub.ChildSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an observer is told of one incarnation. An observer that fails harms nobody. The
 * thread of the child tells of its start and its end; any thread tells it to stop, even
 * several times.
 */
final class Observation {

    private static final Logger log = LoggerFactory.getLogger(Observation.class);

    private final ChildObserver observer;

    private final String hubId;

    private final ChildSpec spec;

    private ChildObserver.@Nullable Ending start;

    private ChildObserver.@Nullable Ending stop;

    private boolean ended;

    Observation(ChildObserver observer, String hubId, ChildSpec spec) {
        this.observer = observer;
        this.hubId = hubId;
        this.spec = spec;
    }

    void starting() {
        this.start = begin(ChildObserver.Step.START);
    }

    void started(@Nullable Throwable failure) {
        end(this.start, failure);
    }

    synchronized void stopping() {
        if (this.stop == null && !this.ended) {
            this.stop = begin(ChildObserver.Step.STOP);
        }
    }

    /** It was told to stop, and goes on after all. */
    synchronized void resumed() {
        end(this.stop, null);
        this.stop = null;
    }

    synchronized void ended() {
        this.ended = true;
        end(this.stop, null);
    }

    private ChildObserver.@Nullable Ending begin(ChildObserver.Step step) {
        return survive(() -> this.observer.begin(this.hubId, step, this.spec));
    }

    private void end(ChildObserver.@Nullable Ending ending, @Nullable Throwable failure) {
        if (ending != null) {
            survive(() -> {
                ending.end(failure);
                return null;
            });
        }
    }

    private <T> @Nullable T survive(Supplier<@Nullable T> call) {
        try {
            return call.get();
        }
        catch (RuntimeException | Error ex) {
            log.warn("child {} could not be observed; it goes on", this.spec.key(), ex);
            return null;
        }
    }

}
