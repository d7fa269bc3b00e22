package io.processhub.durability;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.processhub.runtime.NotStoredException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Transactions that end in time. A database that is down may keep who asks for a
 * connection for half a minute, and one that hangs for ever; who waits for us must not.
 * What took too long is rolled back, whenever it comes that far: it was refused, and
 * stays so. After a failure the next calls are refused at once for a moment, so that they
 * do not queue up behind it. May be used from any thread.
 */
final class TimedTransactions {

    private static final Logger log = LoggerFactory.getLogger(TimedTransactions.class);

    private static final String REFUSAL = "the database of processhub.durability does not take it, ";

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final JdbcTransactionManager transactions;

    private final DefaultTransactionDefinition definition = new DefaultTransactionDefinition();

    private final Duration limit;

    private volatile Outage outage = new Outage("", System.nanoTime());

    TimedTransactions(DataSource database, Duration limit) {
        this.transactions = new JdbcTransactionManager(database);
        this.definition.setTimeout((int) limit.plusMillis(999).toSeconds());
        this.limit = limit;
    }

    private enum Stage {

        OPEN, COMMITTING, GIVEN_UP

    }

    private record Outage(String reason, long end) {
    }

    /**
     * Reads something.
     * @throws NotStoredException if that fails
     */
    <T> T read(Supplier<T> work) {
        try {
            return call(work);
        }
        catch (IllegalStateException ex) {
            throw new NotStoredException(String.valueOf(ex.getMessage()));
        }
    }

    /**
     * Writes something.
     * @throws NotStoredException if surely nothing was changed
     * @throws IllegalStateException if the database does not say whether it was
     */
    void write(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    private <T> T call(Supplier<T> work) {
        Outage last = this.outage;
        if (last.end() - System.nanoTime() > 0) {
            throw new NotStoredException(last.reason());
        }
        AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("processhub-durability").start(() -> {
            try {
                answer.complete(perform(work, stage));
            }
            catch (RuntimeException | Error ex) {
                answer.completeExceptionally(ex);
            }
        });
        return await(answer, stage);
    }

    private <T> T perform(Supplier<T> work, AtomicReference<Stage> stage) {
        TransactionStatus transaction = this.transactions.getTransaction(this.definition);
        T done;
        try {
            done = work.get();
        }
        catch (RuntimeException | Error ex) {
            rollBack(transaction);
            throw ex;
        }
        if (stage.compareAndSet(Stage.OPEN, Stage.COMMITTING)) {
            this.transactions.commit(transaction);
        }
        else {
            rollBack(transaction);
        }
        return done;
    }

    /** If the connection is broken, the database does it by itself. */
    private void rollBack(TransactionStatus transaction) {
        try {
            this.transactions.rollback(transaction);
        }
        catch (TransactionException ex) {
            log.debug("no rollback", ex);
        }
    }

    private <T> T await(CompletableFuture<T> answer, AtomicReference<Stage> stage) {
        try {
            return answer.get(this.limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        catch (TimeoutException ex) {
            if (stage.compareAndSet(Stage.OPEN, Stage.GIVEN_UP)) {
                throw outage("no answer within " + this.limit.toMillis() + " ms");
            }
            return awaitCommit(answer);
        }
        catch (ExecutionException ex) {
            throw failure((ex.getCause() != null) ? ex.getCause() : ex, stage.get());
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw stage.compareAndSet(Stage.OPEN, Stage.GIVEN_UP) ? new NotStoredException("interrupted")
                    : unknown("interrupted");
        }
    }

    private <T> T awaitCommit(CompletableFuture<T> answer) {
        try {
            return answer.get(this.limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        catch (TimeoutException | ExecutionException ex) {
            throw unknown(String.valueOf(ex.getMessage()));
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted");
        }
    }

    private RuntimeException failure(Throwable cause, Stage stage) {
        if (cause instanceof NotStoredException refusal) {
            return refusal;
        }
        String reason = String.valueOf(NestedExceptionUtils.getMostSpecificCause(cause).getMessage());
        if (stage == Stage.COMMITTING) {
            return unknown(reason);
        }
        return isOutage(cause) ? outage(reason) : new NotStoredException(REFUSAL + reason);
    }

    /** Whether the next call would probably fail too. */
    private static boolean isOutage(Throwable failure) {
        return failure instanceof TransactionException || failure instanceof NonTransientDataAccessResourceException
                || failure instanceof TransientDataAccessException || failure instanceof RecoverableDataAccessException;
    }

    private NotStoredException outage(String reason) {
        String text = REFUSAL + reason;
        this.outage = new Outage(text, System.nanoTime() + PAUSE.toNanos());
        return new NotStoredException(text);
    }

    private static IllegalStateException unknown(String reason) {
        return new IllegalStateException(
                "the database of processhub.durability does not say whether it was written, " + reason);
    }

}
