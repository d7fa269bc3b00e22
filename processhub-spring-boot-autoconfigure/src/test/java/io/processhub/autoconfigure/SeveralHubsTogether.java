package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.Hook;
import io.processhub.HookRegistry;
import io.processhub.HubProcess;
import io.processhub.ProcessHubEvent;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubTemplate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** An application with the hubs prices and games. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ SeveralHubsTogether.Feed.class, SeveralHubsTogether.Room.class, SeveralHubsTogether.Users.class,
        SeveralHubsTogether.Ears.class })
class SeveralHubsTogether {

    static final String[] HUBS = { "processhub.hubs.prices.distribution.strategy=bounded-load",
            "processhub.hubs.games.distribution.strategy=consistent-hashing",
            "processhub.hubs.games.redundancy.strategy=replication",
            "processhub.hubs.games.redundancy.replication.model=active-passive" };

    /** Whoever is injected with what belongs to a hub. */
    static final class Users {

        final ProcessHubTemplate prices;

        final ProcessHubOperations games;

        final HookRegistry hooksOfGames;

        final Map<String, ProcessHubTemplate> all;

        Users(@Qualifier("prices") ProcessHubTemplate prices, @Qualifier("games") ProcessHubOperations games,
                @Qualifier("games") HookRegistry hooksOfGames, Map<String, ProcessHubTemplate> all) {
            this.prices = prices;
            this.games = games;
            this.hooksOfGames = hooksOfGames;
            this.all = all;
        }

    }

    /** What hooks and listeners hear of children that start. */
    static class Ears {

        final ConcurrentLinkedQueue<String> everywhere = new ConcurrentLinkedQueue<>();

        final ConcurrentLinkedQueue<String> inPrices = new ConcurrentLinkedQueue<>();

        final ConcurrentLinkedQueue<String> inGames = new ConcurrentLinkedQueue<>();

        @Bean
        Hook<ProcessHubEvent.ChildStarted> inAllHubs() {
            return Hook.of("all", ProcessHubEvent.ChildStarted.class,
                    (event) -> this.everywhere.add(event.key().value()));
        }

        @Bean
        @Qualifier("prices")
        Hook<ProcessHubEvent.ChildStarted> inOneHub() {
            return Hook.of("one", ProcessHubEvent.ChildStarted.class,
                    (event) -> this.inPrices.add(event.key().value()));
        }

        @EventListener(condition = "event.source == 'games'")
        void hear(ProcessHubEvent.ChildStarted event) {
            this.inGames.add(event.key().value());
        }

        List<String> sorted(ConcurrentLinkedQueue<String> heard) {
            return heard.stream().sorted().toList();
        }

    }

    /** Of the hub prices only. */
    @HubProcess(value = "session", hub = "prices")
    static class Feed implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) throws InterruptedException {
            child.sleep(Duration.ofDays(1));
        }

    }

    /** Of the hub games only, by the same name. */
    @HubProcess(value = "session", hub = "games")
    static class Room implements ChildProcess<Room.Args> {

        record Args(int seats) {
        }

        @Override
        public void run(ChildContext<Args> child) throws InterruptedException {
            child.sleep(Duration.ofDays(1));
        }

    }

}
