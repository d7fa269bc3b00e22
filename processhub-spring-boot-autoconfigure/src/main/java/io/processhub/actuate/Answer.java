package io.processhub.actuate;

import java.util.function.Supplier;

import io.processhub.HubNotRunningException;
import io.processhub.NoQuorumException;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;

/** Turns what an endpoint did, or refused, into what HTTP says. */
final class Answer {

    private static final MimeType PROBLEM = MimeType.valueOf("application/problem+json");

    private static final int BAD_REQUEST = 400;

    private Answer() {
    }

    /** The body that a supplier makes, or a problem that says why it made none. */
    static WebEndpointResponse<Object> of(int status, Supplier<Object> body) {
        try {
            return new WebEndpointResponse<>(body.get(), status);
        }
        catch (RefusedRequestException ex) {
            return problem(ex.status(), ex);
        }
        catch (NoQuorumException | HubNotRunningException ex) {
            return problem(RefusedRequestException.UNAVAILABLE, ex);
        }
        catch (IllegalArgumentException ex) {
            return problem(BAD_REQUEST, ex);
        }
    }

    private static WebEndpointResponse<Object> problem(int status, RuntimeException reason) {
        Problem problem = new Problem(title(status), status, String.valueOf(reason.getMessage()));
        return new WebEndpointResponse<>(problem, status, PROBLEM);
    }

    private static String title(int status) {
        return switch (status) {
            case BAD_REQUEST -> "Bad Request";
            case RefusedRequestException.NOT_FOUND -> "Not Found";
            case RefusedRequestException.CONFLICT -> "Conflict";
            case RefusedRequestException.TIMED_OUT -> "Gateway Timeout";
            default -> "Service Unavailable";
        };
    }

}
