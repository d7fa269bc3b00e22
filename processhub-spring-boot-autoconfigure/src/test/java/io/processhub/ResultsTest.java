package io.processhub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResultsTest {

    private static final ChildKey A = ChildKey.of("a");

    private static final ChildKey B = ChildKey.of("b");

    private static final MemberId FIRST = new MemberId("m1");

    private static final MemberId SECOND = new MemberId("m2");

    @Test
    void aStartTellsWhatWasStartedInTheOrderOfTheCallAndWhere() {
        Map<ChildKey, List<Claim>> started = new LinkedHashMap<>();
        started.put(B, List.of(claim(SECOND)));
        started.put(A, List.of(claim(FIRST)));
        StartResult result = new StartResult(started, List.of(), false);
        started.clear();
        assertThat(result.status()).isEqualTo(StartResult.Status.OK);
        assertThat(result.ids()).containsExactly(B, A);
        assertThat(result.first()).contains(B);
        assertThat(result.members()).containsExactly(FIRST, SECOND);
        assertThat(result.orThrow()).isSameAs(result);
    }

    @Test
    void aStartThatFailedSaysWhyAndKeepsTheResult() {
        StartResult result = new StartResult(Map.of(A, List.of(claim(FIRST))),
                List.of(new ChildError.AlreadyExists(B, List.of(claim(SECOND)))), true);
        assertThat(result.status()).isEqualTo(StartResult.Status.ERROR);
        assertThatExceptionOfType(ChildStartException.class).isThrownBy(result::orThrow)
            .withMessage("1 not started: child 'b' exists already, on m2; the others were stopped again")
            .satisfies((ex) -> assertThat(ex.result()).isSameAs(result));
    }

    @Test
    void ofManyErrorsTheFirstFewAreShown() {
        List<ChildError> errors = IntStream.range(0, 1000)
            .<ChildError>mapToObj((i) -> new ChildError.NotFound(ChildKey.of("k" + i)))
            .toList();
        StopResult result = new StopResult(Map.of(), errors);
        assertThat(result.isOk()).isFalse();
        assertThatExceptionOfType(ChildStopException.class).isThrownBy(result::orThrow)
            .withMessage("1000 not stopped: there is no child 'k0'; there is no child 'k1'; there is no child 'k2';"
                    + " and 997 more");
    }

    @Test
    void aStopTellsWhereTheChildrenRan() {
        StopResult result = new StopResult(Map.of(A, List.of(FIRST)), List.of());
        assertThat(result.ids()).containsExactly(A);
        assertThat(result.orThrow()).isSameAs(result);
    }

    @Test
    void everyErrorNamesTheChildAndWhatToDo() {
        assertThat(List.of(new ChildError.AlreadyExists(A, List.of()), new ChildError.Duplicate(A),
                new ChildError.UnknownType(A, "fedd", List.of("feed", "cleaner")),
                new ChildError.UnknownType(A, "feed", List.of()), new ChildError.InvalidArgs(A, "interval: -1s"),
                new ChildError.TimedOut(A, "m1"), new ChildError.Refused(A, "no member takes children")))
            .extracting(ChildError::message)
            .containsExactly("child 'a' exists already, on no member at the moment",
                    "child 'a' stands more than once in the call; the first one counts",
                    "child 'a' has the unknown type 'fedd' (known: feed, cleaner)",
                    "child 'a' has the unknown type 'feed' (known: none; is a class annotated with @HubProcess in a"
                            + " scanned package?)",
                    "args of child 'a': interval: -1s",
                    "child 'a': no answer in time from m1; what was asked may still happen, look again with find",
                    "child 'a': no member takes children");
    }

    private static Claim claim(MemberId member) {
        return new Claim(member, 1, Role.ACTIVE, Claim.State.RUNNING, 1, null);
    }

}
