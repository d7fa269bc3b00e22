package io.processhub;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChildSpecTest {

    @Test
    void theTypeIsNamedByTheAnnotation() {
        assertThat(ChildSpec.of("a", Feed.class, "eur").type()).isEqualTo("price-feed");
        assertThat(ChildSpec.of("a", Feed.class, "eur").args()).isEqualTo("eur");
        assertThat(ChildSpec.of("a", Cleaner.class).args()).isNull();
    }

    @Test
    void aPartIsChangedWithoutTouchingTheOriginal() {
        ChildSpec plain = ChildSpec.of("a", "worker", null);
        ChildSpec changed = plain.tag("x")
            .metadata("k", "v")
            .args("args")
            .restart(RestartPolicy.DEFAULT)
            .shutdown(Duration.ofSeconds(9))
            .boundTo(List.of("m:1"))
            .requireLabel("zone", "a");
        assertThat(changed).isEqualTo(new ChildSpec(ChildKey.of("a"), "worker", "args", Set.of("x"), Map.of("k", "v"),
                RestartPolicy.DEFAULT, Duration.ofSeconds(9), new Placement(Map.of("zone", "a"), List.of("m:1"))));
        assertThat(plain).isEqualTo(ChildSpec.of("a", "worker", null));
    }

    @Test
    void tagsAreASetInAStableOrderThatNobodyCanChange() {
        Set<String> tags = new HashSet<>(List.of("c", "a", "b"));
        ChildSpec spec = new ChildSpec(ChildKey.of("a"), "worker", null, tags, Map.of(), null, Duration.ofSeconds(1),
                Placement.ANYWHERE);
        tags.clear();
        assertThat(spec.tag("a").tags()).containsExactly("a", "b", "c");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> spec.tags().add("d"));
    }

    @HubProcess("price-feed")
    static final class Feed implements ChildProcess<String> {

        @Override
        public void run(ChildContext<String> child) {
        }

    }

    @HubProcess("cleaner")
    static final class Cleaner implements ChildProcess<Void> {

        @Override
        public void run(ChildContext<Void> child) {
        }

    }

}
