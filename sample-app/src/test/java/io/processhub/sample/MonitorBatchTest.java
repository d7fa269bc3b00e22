package io.processhub.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.processhub.ChildSpec;
import io.processhub.sample.UptimeMonitor.Args;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MonitorBatchTest {

    private static final String URL = "http://a.example";

    @ParameterizedTest
    @CsvSource({ "5s,PT5S", "500ms,PT0.5S", "1m30s,PT1M30S", "PT5S,PT5S", "1d,P1D" })
    void intervalsHaveUnits(String text, Duration interval) {
        assertThat(batch(new MonitorRequest("a", URL, text, null))).extracting(ChildSpec::args)
            .containsExactly(new Args(URL, interval));
    }

    @Test
    void tagsReachTheSpec() {
        assertThat(batch(new MonitorRequest("a", URL, "1s", List.of("x", "y"))).getFirst().tags()).containsExactly("x",
                "y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a | 1s   |      | url: missing
            a |      | URL  | interval: missing
            a | 5    | URL  | interval: 5 (expected: a number with a unit such as 500ms or 5s, or ISO such as PT5S)
            a | soon | URL  | interval: soon (expected: a number
            a | 99999999999999999999d | URL | interval: 99999999999999999999d (expected: a number
            a | -1s  | URL  | interval: -1s (expected: from 100ms to 1d)
            a | 1s   | ftp: | url: ftp: (expected: http
              | 1s   | URL  | id: missing (expected: text that is not blank)
            ' ' | 1s | URL  | id: blank (expected: text that is not blank)
            a/b | 1s | URL  | id: a/b (expected: 1 to 512 letters
            ..  | 1s | URL  | id: .. (expected: 1 to 512 letters
            """)
    void wrongValuesAreRefusedWithPlaceNameValueAndWhatWasExpected(@Nullable String id, @Nullable String interval,
            @Nullable String url, String message) {
        MonitorRequest good = new MonitorRequest("good", URL, "1s", null);
        MonitorRequest wrong = new MonitorRequest(id, "URL".equals(url) ? URL : url, interval, null);
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> batch(good, wrong))
            .withMessageStartingWith("monitor 2: " + message);
    }

    @Test
    void hugeIdsAreRefusedButNotRepeated() {
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(() -> batch(new MonitorRequest("x".repeat(10_000), URL, "1s", null)))
            .withMessageContaining("of 10000 characters")
            .satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void nothingAndNullAndRepeatedIdsAreRefused() {
        MonitorRequest twin = new MonitorRequest("a", URL, "1s", null);
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> batch())
            .withMessageContaining("no monitor");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> batch(twin, null))
            .withMessageStartingWith("monitor 2: null");
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> batch(twin, twin))
            .withMessage("monitor 2: id: a (expected: one that does not stand in monitor 1 already)");
        assertThatExceptionOfType(InvalidInputException.class)
            .isThrownBy(() -> batch(new MonitorRequest("a", URL, "1s", Arrays.asList("x", null))))
            .withMessageStartingWith("monitor 1: tags: missing");
    }

    @Test
    void csvFilesInOtherCharacterSetsAreRefused() {
        byte[] file = "id,url,interval\nzürich,http://a.example,1s".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> MonitorBatch.ofCsv(file))
            .withMessageContaining("UTF-8");
    }

    private static List<ChildSpec> batch(@Nullable MonitorRequest... requests) {
        return MonitorBatch.ofJson(Arrays.asList(requests));
    }

}
