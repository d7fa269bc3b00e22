package io.processhub.autoconfigure;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether the configuration names several hubs, by {@code processhub.hubs}. */
final class OnHubs implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !HubNames.of(context.getEnvironment()).isEmpty();
    }

    /** Whether it does not, so that there is one. */
    static final class None implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return HubNames.of(context.getEnvironment()).isEmpty();
        }

    }

}
