package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.HubNotRunningException;
import io.processhub.ProcessHubTemplate;
import io.processhub.Role;
import io.processhub.Scope;
import io.processhub.coordination.HubSettings;
import io.processhub.distribution.BoundedLoad;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.runtime.HubLifecycle;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Whole applications with several hubs, on loopback. */
class SeveralHubsContextTest {

    private static final int CHILDREN = 60;

    private static final SeveralHubsTogether.Room.Args SEATS = new SeveralHubsTogether.Room.Args(4);

    @AutoClose
    private final Applications applications = new Applications();

    private ConfigurableApplicationContext start(String... properties) {
        return this.applications.start(SeveralHubsTogether.class,
                Stream.concat(Stream.of(SeveralHubsTogether.HUBS), Stream.of(properties)).toArray(String[]::new));
    }

    private static ProcessHubTemplate hub(ConfigurableApplicationContext application, String name) {
        return application.getBean(name, ProcessHubTemplate.class);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Applications.LONG).untilAsserted(assertion);
    }

    private static List<ChildSpec> specs(@Nullable Object args) {
        return IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("c" + i, "session", args)).toList();
    }

    @Test
    void eachHubHasBeansOfItsOwnByItsNameOnOneHazelcastMember() {
        ConfigurableApplicationContext application = start();
        SeveralHubsTogether.Users users = application.getBean(SeveralHubsTogether.Users.class);
        assertThat(users.all).containsOnlyKeys("prices", "games")
            .containsEntry("prices", users.prices)
            .containsEntry("games", (ProcessHubTemplate) users.games);
        assertThat(application.getBeansOfType(HazelcastInstance.class)).hasSize(1);
        assertThat(Hazelcast.getAllHazelcastInstances())
            .filteredOn((instance) -> instance.getConfig().getClusterName().equals(this.applications.cluster.name()))
            .hasSize(1);
        assertThat(application.getBean("pricesHubSettings", HubSettings.class).distribution())
            .isInstanceOf(BoundedLoad.class);
        assertThat(application.getBean("gamesHubSettings", HubSettings.class).distribution())
            .isInstanceOf(ConsistentHashing.class);
        users.prices.start(ChildSpec.of("a", "session", null)).join().orThrow();
        assertThat(users.games.find("a")).isEmpty();
        users.games.start(ChildSpec.of("a", "session", SEATS)).join().orThrow();
        assertThat(users.games.find("a").orElseThrow().spec().args()).hasToString("{\"seats\":4}");
        users.games.stop("a").join().orThrow();
        assertThat(users.prices.find("a")).isPresent();
    }

    @Test
    void whatAHubDoesNotNameComesFromTheSettingsOfAll() {
        ConfigurableApplicationContext application = start("processhub.distribution.strategy=guided",
                "processhub.restart.mode=transient", "processhub.restart.within=1m",
                "processhub.hubs.games.restart.within=2m", "processhub.hub-id=ignored",
                "processhub.cluster.labels.zone=a", "processhub.hubs.games.cluster.labels.gpu=yes",
                "processhub.hubs.games.cluster.weight=2", "processhub.hubs.games.hub-id=acme/games",
                "processhub.children[0].id=shared", "processhub.children[0].type=session",
                "processhub.hubs.games.children[0].id=own", "processhub.hubs.games.children[0].type=session",
                "processhub.hubs.games.children[0].args.seats=${seats}", "seats=3");
        HubSettings prices = application.getBean("pricesHubSettings", HubSettings.class);
        HubSettings games = application.getBean("gamesHubSettings", HubSettings.class);
        assertThat(prices.distribution()).isInstanceOf(BoundedLoad.class);
        assertThat(List.of(prices.hubId(), games.hubId())).containsExactly("prices", "acme/games");
        assertThat(prices.restart().within()).isEqualTo(Duration.ofMinutes(1));
        assertThat(games.restart().within()).isEqualTo(Duration.ofMinutes(2));
        assertThat(games.restart().mode()).isEqualTo(prices.restart().mode());
        assertThat(hub(application, "prices").localMember().labels()).containsOnlyKeys("zone");
        assertThat(hub(application, "games").localMember().labels()).containsOnlyKeys("zone", "gpu");
        assertThat(hub(application, "games").localMember().weight()).isEqualTo(2);
        eventually(() -> assertThat(hub(application, "prices").find("shared")).isPresent());
        eventually(() -> assertThat(hub(application, "games").find("own").orElseThrow().spec().args())
            .hasToString("{\"seats\":3}"));
        assertThat(hub(application, "games").find("shared")).isEmpty();
    }

    @Test
    void hooksAndListenersHearOfTheirHubs() {
        ConfigurableApplicationContext application = start();
        SeveralHubsTogether.Ears ears = application.getBean(SeveralHubsTogether.Ears.class);
        assertThat(application.getBean(SeveralHubsTogether.Users.class).hooksOfGames.hooks()).hasSize(1);
        hub(application, "prices").start(ChildSpec.of("p", "session", null)).join().orThrow();
        hub(application, "games").start(ChildSpec.of("g", "session", SEATS)).join().orThrow();
        eventually(() -> {
            assertThat(ears.sorted(ears.everywhere)).containsExactly("g", "p");
            assertThat(ears.inPrices).containsExactly("p");
            assertThat(ears.inGames).containsExactly("g");
        });
    }

    @Test
    void theHubThatIsPrimaryIsInjectedWhereNoneIsNamed() {
        ConfigurableApplicationContext application = start("processhub.primary=games");
        assertThat(application.getBean(ProcessHubTemplate.class)).isSameAs(hub(application, "games"));
        assertThat(application.getBean(HubLifecycle.class).isRunning()).isTrue();
    }

    @Test
    void aHubOnTwoOfThreeMembersNeedsNobodyElse() {
        String[] quorum = { "processhub.hubs.games.partition-tolerance.strategy=majority-quorum" };
        ConfigurableApplicationContext without = this.applications.start(OnlyPrices.class,
                Stream.concat(Stream.of(SeveralHubsTogether.HUBS), Stream.of("processhub.hubs.games.enabled=false"))
                    .toArray(String[]::new));
        List<ConfigurableApplicationContext> with = List.of(start(quorum), start(quorum));
        assertThat(without.containsBean("games")).isFalse();
        List<ProcessHubTemplate> games = with.stream().map((application) -> hub(application, "games")).toList();
        eventually(() -> assertThat(games).allSatisfy((hub) -> assertThat(hub.members()).hasSize(2)));
        eventually(() -> assertThat(hub(without, "prices").members()).hasSize(3));
        eventually(() -> assertThat(games.getFirst().quorum().held()).isTrue());
        games.getFirst().startAll(specs(SEATS)).orTimeout(60, TimeUnit.SECONDS).join().orThrow();
        hub(without, "prices").startAll(specs(null)).orTimeout(60, TimeUnit.SECONDS).join().orThrow();
        eventually(() -> assertThat(games).allSatisfy((hub) -> {
            assertThat(hub.children()).hasSize(CHILDREN).allMatch((row) -> row.claims().size() == 2);
            assertThat(hub.children())
                .allMatch((row) -> row.claims().stream().filter((claim) -> claim.role() == Role.ACTIVE).count() == 1);
        }));
        eventually(() -> assertThat(hub(without, "prices").children(Scope.LOCAL)).isNotEmpty());
        without.close();
        eventually(() -> assertThat(hub(with.getFirst(), "prices").members()).hasSize(2));
        assertThat(games).allMatch((hub) -> hub.quorum().held());
        assertThat(games.getFirst().find("c0").flatMap((row) -> row.active()).map(Claim::state))
            .contains(Claim.State.RUNNING);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({ SeveralHubsTogether.Feed.class, SeveralHubsTogether.Room.class })
    static class OnlyPrices {

    }

    @Test
    void aHubIsStoppedAndStartedAgainWhileTheOtherOneRuns() {
        ConfigurableApplicationContext application = start("processhub.hubs.prices.children[0].id=listed",
                "processhub.hubs.prices.children[0].type=session");
        ProcessHubTemplate prices = hub(application, "prices");
        ProcessHubTemplate games = hub(application, "games");
        prices.startAll(specs(null)).join().orThrow();
        games.start(ChildSpec.of("g", "session", SEATS)).join().orThrow();
        eventually(() -> assertThat(prices.children()).hasSize(CHILDREN + 1));
        String before = prices.localMember().id().value();
        long epoch = prices.find("c0").orElseThrow().epoch();
        prices.stopHub().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(prices.isAlive()).isFalse();
        assertThatExceptionOfType(HubNotRunningException.class).isThrownBy(() -> prices.stop("c0"));
        assertThat(games.find("g").flatMap((row) -> row.active())).isPresent();
        prices.startHub().orTimeout(60, TimeUnit.SECONDS).join();
        prices.startHub().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(prices.localMember().id().value()).isNotEqualTo(before);
        eventually(() -> assertThat(prices.children(Scope.LOCAL)).hasSize(CHILDREN + 1)
            .allMatch((row) -> row.claims().size() == 1 && row.claims().getFirst().state() == Claim.State.RUNNING));
        assertThat(prices.find("c0").orElseThrow().epoch()).isGreaterThan(epoch);
        assertThat(prices.find("listed").map((row) -> row.key())).contains(ChildKey.of("listed"));
    }

}
