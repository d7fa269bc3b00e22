package io.processhub.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.migration.HotSwap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.processhub.coordination.OneMember.B;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member leaves, and the new owner of its child does not help: the state is handed over
 * all the same, for which nobody else is needed.
 */
class LeavingHotTest {

    private static final ChildKey KEY = OneMember.spec(0).key();

    /** What a member hears, or does not, after it has asked the new owner to prepare. */
    private static Arguments trouble(String name, BiConsumer<OneMember, ChildKey> happens) {
        return Arguments.argumentSet(name, happens);
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                trouble("the new owner cannot build the bean",
                        (one, key) -> one.hear(new Message.Prepared(B.id(), List.of(), Map.of(key, "no such class")))),
                trouble("the new owner keeps silent", (one, key) -> one.tickAfter(Duration.ofMinutes(1))));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void itsStateIsHandedOverWhenItsMemberLeaves(BiConsumer<OneMember, ChildKey> trouble) {
        OneMember one = OneMember.running(OneMember.withB(new HotSwap(true)), 1);
        one.hear(new Signal.Drain());
        assertThat(one.sent(B, Message.Prepare.class)).hasSize(1);
        one.all();
        trouble.accept(one, KEY);
        assertThat(one.take(Effect.FreezeChild.class)).singleElement().satisfies((freeze) -> {
            assertThat(freeze.key()).isEqualTo(KEY);
            assertThat(freeze.forced()).isTrue();
        });
        assertThat(one.take(Effect.StopChild.class)).isEmpty();
    }

}
