package io.processhub.runtime;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.ChildSpec;
import io.processhub.HubProcess;
import io.processhub.Json;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SpringChildTypesTest {

    private static final Feed.Args ARGS = new Feed.Args("EURUSD", Duration.ofMillis(250), Side.BID,
            ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Berlin]"), List.of(new Feed.Level(1, "a")));

    @Test
    void typesAreTheBeansThatCarryTheAnnotation() {
        assertThat(types(Feed.class, Idle.class, Named.class).names()).containsExactly("feed", "idle", "named");
    }

    @Test
    void aTypeNameIsNotABeanName() {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.scan("io.processhub.runtime.fixture");
            context.refresh();
            assertThat(context.containsBean("scanned-type")).isFalse();
            assertThat(new SpringChildTypes(context.getBeanFactory(), "default", List.of("default")).names())
                .containsExactly("scanned-type");
        }
    }

    @Test
    void argumentsOfTheTypeSurviveTheJourney() throws Exception {
        SpringChildTypes types = types(Feed.class);
        ChildSpec spec = ChildSpec.of("a", Feed.class, ARGS);
        assertThat(types.create(spec.args(types.encode(spec))).args()).isEqualTo(ARGS);
        assertThat(types.create(spec).args()).isEqualTo(ARGS);
    }

    @Test
    void jsonAndMapsBindToTheType() throws Exception {
        SpringChildTypes types = types(Feed.class);
        Feed.Args expected = new Feed.Args("EURUSD", Duration.ofMillis(250), null, null, null);
        Object map = Map.of("symbol", "EURUSD", "poll", "250ms");
        Object json = new Json("{\"symbol\": \"EURUSD\", \"poll\": \"PT0.25S\"}");
        for (Object args : List.of(map, json)) {
            Json encoded = types.encode(ChildSpec.of("a", "feed", args));
            assertThat(types.create(ChildSpec.of("a", "feed", encoded)).args()).isEqualTo(expected);
        }
    }

    @Test
    void typesWithoutArgumentsTakeNone() throws Exception {
        SpringChildTypes types = types(Idle.class);
        Json none = types.encode(ChildSpec.of("a", Idle.class));
        assertThat(none).isEqualTo(Json.NULL);
        assertThat(types.create(ChildSpec.of("a", "idle", none)).args()).isNull();
        assertThatExceptionOfType(ChildTypes.InvalidArgsException.class)
            .isThrownBy(() -> types.encode(ChildSpec.of("a", "idle", Map.of("x", 1))))
            .withMessage("{x=1} (expected: none)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    {"symbol": "A", "pol": 1}                           | pol: no such property (expected: one of [symbol, poll, side, at, levels]; did you mean 'poll'?)
                    {"symbol": "A", "poll": 1, "sid": "BID"}            | sid: no such property (expected: one of [at, levels, poll, side, symbol]; did you mean 'side'?)
                    {"symbol": "A", "poll": "soon"}                     | poll: "soon" (expected: a duration such as 250ms or PT0.25S)
                    {"symbol": "A", "poll": "1s", "side": "LEFT"}       | side: "LEFT" (expected: one of [BID, ASK])
                    {"symbol": "A", "poll": "1s", "levels": 7}          | levels: 7 (expected: a list)
                    {"symbol": "A", "poll": "1s", "levels": [{"n":"x"}]} | levels[0].n: "x" (expected: int)
                    {"symbol": "A", "poll": "1s", "levels": [{"n":-1}]} | levels[0].n: -1 (expected: 0 or more)
                    {"symbol": "A", "poll": "-1s"}                      | poll: PT-1S (expected: more than 0)
                    [1, 2]                                              | [1,2] (expected: an object with symbol, poll, side, at, levels)
                    "text"                                              | "text" (expected: an object with symbol, poll, side, at, levels)
                    null                                                | none (expected: an object with symbol, poll, side, at, levels)
                    {"symbol":                                          | {"symbol": (expected: JSON; Unexpected end-of-input within/between Object entries)
                    """)
    void argumentsThatDoNotFitAreRefusedBySayingWhich(String json, String message) {
        SpringChildTypes types = types(Feed.class);
        assertThatExceptionOfType(ChildTypes.InvalidArgsException.class)
            .isThrownBy(() -> types.encode(ChildSpec.of("a", "feed", new Json(json))))
            .withMessage(message);
    }

    @Test
    void objectsThatJsonCannotCarryAreRefused() {
        SpringChildTypes types = types(Feed.class);
        assertThatExceptionOfType(ChildTypes.InvalidArgsException.class)
            .isThrownBy(() -> types.encode(ChildSpec.of("a", "feed", new Endless())))
            .withMessageStartingWith(Endless.class.getName() + " (expected: what JSON can carry; ");
        assertThatExceptionOfType(ChildTypes.InvalidArgsException.class)
            .isThrownBy(() -> types.encode(ChildSpec.of("a", "feed", 42)))
            .withMessage("42 (expected: an object with symbol, poll, side, at, levels)");
    }

    @Test
    void whatANewerVersionAddedIsIgnoredWhenAnIncarnationIsBuilt() throws Exception {
        Json newer = new Json("{\"symbol\": \"A\", \"poll\": \"PT1S\", \"added\": true}");
        assertThat(types(Feed.class).create(ChildSpec.of("a", "feed", newer)).args())
            .isEqualTo(new Feed.Args("A", Duration.ofSeconds(1), null, null, null));
    }

    @Test
    void unknownTypesAreRefusedWithThoseThereAre() {
        assertThatExceptionOfType(ChildTypes.UnknownTypeException.class)
            .isThrownBy(() -> types(Feed.class, Idle.class).encode(ChildSpec.of("a", "fed", null)))
            .withMessage("child type: fed (expected: one of [feed, idle]; did you mean 'feed'?)");
    }

    @Test
    void eachIncarnationHasABeanOfItsOwnThatIsDestroyed() throws Exception {
        SpringChildTypes types = types(Named.class, Greeting.class);
        ChildTypes.Instance one = types.create(ChildSpec.of("a", "named", new Json("\"Anna\"")));
        ChildTypes.Instance other = types.create(ChildSpec.of("a", "named", new Json("\"Bert\"")));
        ChildProcess<?> process = one.process();
        assertThat(process).isInstanceOf(Named.class).isNotSameAs(other.process());
        assertThat(((Named) process).greeting).isNotNull();
        one.destroy();
        assertThat(((Named) process).destroyed).isTrue();
        ChildProcess<?> untouched = other.process();
        assertThat(((Named) untouched).destroyed).isFalse();
    }

    @Test
    void twoTypesOfOneNameAreRefusedByNamingBoth() {
        assertThatExceptionOfType(InvalidChildTypeException.class).isThrownBy(() -> types(Feed.class, OtherFeed.class))
            .withMessageContaining("Two child types have the name 'feed'")
            .withMessageContaining(Feed.class.getName())
            .withMessageContaining(OtherFeed.class.getName());
    }

    @Test
    void typesThatCannotBeUsedAreRefused() {
        assertThatExceptionOfType(InvalidChildTypeException.class).isThrownBy(() -> types(SingletonFeed.class))
            .withMessageContaining("bean 'shared' of " + Shared.class.getName() + " has the scope 'singleton'");
        assertThatExceptionOfType(InvalidChildTypeException.class).isThrownBy(() -> types(NoProcess.class))
            .withMessageContaining(NoProcess.class.getName() + " is annotated with @HubProcess but is no ChildProcess");
        assertThatExceptionOfType(InvalidChildTypeException.class).isThrownBy(() -> types(Blank.class))
            .withMessageContaining(Blank.class.getName() + " has a blank name");
    }

    private static SpringChildTypes types(Class<?>... components) {
        return new SpringChildTypes(new AnnotationConfigApplicationContext(components).getBeanFactory(), "default",
                List.of("default"));
    }

    enum Side {

        BID, ASK

    }

    @HubProcess("feed")
    static class Feed implements ChildProcess<Feed.Args> {

        @Override
        public void run(ChildContext<Args> child) {
        }

        record Args(String symbol, Duration poll, @Nullable Side side, @Nullable ZonedDateTime at,
                @Nullable List<Level> levels) {

            Args {
                if (!poll.isPositive()) {
                    throw new IllegalArgumentException("poll: " + poll + " (expected: more than 0)");
                }
            }

            /** Computed, and written to JSON as if it were a property. */
            public boolean isFast() {
                return this.poll.toMillis() < 1000;
            }

        }

        record Level(int n, String name) {

            Level {
                if (n < 0) {
                    throw new IllegalArgumentException("n: " + n + " (expected: 0 or more)");
                }
            }

        }

    }

    @HubProcess("feed")
    static class OtherFeed implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
        }

    }

    @HubProcess("idle")
    static class Idle implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
        }

    }

    abstract static class NamedProcess<N> implements ChildProcess<N> {

    }

    @HubProcess("named")
    static class Named extends NamedProcess<String> {

        final @Nullable Greeting greeting;

        volatile boolean destroyed;

        Named(@Nullable Greeting greeting) {
            this.greeting = greeting;
        }

        @Override
        public void run(ChildContext<String> child) {
        }

        @PreDestroy
        void destroy() {
            this.destroyed = true;
        }

    }

    static class Greeting {

    }

    @HubProcess("shared")
    static class Shared implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class SingletonFeed {

        @Bean
        @Scope("singleton")
        Shared shared() {
            return new Shared();
        }

    }

    @HubProcess("none")
    static class NoProcess {

    }

    @HubProcess(" ")
    static class Blank implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
        }

    }

    static class Endless {

        public Endless getSelf() {
            return this;
        }

    }

}
