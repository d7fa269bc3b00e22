package io.processhub.autoconfigure;

import java.util.List;
import java.util.Set;

import io.processhub.HookRegistry;
import io.processhub.Hub;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Says which hubs there are where one is injected and none is named. Asked before Boot's
 * own analyzer, which knows beans and not hubs.
 */
@Order(0)
final class AmbiguousHubFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoUniqueBeanDefinitionException> {

    private static final Set<Class<?>> OF_A_HUB = Set.of(ProcessHubTemplate.class, ProcessHubOperations.class,
            HookRegistry.class, Hub.class);

    private final Environment environment;

    AmbiguousHubFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoUniqueBeanDefinitionException cause,
            @Nullable String description) {
        Class<?> type = cause.getBeanType();
        List<String> hubs = HubNames.of(this.environment);
        return (type != null && OF_A_HUB.contains(type) && hubs.size() > 1)
                ? analysis(type.getSimpleName(), hubs, (description != null) ? description : "The application", cause)
                : null;
    }

    private static FailureAnalysis analysis(String type, List<String> hubs, String who,
            NoUniqueBeanDefinitionException cause) {
        return new FailureAnalysis(
                who + " needs a " + type + ", and this application has one for each of its hubs: "
                        + String.join(", ", hubs) + ".",
                "Say which one where it is injected: @Qualifier(\"" + hubs.getFirst() + "\") " + type + " hub. Or set "
                        + HubRegistrar.PRIMARY + " to the name of the hub that is meant where none" + " is named.",
                cause);
    }

}
