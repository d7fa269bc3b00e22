package io.processhub.cloud;

import com.netflix.appinfo.ApplicationInfoManager;
import io.processhub.runtime.HostAddress;
import io.processhub.runtime.HubParts;
import io.processhub.runtime.MemberDirectory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Lets members find each other through Spring Cloud's {@link DiscoveryClient} where it is
 * there, and tells registries where this member listens.
 */
@AutoConfiguration(afterName = { "io.processhub.autoconfigure.ProcessHubAutoConfiguration",
        "org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration",
        "org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration",
        "org.springframework.cloud.commons.util.UtilAutoConfiguration" })
@ConditionalOnClass(DiscoveryClient.class)
@ConditionalOnBean(HubParts.class)
public final class HubDiscoveryAutoConfiguration {

    @Bean
    @ConditionalOnBean(InetUtils.class)
    @ConditionalOnMissingBean
    HostAddress processHubHostAddress(InetUtils utils) {
        return () -> utils.findFirstNonLoopbackHostInfo().getIpAddress();
    }

    @Bean
    Announcement processHubAnnouncement(ObjectProvider<HubParts> hubs, ObjectProvider<Registration> registrations) {
        return new Announcement(() -> address(hubs), registrations);
    }

    /** All hubs of an application have one member of Hazelcast. */
    private static String address(ObjectProvider<HubParts> hubs) {
        return hubs.stream().findFirst().orElseThrow().hub().localMember().name();
    }

    /** Where a registry may be asked. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnDiscoveryEnabled
    @ConditionalOnBlockingDiscoveryEnabled
    static class Directory {

        @Bean
        @ConditionalOnBean(DiscoveryClient.class)
        @ConditionalOnMissingBean
        MemberDirectory processHubMemberDirectory(DiscoveryClient client, Environment environment,
                ListableBeanFactory beans) {
            return new DiscoveredMembers(client, ServiceIds.own(environment),
                    () -> beans.getBeanNamesForType(Registration.class, true, false).length > 0);
        }

    }

    /** Eureka's own client. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ApplicationInfoManager.class)
    static class Eureka {

        @Bean
        EurekaAnnouncement processHubEurekaAnnouncement(ObjectProvider<HubParts> hubs,
                ObjectProvider<ApplicationInfoManager> instances) {
            return new EurekaAnnouncement(() -> address(hubs), instances);
        }

    }

}
