package io.processhub.cloud;

import java.net.InetSocketAddress;
import java.util.List;

import io.processhub.Hub;
import io.processhub.runtime.HostAddress;
import io.processhub.runtime.MemberDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which members are looked for where, with what on the class path and in the settings.
 */
class HubDiscoveryAutoConfigurationTest {

    private static final String MODE = "processhub.cluster.join.mode=";

    @Test
    void theInstancesOfThisServiceAreMembers() {
        CloudContexts.withCloud()
            .withPropertyValues(CloudContexts.instance("feeds", 0, "127.0.0.1:8080", "5701"))
            .withPropertyValues(CloudContexts.instance("feeds", 1, "127.0.0.1:8081", "5702"))
            .withPropertyValues(CloudContexts.instance("others", 0, "127.0.0.1:8080", "5703"))
            .run((context) -> {
                MemberDirectory directory = context.getBean(MemberDirectory.class);
                assertThat(directory.members()).containsExactly(at("127.0.0.1", 5701), at("127.0.0.1", 5702));
                assertThat(directory.listsThisApplication()).isTrue();
            });
    }

    @Test
    void membersMayBeRegisteredUnderAnotherName() {
        CloudContexts.withCloud()
            .withPropertyValues("processhub.cluster.join.service-id=others")
            .withPropertyValues(CloudContexts.instance("others", 0, "127.0.0.1:8080", "5703"))
            .run((context) -> assertThat(context.getBean(MemberDirectory.class).members())
                .containsExactly(at("127.0.0.1", 5703)));
    }

    @Test
    void aRegistryThatKnowsNothingOfThisApplicationIsNoUse() {
        CloudContexts.withCloud()
            .withPropertyValues(CloudContexts.instance("others", 0, "127.0.0.1:8080", "5703"))
            .run((context) -> assertThat(context.getBean(MemberDirectory.class).listsThisApplication()).isFalse());
    }

    @Test
    void anApplicationThatRegistersItselfWillBeKnown() {
        CloudContexts.withCloud()
            .withBean(Registration.class, () -> new TestRegistration("feeds"))
            .run((context) -> assertThat(context.getBean(MemberDirectory.class).listsThisApplication()).isTrue());
    }

    @Test
    void withoutSpringCloudMembersOfThisMachineAreFound() {
        CloudContexts.withoutCloud()
            .withPropertyValues(MODE + "auto")
            .withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(Hub.class)
                .doesNotHaveBean(MemberDirectory.class)
                .doesNotHaveBean(HostAddress.class)
                .doesNotHaveBean("processHubAnnouncement")
                .doesNotHaveBean("processHubChildRouting"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "spring.cloud.discovery.enabled=false", "spring.cloud.discovery.blocking.enabled=false" })
    void aRegistryThatIsSwitchedOffIsNotAsked(String property) {
        CloudContexts.withCloud()
            .withPropertyValues(property, MODE + "auto")
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(Hub.class)
                .doesNotHaveBean(MemberDirectory.class));
    }

    @Test
    void withoutAHubNothingIsAdded() {
        CloudContexts.withCloud()
            .withPropertyValues("processhub.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed()
                .hasBean("compositeDiscoveryClient")
                .doesNotHaveBean(MemberDirectory.class)
                .doesNotHaveBean(HostAddress.class)
                .doesNotHaveBean(Announcement.class)
                .doesNotHaveBean("processHubChildRouting"));
    }

    @Test
    void anotherDirectoryTakesThePlaceOfOurs() {
        CloudContexts.withCloud()
            .withBean("own", MemberDirectory.class, OwnDirectory::new)
            .run((context) -> assertThat(context).hasSingleBean(MemberDirectory.class)
                .getBean(MemberDirectory.class)
                .isInstanceOf(OwnDirectory.class));
    }

    @Test
    void theAddressIsTheOneThatInetUtilsFinds() {
        CloudContexts.withCloud()
            .run((context) -> assertThat(context.getBean(HostAddress.class).find())
                .isEqualTo(context.getBean(InetUtils.class).findFirstNonLoopbackHostInfo().getIpAddress()));
    }

    @Test
    void withoutInetUtilsNoAddressIsFound() {
        CloudContexts.withoutCloud()
            .withConfiguration(AutoConfigurations.of(UtilAutoConfiguration.class))
            .withPropertyValues("spring.cloud.util.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(Hub.class)
                .doesNotHaveBean(HostAddress.class));
    }

    @Test
    void anotherAddressTakesThePlaceOfOurs() {
        CloudContexts.withCloud()
            .withBean("own", HostAddress.class, () -> () -> "10.0.0.7")
            .run((context) -> assertThat(context.getBean(HostAddress.class).find()).isEqualTo("10.0.0.7"));
    }

    @ParameterizedTest
    @CsvSource({ MODE + "discovery-client, processhub.cluster.join.mode, DiscoveryClient",
            "processhub.cluster.bind-address=first-non-loopback, processhub.cluster.bind-address, InetUtils" })
    void whatNeedsSpringCloudSaysSoWithoutIt(String setting, String property, String missing) {
        CloudContexts.withoutCloud()
            .withPropertyValues(setting)
            .withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .hasMessageContaining(property)
                .hasMessageContaining("there is no bean of type")
                .hasMessageContaining(missing));
    }

    private static InetSocketAddress at(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** One that the application brings. */
    private static final class OwnDirectory implements MemberDirectory {

        @Override
        public List<InetSocketAddress> members() {
            return List.of();
        }

        @Override
        public boolean listsThisApplication() {
            return false;
        }

    }

}
