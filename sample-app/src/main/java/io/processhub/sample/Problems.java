package io.processhub.sample;

import java.util.List;

import io.processhub.ChildError;
import io.processhub.StartResult;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Answers that say what went wrong, as RFC 9457 has them. */
final class Problems {

    private Problems() {
    }

    static ErrorResponseException notFound(String detail) {
        return problem(HttpStatus.NOT_FOUND, detail);
    }

    /** It cannot be done now; it may be possible a moment later. */
    static ErrorResponseException unavailable(String detail) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, detail);
    }

    /** One child was not stopped. */
    static ErrorResponseException of(ChildError error) {
        return problem(status(error), error.message());
    }

    /** At least one child was not started; the answer tells of each. */
    static ErrorResponseException notStarted(int asked, StartResult result) {
        List<ChildError> errors = result.errors();
        String first = errors.getFirst().message();
        ErrorResponseException problem = problem(worst(errors), (asked == 1) ? first
                : errors.size() + " of " + asked + " monitors were not started; the first: " + first);
        problem.getBody().setProperty("outcomes", StartReport.of(result).outcomes());
        return problem;
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    private static HttpStatus worst(List<ChildError> errors) {
        return errors.stream().map(Problems::status).max(HttpStatus::compareTo).orElseThrow();
    }

    private static HttpStatus status(ChildError error) {
        return switch (error) {
            case ChildError.UnknownType unknown -> HttpStatus.BAD_REQUEST;
            case ChildError.InvalidArgs invalid -> HttpStatus.BAD_REQUEST;
            case ChildError.NotFound notFound -> HttpStatus.NOT_FOUND;
            case ChildError.AlreadyExists exists -> HttpStatus.CONFLICT;
            case ChildError.Duplicate duplicate -> HttpStatus.CONFLICT;
            case ChildError.TimedOut timedOut -> HttpStatus.SERVICE_UNAVAILABLE;
            case ChildError.Refused refused -> HttpStatus.SERVICE_UNAVAILABLE;
            case ChildError.NoQuorum noQuorum -> HttpStatus.SERVICE_UNAVAILABLE;
            case ChildError.NotStored notStored -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

}
