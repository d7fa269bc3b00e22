package io.processhub.runtime;

import java.util.Optional;
import java.util.function.Consumer;

import io.processhub.ProcessHubEvent;
import io.processhub.StartResult;
import io.processhub.StopResult;

/**
 * Where results and news go.
 *
 * @param starts callers that wait for a start
 * @param stops callers that wait for a stop
 * @param moves callers that wait for a move, and hear why there was none
 * @param drained called when nothing is left on this member
 * @param events hears what happens
 */
record Outcomes(Answers<StartResult> starts, Answers<StopResult> stops, Answers<Optional<String>> moves,
        Runnable drained, Consumer<ProcessHubEvent> events) {
}
