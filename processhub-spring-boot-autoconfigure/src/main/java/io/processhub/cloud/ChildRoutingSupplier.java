package io.processhub.cloud;

import java.util.List;

import io.processhub.Hub;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.http.HttpHeaders;

/**
 * Sends a request that names a child in its header {@value #HEADER} to the instance whose
 * member runs this child, its active replica if there are several. Leaves the choice to
 * the load balancer if the request names none, if there is no such child, if nobody runs
 * it at the moment, or if the registry does not know the member's instance (yet).
 */
public final class ChildRoutingSupplier extends DelegatingServiceInstanceListSupplier {

    /** Header of a request with the id of a child. */
    public static final String HEADER = "X-ProcessHub-Child";

    private final ChildRoutes routes;

    /**
     * Routing among the instances that another supplier knows.
     * @param hubs where children are looked for, in this order
     */
    public ChildRoutingSupplier(ServiceInstanceListSupplier delegate, List<Hub> hubs) {
        super(delegate);
        this.routes = new ChildRoutes(hubs);
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        return this.delegate.get();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Spring Cloud has it
    public Flux<List<ServiceInstance>> get(Request request) {
        Flux<List<ServiceInstance>> all = this.delegate.get(request);
        String child = childOf(request);
        return (child == null) ? all : all.map((instances) -> this.routes.to(child, instances));
    }

    private static @Nullable String childOf(Request<?> request) {
        if (!(request.getContext() instanceof RequestDataContext context)) {
            return null;
        }
        RequestData data = context.getClientRequest();
        HttpHeaders headers = (data != null) ? data.getHeaders() : null;
        return (headers != null) ? headers.getFirst(HEADER) : null;
    }

}
