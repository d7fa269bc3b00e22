package io.processhub.sample;

import java.util.List;
import java.util.stream.Stream;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.Claim;
import io.processhub.StartResult;
import org.jspecify.annotations.Nullable;

/**
 * What became of the monitors of a call.
 *
 * @param outcomes one for each: the started ones, then the others
 */
record StartReport(List<Outcome> outcomes) {

    /**
     * What became of one monitor.
     *
     * @param id its name
     * @param outcome one word for it
     * @param member who runs it, if known
     * @param message what is wrong, null if it was started
     */
    record Outcome(String id, String outcome, @Nullable String member, @Nullable String message) {

        private static Outcome started(ChildKey key, List<Claim> claims) {
            return new Outcome(key.value(), "started", holder(claims), null);
        }

        private static Outcome failed(ChildError error) {
            List<Claim> holders = (error instanceof ChildError.AlreadyExists exists) ? exists.holders() : List.of();
            return new Outcome(error.key().value(), word(error), holder(holders), error.message());
        }

        private static @Nullable String holder(List<Claim> claims) {
            return claims.isEmpty() ? null : claims.getFirst().member().value();
        }

        private static String word(ChildError error) {
            return switch (error) {
                case ChildError.AlreadyExists exists -> "exists";
                case ChildError.Duplicate duplicate -> "duplicate";
                case ChildError.NotFound notFound -> "not-found";
                case ChildError.UnknownType unknown -> "unknown-type";
                case ChildError.InvalidArgs invalid -> "invalid";
                case ChildError.TimedOut timedOut -> "timed-out";
                case ChildError.Refused refused -> "refused";
                case ChildError.NoQuorum noQuorum -> "no-quorum";
                case ChildError.NotStored notStored -> "not-stored";
            };
        }

    }

    static StartReport of(StartResult result) {
        Stream<Outcome> started = result.started()
            .entrySet()
            .stream()
            .map((entry) -> Outcome.started(entry.getKey(), entry.getValue()));
        return new StartReport(Stream.concat(started, result.errors().stream().map(Outcome::failed)).toList());
    }

}
