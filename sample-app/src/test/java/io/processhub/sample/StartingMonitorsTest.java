package io.processhub.sample;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static io.processhub.sample.Patience.await;

class StartingMonitorsTest extends OneMemberTest {

    StartingMonitorsTest() throws IOException {
    }

    @Test
    void oneMonitorIsStartedAndCallsItsUrlSayingWhoItIs() {
        Api.Answer answer = this.api.postJson(json("one", "100ms"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.location()).isEqualTo("/monitors/one");
        await().until(() -> this.target.calls().byChild().getOrDefault("one", List.of()).size() > 2);
        assertThat(this.target.calls().byChild().get("one")).allSatisfy((call) -> {
            assertThat(call.member()).isEqualTo(member().path("id").asString());
            assertThat(call.epoch()).isEqualTo(this.api.monitors().findFirst().orElseThrow().path("epoch").asLong());
        });
    }

    @Test
    void severalMonitorsAreStartedByOneCallWhichSaysWhereEachOfThemRuns() {
        Api.Answer answer = this.api.postJson("[" + json("a", "1s") + "," + json("b", "PT1S") + "]");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.location()).isEqualTo("/monitors");
        assertThat(answer.list("outcomes")).allSatisfy((outcome) -> {
            assertThat(outcome.path("outcome").asString()).isEqualTo("started");
            assertThat(outcome.path("member").asString()).isEqualTo(member().path("id").asString());
        }).extracting((outcome) -> outcome.path("id").asString()).containsExactly("a", "b");
    }

    @Test
    void monitorsAreImportedFromCsv() {
        Api.Answer answer = this.api.postCsv("id,url,interval\r\na," + this.target.url("/a?x=1") + ",1s\r\nb,\""
                + this.target.url("/b?x=1,2") + "\",PT1S\r\n");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(ids()).containsExactly("a", "b");
        await().until(() -> this.target.calls().children().size() == 2);
    }

    @Test
    void malformedLineOfCsvIsNamedAndNothingIsStarted() {
        String file = "id,url,interval\n" + lines(2, 16) + "m17;http://a.example;1s\n" + lines(18, 20);
        problem(this.api.postCsv(file), 400, "line 17: 1 fields, the first is 'm17;http://a.example;1s'");
        assertThat(ids()).isEmpty();
    }

    @Test
    void wrongValueInCsvIsNamedWithItsLineAndNothingIsStarted() {
        String file = "id,url,interval\n" + lines(2, 16) + "m17,http://a.example,-1s\n" + lines(18, 20);
        problem(this.api.postCsv(file), 400, "line 17: interval: -1s (expected: from 100ms to 1d)");
        problem(this.api.postCsv("id;url;interval\n"), 400, "line 1: [id;url;interval] (expected: the header");
        assertThat(ids()).isEmpty();
    }

    @Test
    void wrongJsonIsRefusedAndNothingIsStarted() {
        problem(this.api.postJson("[" + json("a", "1s") + "," + json("b", "-1s") + "]"), 400,
                "monitor 2: interval: -1s (expected: from 100ms to 1d)");
        problem(this.api.postJson("[]"), 400, "no monitor (expected: an object");
        problem(this.api.postJson("[null]"), 400, "monitor 1: null");
        problem(this.api.postJson(json("x".repeat(10_000), "1s")), 400, "monitor 1: id: xxx");
        problem(this.api.postJson(json(" ", "1s")), 400, "monitor 1: id: blank");
        problem(this.api.postJson("{\"id\":"), 400, "body: Unexpected end-of-input");
        problem(this.api.postJson("{\"name\":\"a\"}"), 400, "body: Unrecognized property \"name\"");
        assertThat(ids()).isEmpty();
    }

    @Test
    void idsThatExistAreRefusedWithTheirHolderWhileTheOthersOfTheCallAreStarted() {
        this.api.postJson(json("a", "1s"));
        String holder = member().path("id").asString();
        Api.Answer alone = this.api.postJson(json("a", "1s"));
        problem(alone, 409, "child 'a' exists already, on " + holder);
        Api.Answer together = this.api.postJson("[" + json("a", "1s") + "," + json("b", "1s") + "]");
        problem(together, 409, "1 of 2 monitors were not started; the first: child 'a' exists already");
        assertThat(together.list("outcomes"))
            .extracting((outcome) -> outcome.path("id").asString() + " " + outcome.path("outcome").asString() + " on "
                    + outcome.path("member").asString())
            .containsExactly("b started on " + holder, "a exists on " + holder);
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void otherMediaTypesAreRefused() {
        problem(this.api.post("/monitors", "text/plain", "a"), 415, "Content-Type 'text/plain' is not supported");
        problem(this.api.post("/monitors/import", "application/json", "[]"), 415, "Content-Type");
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last)
            .mapToObj((line) -> "m" + line + ",http://a.example,1s\n")
            .reduce("", String::concat);
    }

    static void problem(Api.Answer answer, int status, String detail) {
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.detail()).startsWith(detail);
    }

}
