package io.processhub.autoconfigure;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.ChildSpec;
import io.processhub.Handover;
import io.processhub.HubProcess;
import io.processhub.ProcessHubTemplate;
import io.processhub.StateSerializer;
import io.processhub.runtime.HandoverSettings;
import io.processhub.runtime.StateKeeping;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Whole applications whose children have state. */
class StateContextTest {

    @AutoClose
    private final Applications applications = new Applications();

    private ProcessHubTemplate application(Class<?> application, String... properties) {
        return this.applications.start(application, properties).getBean(ProcessHubTemplate.class);
    }

    private static JournalApi start(ProcessHubTemplate hub) {
        hub.start(ChildSpec.of("journal", Journal.class)).join().orThrow();
        return hub.client(JournalApi.class, "journal");
    }

    @Test
    void recordsWithTimesGoFromOneMemberToTheOtherWhenItsHubStops() {
        String[] hot = { "processhub.migration.strategy=hot-swap", "processhub.migration.hot-swap.handover=true" };
        ConfigurableApplicationContext first = this.applications.start(Application.class, hot);
        ProcessHubTemplate one = first.getBean(ProcessHubTemplate.class);
        JournalApi journal = start(one);
        Page page = journal.write("first", Instant.parse("2026-11-23T10:15:30.123456789Z"));
        ProcessHubTemplate other = application(Application.class, hot);
        await().atMost(Applications.LONG).until(() -> one.members().size() == 2 && other.members().size() == 2);
        first.close();
        assertThat(other.client(JournalApi.class, "journal").pages()).containsExactly(page);
    }

    @Test
    void theApplicationsOwnSerializerIsUsed() {
        ConfigurableApplicationContext application = this.applications.start(OwnSerializer.class);
        JournalApi journal = start(application.getBean(ProcessHubTemplate.class));
        Page page = journal.write("first", Instant.EPOCH);
        OwnSerializer own = application.getBean(OwnSerializer.class);
        await().atMost(Applications.LONG).until(() -> own.written.get() == 1);
        journal.fail();
        await().atMost(Applications.LONG).until(() -> own.read.get() == 1);
        assertThat(journal.pages()).containsExactly(page);
    }

    @Test
    void theSizeOfAStateIsLimitedByASetting() {
        ProcessHubTemplate hub = application(Application.class, "processhub.max-state-size=2KB");
        JournalApi journal = start(hub);
        journal.write("x".repeat(1_500), Instant.EPOCH);
        assertThatExceptionOfType(RuntimeException.class)
            .isThrownBy(() -> journal.write("x".repeat(1_500), Instant.EPOCH))
            .withMessageContaining("state of child 'journal': ")
            .withMessageContaining("(expected: at most 2048, which is processhub.max-state-size)");
    }

    @Test
    void childrenWithoutStateHaveNoEntry() {
        ConfigurableApplicationContext application = this.applications.start(Application.class);
        ProcessHubTemplate hub = application.getBean(ProcessHubTemplate.class);
        hub.start(ChildSpec.of("a", Ticker.class, new Ticker.Args(Duration.ofHours(1), 0))).join().orThrow();
        HazelcastInstance hazelcast = application.getBean("processHubHazelcastInstance", HazelcastInstance.class);
        start(hub).write("first", Instant.EPOCH);
        await().atMost(Applications.LONG)
            .untilAsserted(() -> assertThat(hazelcast.getMap("processhub.default.states").keySet())
                .isEqualTo(Set.of("journal")));
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
        .withPropertyValues(this.applications.cluster.properties("processhub.cluster.join.mode=single"));

    @Test
    void theSettingsAreBound() {
        this.runner.run((context) -> {
            StateKeeping keeping = context.getBean(StateKeeping.class);
            assertThat(keeping.maxStateSize()).isEqualTo(1 << 20);
            assertThat(keeping.handover()).isEqualTo(HandoverSettings.DEFAULT);
        });
        this.runner
            .withPropertyValues("processhub.max-state-size=5MB",
                    "processhub.migration.hot-swap.handover-data-wait=700ms",
                    "processhub.migration.hot-swap.on-handover-failure=move-without-state")
            .run((context) -> {
                StateKeeping keeping = context.getBean(StateKeeping.class);
                assertThat(keeping.maxStateSize()).isEqualTo(5 << 20);
                assertThat(keeping.handover()).isEqualTo(
                        new HandoverSettings(Duration.ofMillis(700), HandoverSettings.OnFailure.MOVE_WITHOUT_STATE));
            });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            max-state-size                        | 0B  | 0B (expected: 1B to 1GB)
            max-state-size                        | 2GB | 2147483647B (expected: 1B to 1GB)
            migration.hot-swap.handover-data-wait | 0s  | PT0S (expected: more than 0)
            """)
    void impossibleValuesAreRefused(String name, String value, String reason) {
        this.runner.withPropertyValues("processhub." + name + "=" + value).run((context) -> {
            Throwable failure = context.getStartupFailure();
            while (failure != null && !(failure instanceof InvalidConfigurationPropertyValueException)) {
                failure = failure.getCause();
            }
            InvalidConfigurationPropertyValueException refusal = (InvalidConfigurationPropertyValueException) Objects
                .requireNonNull(failure);
            assertThat(refusal.getName()).isEqualTo("processhub." + name);
            assertThat(refusal.getReason()).isEqualTo(reason);
        });
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ Journal.class, Ticker.class })
    static class Application {

    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Journal.class)
    static class OwnSerializer {

        final AtomicInteger written = new AtomicInteger();

        final AtomicInteger read = new AtomicInteger();

        @Bean
        StateSerializer lines() {
            return new StateSerializer() {

                @Override
                public byte[] serialize(Object state) {
                    OwnSerializer.this.written.incrementAndGet();
                    Page page = ((State) state).pages().getFirst();
                    return (page.text() + "\n" + page.time()).getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public Object deserialize(byte[] bytes, Type type) {
                    assertThat(type).isEqualTo(State.class);
                    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
                    OwnSerializer.this.read.incrementAndGet();
                    return new State(List.of(new Page(lines[0], Instant.parse(lines[1]))), Map.of());
                }

            };
        }

    }

    /** What was written, and when. */
    record Page(String text, Instant time) {
    }

    /** State of a journal. */
    record State(List<Page> pages, Map<String, Duration> remarks) {
    }

    /** What a journal can be called by. */
    interface JournalApi {

        Page write(String text, Instant time);

        List<Page> pages();

        void fail();

    }

    /** Keeps each page as a checkpoint. */
    @HubProcess("journal")
    static class Journal implements ChildProcess<Void>, Handover<State>, JournalApi {

        private final List<Page> pages = new ArrayList<>();

        private final CompletableFuture<ChildContext<Void>> child = new CompletableFuture<>();

        private final CompletableFuture<Thread> thread = new CompletableFuture<>();

        @Override
        public void run(ChildContext<Void> child) throws InterruptedException {
            this.thread.complete(Thread.currentThread());
            this.child.complete(child);
            child.sleep(Duration.ofDays(1));
        }

        @Override
        public synchronized Page write(String text, Instant time) {
            Page page = new Page(text, time);
            this.pages.add(page);
            this.child.join().checkpoint(exportState());
            return page;
        }

        @Override
        public synchronized List<Page> pages() {
            return List.copyOf(this.pages);
        }

        @Override
        public void fail() {
            this.thread.join().interrupt();
        }

        @Override
        public synchronized State exportState() {
            return new State(List.copyOf(this.pages), Map.of("age", Duration.ofMillis(1_500)));
        }

        @Override
        public synchronized void importState(State state) {
            assertThat(state.remarks().values()).allMatch(Duration.ofMillis(1_500)::equals);
            this.pages.addAll(state.pages());
        }

    }

}
