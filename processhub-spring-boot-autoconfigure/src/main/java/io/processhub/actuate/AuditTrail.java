package io.processhub.actuate;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what operators did, or were refused, as audit events of type
 * {@code PROCESSHUB_STOP} and the like.
 */
final class AuditTrail {

    private static final String NOBODY = "anonymous";

    private final ApplicationEventPublisher publisher;

    AuditTrail(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * What someone wanted done.
     *
     * @param hub hub that was named
     * @param id child that was named, if any
     * @param member member that was named, if any
     * @param members size that was given, if any
     */
    record Deed(String hub, @Nullable String id, @Nullable String member, @Nullable String members) {

        private Map<String, @Nullable Object> data() {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("hub", this.hub);
            if (this.id != null) {
                data.put("id", this.id);
            }
            if (this.member != null) {
                data.put("member", this.member);
            }
            if (this.members != null) {
                data.put("members", this.members);
            }
            return data;
        }

    }

    void write(SecurityContext context, String operation, Deed deed, WebEndpointResponse<Object> answer) {
        Map<String, @Nullable Object> data = deed.data();
        data.put("status", answer.getStatus());
        if (answer.getBody() instanceof Problem problem) {
            data.put("refused", problem.detail());
        }
        this.publisher.publishEvent(new AuditApplicationEvent(name(context.getPrincipal()), type(operation), data));
    }

    private static String type(String operation) {
        return "PROCESSHUB_" + operation.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String name(@Nullable Principal principal) {
        return (principal == null) ? NOBODY : principal.getName();
    }

}
