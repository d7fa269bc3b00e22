package io.processhub.sample;

import io.processhub.ProcessHubTemplate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Says of each lookup that it may be out of date while this member has no quorum; also of
 * those that found nothing.
 */
@Component
final class StaleLookups implements HandlerInterceptor, WebMvcConfigurer {

    static final String HEADER = "X-ProcessHub-Stale";

    private final ProcessHubTemplate hub;

    StaleLookups(ProcessHubTemplate hub) {
        this.hub = hub;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/monitors/**", "/cluster");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object controller) {
        if (HttpMethod.GET.matches(request.getMethod()) && this.hub.isPartitioned()) {
            response.setHeader(HEADER, "true");
        }
        return true;
    }

}
