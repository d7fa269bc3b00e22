package io.processhub.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class FencedResultsTest {

    private static final ChildKey KEY = ChildKey.of("a");

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

    /** Keeps the database alive: it ends with its last connection. */
    private final SingleConnectionDataSource open = new SingleConnectionDataSource(this.url, true);

    private final JdbcClient jdbc = JdbcClient.create(this.open);

    private final FencedResults results = new FencedResults(this.open);

    @AfterEach
    void close() {
        this.open.destroy();
    }

    @Test
    void theFirstResultIsStored() {
        CallResult result = new CallResult(Instant.parse("2026-01-01T00:00:00Z"), 0, 12, "no answer");
        assertThat(this.results.store(KEY, 5, result)).isTrue();
        assertThat(row()).containsEntry("epoch", 5L)
            .containsEntry("status", 0)
            .containsEntry("millis", 12L)
            .containsEntry("error", "no answer");
    }

    @Test
    void theSameAndALaterEpochReplaceIt() {
        store(5, 200);
        assertThat(store(5, 201)).isTrue();
        assertThat(store(6, 202)).isTrue();
        assertThat(row()).containsEntry("epoch", 6L).containsEntry("status", 202);
    }

    @Test
    void anEarlierEpochIsRefusedAndChangesNothing() {
        store(5, 200);
        assertThat(store(4, 500)).isFalse();
        assertThat(row()).containsEntry("epoch", 5L).containsEntry("status", 200);
    }

    @Test
    void monitorsAreFencedEachByItself() {
        store(5, 200);
        assertThat(this.results.store(ChildKey.of("b"), 1, result(200))).isTrue();
    }

    @Test
    void longErrorsAreShortened() {
        assertThat(this.results.store(KEY, 1, new CallResult(Instant.EPOCH, 0, 0, "x".repeat(3000)))).isTrue();
        assertThat(row().get("error")).asString().hasSize(2000);
    }

    @Test
    void aTableThatExistsIsUsed() {
        store(5, 200);
        assertThat(new FencedResults(this.open).store(KEY, 4, result(500))).isFalse();
    }

    /** Each with connections of its own, so that they really meet in the database. */
    @Test
    void ofWritersAtTheSameTimeTheLaterEpochWins() throws Exception {
        FencedResults shared = new FencedResults(new DriverManagerDataSource(this.url));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 100; round++) {
                ChildKey key = ChildKey.of("child-" + round);
                CountDownLatch begin = new CountDownLatch(1);
                List<Future<Boolean>> writers = IntStream.rangeClosed(1, 4).mapToObj((epoch) -> threads.submit(() -> {
                    begin.await();
                    return shared.store(key, epoch, result(200 + epoch));
                })).toList();
                begin.countDown();
                assertThat(writers.getLast().get()).isTrue();
                for (Future<Boolean> writer : writers) {
                    writer.get();
                }
                assertThat(row(key)).containsEntry("epoch", 4L).containsEntry("status", 204);
            }
        }
    }

    @Test
    void theReadmeShowsTheStatement() throws IOException {
        assertThat(Files.readString(Path.of("..", "README.md")).replaceAll("\\s+", " "))
            .contains(FencedResults.UPDATE.replaceAll("\\s+", " "));
    }

    private boolean store(long epoch, int status) {
        return this.results.store(KEY, epoch, result(status));
    }

    private static CallResult result(int status) {
        return new CallResult(Instant.now(), status, 1, null);
    }

    private Map<String, @Nullable Object> row() {
        return row(KEY);
    }

    private Map<String, @Nullable Object> row(ChildKey key) {
        return this.jdbc.sql("select * from monitor_result where child = :child")
            .param("child", key.value())
            .query()
            .singleRow();
    }

}
