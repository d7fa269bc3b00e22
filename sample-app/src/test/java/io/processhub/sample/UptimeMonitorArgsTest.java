package io.processhub.sample;

import java.time.Duration;

import io.processhub.sample.UptimeMonitor.Args;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UptimeMonitorArgsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(strings = { "http://a.example", "https://a.example:8443/x?y=z", "HTTP://[::1]:80/", "self:/demo/ok" })
    void urlsThatCanBeCalledAreTaken(String url) {
        assertThat(new Args(url, SECOND).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a.example", "/path", "ftp://a.example", "http:///path", "http://a b", "http:a",
            "http://a.example:99999/", "self:demo", "mailto:a@b.example" })
    void otherUrlsAreRefusedWithTheirValueAndWhatWasExpected(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Args(url, SECOND))
            .withMessage("url: " + url + " (expected: http://host/path, https://host/path or self:/path)");
    }

    @Test
    void intervalsFromTheShortestToTheLongestAreTaken() {
        assertThat(new Args("self:/", Args.SHORTEST).interval()).hasMillis(100);
        assertThat(new Args("self:/", Args.LONGEST).interval()).hasDays(1);
    }

    @ParameterizedTest
    @CsvSource({ "PT-1S,-1s", "PT0S,0s", "PT0.099S,99ms", "PT24H1S,1d1s" })
    void otherIntervalsAreRefusedWithTheirValueAndWhatWasExpected(Duration interval, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Args("self:/", interval))
            .withMessage("interval: " + text + " (expected: from 100ms to 1d)");
    }

}
