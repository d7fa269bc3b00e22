package io.processhub.sample;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static io.processhub.sample.StartingMonitorsTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

/** What a member answers that waits for others since it started. */
@TestPropertySource(properties = { "processhub.partition-tolerance.strategy=static-quorum",
        "processhub.partition-tolerance.static-quorum.quorum-size=2" })
class FirstQuorumTest extends OneMemberTest {

    FirstQuorumTest() throws IOException {
    }

    @Test
    void startsThatWaitedInVainSayWhatBecameOfEach() {
        Api.Answer answer = this.api.postJson(json("late", "1s"));
        problem(answer, 503, "child 'late': no quorum, 1 of the 2 voting members");
        assertThat(answer.list("outcomes")).singleElement()
            .satisfies((outcome) -> assertThat(outcome.path("outcome").asString()).isEqualTo("no-quorum"));
    }

    @Test
    void stopsAreRefused() {
        problem(this.api.delete("/monitors/late"), 503, "child 'late': no quorum, 1 of the 2 voting members");
    }

}
