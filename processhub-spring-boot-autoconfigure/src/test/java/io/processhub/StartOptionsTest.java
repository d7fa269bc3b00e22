package io.processhub;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.processhub.StartOptions.OnFailure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StartOptionsTest {

    private static final StartOptions DEFAULTS = StartOptions.defaults();

    @Test
    void byDefaultAStartWaitsTenSecondsRefusesIdsThatExistAndGoesOnAfterFailures() {
        assertThat(DEFAULTS).isEqualTo(
                new StartOptions(Duration.ofSeconds(10), true, OnFailure.CONTINUE, Set.of(), Map.of(), Map.of()));
    }

    @Test
    void aPartIsChangedWithoutTouchingTheOthersOrTheOriginal() {
        StartOptions options = DEFAULTS.timeout(Duration.ofMinutes(1))
            .checkExisting(false)
            .onFailure(OnFailure.ROLLBACK)
            .tag("eu")
            .metadata("team", "a")
            .mapping("c", List.of("m:1"));
        assertThat(options).isEqualTo(new StartOptions(Duration.ofMinutes(1), false, OnFailure.ROLLBACK, Set.of("eu"),
                Map.of("team", "a"), Map.of("c", List.of("m:1"))));
        assertThat(DEFAULTS.tags()).isEmpty();
        assertThat(DEFAULTS.checkExisting()).isTrue();
    }

    @Test
    void tagsAndMetadataAddUpInAStableOrder() {
        StartOptions options = DEFAULTS.tag("c").tag("a").tag("b").tag("a").metadata("z", "1").metadata("y", "2");
        assertThat(options.tags()).containsExactly("a", "b", "c");
        assertThat(options.metadata().keySet()).containsExactly("y", "z");
        assertThat(options.metadata("z", "3").metadata()).containsEntry("z", "3");
    }

    @Test
    void whatTheCallerDoesWithItsCollectionsAfterwardsDoesNotMatter() {
        Set<String> tags = new HashSet<>(List.of("a", "b"));
        Map<String, String> metadata = new HashMap<>(Map.of("k", "v"));
        StartOptions options = new StartOptions(Duration.ofSeconds(1), true, OnFailure.CONTINUE, tags, metadata,
                Map.of());
        tags.clear();
        metadata.clear();
        assertThat(options.tags()).containsExactly("a", "b");
        assertThat(options.metadata()).containsEntry("k", "v");
    }

    @Test
    void whatIsHandedOutCannotBeChanged() {
        StartOptions options = DEFAULTS.tag("a").tag("b").metadata("k", "v");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> options.tags().clear());
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> options.metadata().clear());
    }

}
