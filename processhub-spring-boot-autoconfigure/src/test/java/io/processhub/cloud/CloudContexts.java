package io.processhub.cloud;

import java.time.Duration;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;
import io.processhub.autoconfigure.ProcessHubAutoConfiguration;
import io.processhub.autoconfigure.TestCluster;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration;

/** Applications that are a member alone, with Spring Cloud on the class path. */
final class CloudContexts {

    static final String SERVICE = "feeds";

    /** What Spring Cloud adds: a registry of properties, and a load balancer. */
    private static final Class<?>[] CLOUD = { CommonsClientAutoConfiguration.class,
            CompositeDiscoveryClientAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
            UtilAutoConfiguration.class, LoadBalancerAutoConfiguration.class,
            BlockingLoadBalancerClientAutoConfiguration.class };

    private CloudContexts() {
    }

    static ApplicationContextRunner withoutCloud() {
        return new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class,
                    HubDiscoveryAutoConfiguration.class, ChildRoutingAutoConfiguration.class))
            .withUserConfiguration(Sleeper.class)
            .withPropertyValues(new TestCluster().properties("spring.application.name=" + SERVICE,
                    "processhub.cluster.join.mode=single"));
    }

    static ApplicationContextRunner withCloud() {
        return withoutCloud().withConfiguration(AutoConfigurations.of(CLOUD));
    }

    /** Properties of an instance that the simple discovery client then knows. */
    static String[] instance(String service, int index, String address, String hazelcastPort) {
        String prefix = "spring.cloud.discovery.client.simple.instances." + service + "[" + index + "].";
        return new String[] { prefix + "uri=http://" + address,
                prefix + "metadata." + MemberMetadata.PORT + "=" + hazelcastPort };
    }

    /** A child that sleeps until it is stopped. */
    @HubProcess("sleeper")
    static class Sleeper implements ChildProcess<Sleeper.Args> {

        @Override
        public void run(ChildContext<Args> child) throws InterruptedException {
            while (child.isActive()) {
                child.sleep(Duration.ofHours(1));
            }
        }

        record Args() {
        }

    }

}
