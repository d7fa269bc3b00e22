package io.processhub.sample;

import io.processhub.NoQuorumException;
import io.processhub.ProcessHubException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns what can go wrong in a call into problem details: our own exceptions, and all of
 * Spring MVC.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ProblemDetail invalid(InvalidInputException ex) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
    }

    /** The hub does not run yet or any more, or may do nothing at the moment. */
    @ExceptionHandler
    ProblemDetail refused(ProcessHubException ex) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(ex.getMessage()));
    }

    /** It says how many members are missing, and what helps. */
    @ExceptionHandler
    ProblemDetail noQuorum(NoQuorumException ex) {
        ProblemDetail problem = refused(ex);
        problem.setTitle("No quorum");
        problem.setProperty("visible", ex.quorum().visible());
        problem.setProperty("required", ex.quorum().required());
        return problem;
    }

    /** Spring's own text says only that the body could not be read. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, "body: " + ex.getMostSpecificCause().getMessage()
                + " (expected: an object with id, url and interval, or an array of such)");
        return handleExceptionInternal(ex, body, headers, status, request);
    }

}
