package io.processhub;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import io.processhub.RestartPolicy.Backoff;
import io.processhub.RestartPolicy.Mode;
import io.processhub.migration.ColdSwap;
import io.processhub.synchronization.Gossip;
import io.processhub.synchronization.PubSub;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What a record cannot hold; callers without null checks may pass null all the same. */
@NullUnmarked
class InvalidValuesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest(name = "{0}")
    @MethodSource({ "names", "specs", "members", "policies", "strategies" })
    void theMessageNamesTheValueAndWhatWasExpected(String message, ThrowingCallable construction) {
        assertThatIllegalArgumentException().isThrownBy(construction).withMessage(message);
    }

    static Stream<Arguments> names() {
        String tooLong = "x".repeat(10_000);
        return Stream.of(arguments("child id: null (expected: 1 to 512 characters)", call(() -> new ChildKey(null))),
                arguments("child id: blank (expected: 1 to 512 characters)", call(() -> ChildKey.of(""))),
                arguments("child id: blank (expected: 1 to 512 characters)", call(() -> ChildKey.of(" \t\n"))),
                arguments("child id: 10000 characters, begins with 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'"
                        + " (expected: 1 to 512 characters)", call(() -> ChildKey.of(tooLong))),
                arguments("member id: null (expected: text that is not blank)", call(() -> new MemberId(null))),
                arguments("member id:   (expected: text that is not blank)", call(() -> new MemberId(" "))));
    }

    static Stream<Arguments> specs() {
        return Stream.of(
                arguments("type of child 'a': null (expected: the value of a @HubProcess annotation)",
                        call(() -> ChildSpec.of("a", (String) null, null))),
                arguments("type of child 'a':   (expected: the value of a @HubProcess annotation)",
                        call(() -> ChildSpec.of("a", " ", null))),
                arguments("shutdown of child 'a': PT0S (expected: more than 0, at most 365 days)",
                        call(() -> ChildSpec.of("a", "t", null).shutdown(Duration.ZERO))),
                arguments("shutdown of child 'a': PT-1S (expected: more than 0, at most 365 days)",
                        call(() -> ChildSpec.of("a", "t", null).shutdown(SECOND.negated()))),
                arguments(
                        "child type: io.processhub.InvalidValuesTest$NotAnnotated"
                                + " (expected: a class annotated with @HubProcess)",
                        call(() -> ChildSpec.of("a", NotAnnotated.class))),
                arguments("timeout: PT0S (expected: more than 0, at most 365 days)",
                        call(() -> StartOptions.defaults().timeout(Duration.ZERO))),
                arguments("timeout: PT-1S (expected: more than 0, at most 365 days)",
                        call(() -> StartOptions.defaults().timeout(SECOND.negated()))));
    }

    static Stream<Arguments> members() {
        return Stream.of(weight(0, "0.0"), weight(-1, "-1.0"), weight(1000.5, "1000.5"), weight(Double.NaN, "NaN"),
                weight(Double.POSITIVE_INFINITY, "Infinity"), weight(Double.NEGATIVE_INFINITY, "-Infinity"));
    }

    private static Arguments weight(double weight, String text) {
        return arguments("weight: " + text + " (expected: more than 0, at most 1000)",
                call(() -> new Member(new MemberId("a"), "a", "a", weight, Map.of(), Member.Status.UP)));
    }

    static Stream<Arguments> policies() {
        return Stream.of(
                arguments("max-restarts: -1 (expected: 0 or more)",
                        call(() -> new RestartPolicy(Mode.PERMANENT, -1, SECOND, Backoff.NONE))),
                arguments("within: PT0S (expected: more than 0, at most 365 days)",
                        call(() -> new RestartPolicy(Mode.PERMANENT, 1, Duration.ZERO, Backoff.NONE))),
                arguments("within: PT-1S (expected: more than 0, at most 365 days)",
                        call(() -> new RestartPolicy(Mode.PERMANENT, 1, SECOND.negated(), Backoff.NONE))),
                arguments("backoff.initial: PT-1S (expected: between 0 and backoff.max, PT1H)",
                        call(() -> new Backoff(SECOND.negated(), 2, HOUR, 0))),
                arguments("backoff.initial: PT1H (expected: between 0 and backoff.max, PT1S)",
                        call(() -> new Backoff(HOUR, 2, SECOND, 0))),
                multiplier(0.99, "0.99"), multiplier(-1, "-1.0"), multiplier(1001, "1001.0"),
                multiplier(Double.NaN, "NaN"), multiplier(Double.POSITIVE_INFINITY, "Infinity"), jitter(-0.1, "-0.1"),
                jitter(1.1, "1.1"), jitter(Double.NaN, "NaN"));
    }

    private static Arguments multiplier(double multiplier, String text) {
        return arguments("backoff.multiplier: " + text + " (expected: between 1 and 1000)",
                call(() -> new Backoff(SECOND, multiplier, HOUR, 0)));
    }

    private static Arguments jitter(double jitter, String text) {
        return arguments("backoff.jitter: " + text + " (expected: between 0 and 1)",
                call(() -> new Backoff(SECOND, 2, HOUR, jitter)));
    }

    static Stream<Arguments> strategies() {
        return Stream.of(arguments("max-concurrent-moves: 0 (expected: 1 or more)", call(() -> new ColdSwap(0))),
                arguments("max-concurrent-moves: -5 (expected: 1 or more)", call(() -> new ColdSwap(-5))),
                arguments("sync-interval: PT0S (expected: more than 0, at most 365 days)",
                        call(() -> new PubSub(Duration.ZERO))),
                arguments("sync-interval: PT-1S (expected: more than 0, at most 365 days)",
                        call(() -> new PubSub(SECOND.negated()))),
                arguments("recipients: 0 (expected: 1 or more)", call(() -> new Gossip(0, false, SECOND, SECOND))),
                arguments("interval: PT0S (expected: more than 0, at most 365 days)",
                        call(() -> new Gossip(1, false, Duration.ZERO, SECOND))),
                arguments("sync-interval: PT-1S (expected: more than 0, at most 365 days)",
                        call(() -> new Gossip(1, false, SECOND, SECOND.negated()))));
    }

    @ParameterizedTest
    @MethodSource
    void valuesAtTheBoundsAreFine(ThrowingCallable construction) {
        assertThatCode(construction).doesNotThrowAnyException();
    }

    static Stream<ThrowingCallable> valuesAtTheBoundsAreFine() {
        Duration least = Duration.ofNanos(1);
        return Stream.of(() -> ChildKey.of("x"), () -> ChildKey.of("x".repeat(512)),
                () -> ChildSpec.of("a", "t", null).shutdown(least), () -> StartOptions.defaults().timeout(least),
                () -> new Member(new MemberId("a"), "a", "a", 1000, Map.of(), Member.Status.UP),
                () -> new Member(new MemberId("a"), "a", "a", Double.MIN_VALUE, Map.of(), Member.Status.UP),
                () -> new RestartPolicy(Mode.TEMPORARY, 0, least, Backoff.NONE),
                () -> new Backoff(SECOND, 1, SECOND, 1), () -> new Backoff(Duration.ZERO, 1000, Duration.ZERO, 0),
                () -> new ColdSwap(1), () -> new PubSub(least), () -> new Gossip(1, true, least, least));
    }

    private static ThrowingCallable call(ThrowingCallable callable) {
        return callable;
    }

    static final class NotAnnotated implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
        }

    }

}
