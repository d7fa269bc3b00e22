package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.hazelcast.core.Hazelcast;
import io.processhub.ChildContext;
import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildProcess;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.HubNotRunningException;
import io.processhub.HubProcess;
import io.processhub.MemberId;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubTemplate;
import io.processhub.RestartPolicy;
import io.processhub.Scope;
import io.processhub.StartResult;
import io.processhub.StopResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Whole applications with the starter, on loopback. */
@ExtendWith(OutputCaptureExtension.class)
class HubContextTest {

    private static final Ticker.Args ARGS = new Ticker.Args(Duration.ofHours(1), 0);

    @AutoClose
    private final Applications applications = new Applications();

    @Test
    void aChildIsStartedFoundAndStopped(CapturedOutput output) {
        ProcessHubTemplate hub = application().getBean(ProcessHubTemplate.class);
        StartResult started = hub.start(ChildSpec.of("a", Ticker.class, ARGS).tag("x")).join().orThrow();
        assertThat(started.ids()).containsExactly(ChildKey.of("a"));
        assertThat(hub.find("a").flatMap(ChildRecord::active)).map(Claim::member).contains(hub.localMember().id());
        assertThat(hub.withTag("x")).hasSize(1);
        StopResult stopped = hub.stop("a").join().orThrow();
        assertThat(stopped.ids()).containsExactly(ChildKey.of("a"));
        assertThat(hub.find("a")).isEmpty();
        assertThat(output).contains("hub 'default' runs on 127.0.0.1:" + this.applications.cluster.port()
                + " in cluster '" + this.applications.cluster.name() + "', members [127.0.0.1:"
                + this.applications.cluster.port()
                + "], strategies [consistent-hashing, singularity, cold-swap, pubsub, divergence]; no quorum is needed;"
                + " a killed member's children run again after about 0.5 s, a cut-off member's after about 6 s");
    }

    @Test
    void aHubEndsWithItsApplication() {
        ConfigurableApplicationContext application = application();
        ProcessHubTemplate hub = application.getBean(ProcessHubTemplate.class);
        hub.start(ChildSpec.of("a", Ticker.class, ARGS)).join().orThrow();
        application.close();
        assertThat(hub.isAlive()).isFalse();
        assertThatExceptionOfType(HubNotRunningException.class).isThrownBy(() -> hub.stop("a"));
        assertThat(Hazelcast.getAllHazelcastInstances())
            .noneMatch((instance) -> instance.getConfig().getClusterName().equals(this.applications.cluster.name()));
    }

    @Test
    void whatIsWrongWithOneChildIsAnError() {
        ProcessHubTemplate hub = application().getBean(ProcessHubTemplate.class);
        StartResult result = hub.startAll(List.of(ChildSpec.of("good", Ticker.class, ARGS),
                ChildSpec.of("lost", "tikker", null), ChildSpec.of("odd", "ticker", new Object[0])))
            .join();
        assertThat(result.ids()).containsExactly(ChildKey.of("good"));
        assertThat(result.errors()).extracting(ChildError::message)
            .containsExactlyInAnyOrder("child 'lost' has the unknown type 'tikker' (known: failing, ticker)",
                    "args of child 'odd': [] (expected: an object with interval, count)");
    }

    @Test
    void childrenOfTheConfigurationAreStarted() {
        String[] children = { "processhub.children[0].id=EUR/USD", "processhub.children[0].type=ticker",
                "processhub.children[0].args.interval=250ms", "processhub.children[0].args.count=3",
                "processhub.children[0].tags=fx,spot", "processhub.children[0].metadata.tenant=acme",
                "processhub.children[0].restart=transient", "processhub.children[0].shutdown=2s" };
        ProcessHubTemplate hub = application(children).getBean(ProcessHubTemplate.class);
        await().until(() -> hub.find("EUR/USD").isPresent());
        ChildSpec spec = hub.find("EUR/USD").orElseThrow().spec();
        assertThat(spec.args()).hasToString("{\"interval\":\"PT0.25S\",\"count\":3}");
        assertThat(spec.tags()).containsExactly("fx", "spot");
        assertThat(spec.metadata()).containsEntry("tenant", "acme");
        assertThat(spec.shutdown()).isEqualTo(Duration.ofSeconds(2));
        assertThat(spec.restart()).isNotNull().hasFieldOrPropertyWithValue("mode", RestartPolicy.Mode.TRANSIENT);
    }

    @Test
    void aSecondMemberWithTheSameChildrenIsFine(CapturedOutput output) {
        String[] children = { "processhub.children[0].id=a", "processhub.children[0].type=ticker",
                "processhub.children[0].args.interval=1h" };
        ProcessHubTemplate one = application(children).getBean(ProcessHubTemplate.class);
        await().until(() -> one.find("a").isPresent());
        application(children);
        await().untilAsserted(() -> assertThat(output).contains("processhub.children: 0 started, 1 exist already"));
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void eventsReachListenersThoughOneOfThemThrows() throws InterruptedException {
        ConfigurableApplicationContext application = application("processhub.restart.max-restarts=0");
        ProcessHubTemplate hub = application.getBean(ProcessHubTemplate.class);
        hub.start(ChildSpec.of("a", Failing.class)).join().orThrow();
        Events events = application.getBean(Events.class);
        ProcessHubEvent event;
        do {
            event = events.heard.poll(10, TimeUnit.SECONDS);
        }
        while (event != null && !(event instanceof ProcessHubEvent.ChildParked));
        assertThat(event).isInstanceOf(ProcessHubEvent.ChildParked.class);
        assertThat(hub.isAlive()).isTrue();
    }

    @Test
    void twoApplicationsFormOneHubAndTheLastRunsAll() {
        ConfigurableApplicationContext first = application();
        ProcessHubTemplate one = first.getBean(ProcessHubTemplate.class);
        ProcessHubTemplate other = application().getBean(ProcessHubTemplate.class);
        await().until(() -> one.members().size() == 2 && other.members().size() == 2);
        List<ChildSpec> specs = IntStream.range(0, 100)
            .mapToObj((i) -> ChildSpec.of("child-" + i, Ticker.class, ARGS))
            .toList();
        one.startAll(specs).join().orThrow();
        await().until(() -> other.children().size() == 100);
        assertThat(one.children(Scope.LOCAL)).isNotEmpty().hasSizeLessThan(100);
        MemberId remaining = other.localMember().id();
        first.close();
        await().until(() -> holders(other).allMatch(remaining::equals));
        assertThat(other.children(Scope.LOCAL)).hasSize(100);
        await().until(() -> other.members().size() == 1);
    }

    private static Stream<MemberId> holders(ProcessHubTemplate hub) {
        return hub.children().stream().flatMap((row) -> row.claims().stream()).map(Claim::member);
    }

    private ConfigurableApplicationContext application(String... properties) {
        return this.applications.start(Application.class, properties);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ Ticker.class, Failing.class, Events.class })
    static class Application {

    }

    @HubProcess("failing")
    static class Failing implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
            throw new IllegalStateException("as it should");
        }

    }

    static class Events {

        final BlockingQueue<ProcessHubEvent> heard = new LinkedBlockingQueue<>();

        @EventListener
        void hear(ProcessHubEvent event) {
            this.heard.add(event);
            if (event instanceof ProcessHubEvent.MemberJoined) {
                throw new IllegalStateException("listener that throws");
            }
        }

    }

}
