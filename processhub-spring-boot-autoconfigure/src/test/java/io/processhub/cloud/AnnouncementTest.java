package io.processhub.cloud;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import io.processhub.Hub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.consul.TestConsulRegistration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What registries are told of the member. */
@ExtendWith(OutputCaptureExtension.class)
class AnnouncementTest {

    @Test
    void aRegistrationTellsWhereTheMemberListens() {
        CloudContexts.withCloud()
            .withBean(Registration.class, () -> new TestRegistration("feeds"))
            .run((context) -> assertThat(metadata(context)).containsEntry("processhub.hazelcast.host", "127.0.0.1")
                .containsEntry("processhub.hazelcast.port", port(context))
                .hasSize(2));
    }

    @Test
    void whatTheApplicationTellsItselfStays() {
        Map<String, String> behindNat = new HashMap<>(Map.of("processhub.hazelcast.host", "203.0.113.9"));
        CloudContexts.withCloud()
            .withBean(Registration.class, () -> new TestRegistration("feeds", behindNat))
            .run((context) -> assertThat(metadata(context)).containsEntry("processhub.hazelcast.host", "203.0.113.9")
                .containsEntry("processhub.hazelcast.port", port(context)));
    }

    @Test
    void aRegistrationThatIsNoBeanIsToldRightBeforeItIsRegistered() {
        CloudContexts.withCloud().run((context) -> {
            Registration late = new TestRegistration("feeds");
            context.publishEvent(new InstancePreRegisteredEvent(this, late));
            assertThat(late.getMetadata()).containsEntry("processhub.hazelcast.port", port(context));
        });
    }

    @Test
    void consulIsToldWithoutDotsWhichItRefuses() {
        CloudContexts.withCloud()
            .withBean(Registration.class, () -> new TestConsulRegistration("feeds"))
            .run((context) -> {
                assertThat(metadata(context)).containsOnlyKeys("processhub-hazelcast-host",
                        "processhub-hazelcast-port");
                assertThat(MemberMetadata.addressIn(context.getBean(Registration.class)))
                    .hasValueSatisfying((address) -> assertThat(address.getPort()).hasToString(port(context)));
            });
    }

    @Test
    void eurekasCopyOfTheMetadataIsToldToo() {
        CloudContexts.withCloud().withBean(ApplicationInfoManager.class, () -> eureka(Map.of())).run((context) -> {
            InstanceInfo instance = context.getBean(ApplicationInfoManager.class).getInfo();
            assertThat(instance.getMetadata()).containsEntry("processhub.hazelcast.host", "127.0.0.1")
                .containsEntry("processhub.hazelcast.port", port(context));
            assertThat(instance.isDirty()).isTrue();
        });
    }

    @Test
    void whatTheApplicationTellsEurekaItselfStays() {
        CloudContexts.withCloud()
            .withBean(ApplicationInfoManager.class, () -> eureka(Map.of("processhub.hazelcast.host", "203.0.113.9")))
            .run((context) -> assertThat(context.getBean(ApplicationInfoManager.class).getInfo().getMetadata())
                .containsEntry("processhub.hazelcast.host", "203.0.113.9")
                .containsEntry("processhub.hazelcast.port", port(context)));
    }

    @Test
    void eurekaIsNotMissed() {
        CloudContexts.withCloud()
            .withClassLoader(new FilteredClassLoader("com.netflix"))
            .run((context) -> assertThat(context).hasNotFailed()
                .hasSingleBean(Announcement.class)
                .doesNotHaveBean("processHubEurekaAnnouncement"));
    }

    private static ApplicationInfoManager eureka(Map<String, String> metadata) {
        InstanceInfo instance = InstanceInfo.Builder.newBuilder()
            .setAppName("feeds")
            .setInstanceId("feeds-1")
            .setMetadata(new ConcurrentHashMap<>(metadata))
            .build();
        instance.unsetIsDirty(Long.MAX_VALUE);
        return new ApplicationInfoManager(null, instance, null);
    }

    @Test
    void metadataThatCannotBeChangedIsReported(CapturedOutput output) {
        CloudContexts.withCloud()
            .withBean(Registration.class, () -> new TestRegistration("feeds", Map.of()))
            .run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(output).contains("the metadata of TestRegistration cannot be changed",
                        "processhub.hazelcast.port=" + port(context));
            });
    }

    private static Map<String, String> metadata(AssertableApplicationContext context) {
        return Objects.requireNonNull(context.getBean(Registration.class).getMetadata());
    }

    private static String port(ApplicationContext context) {
        String name = context.getBean(Hub.class).localMember().name();
        return name.substring(name.lastIndexOf(':') + 1);
    }

}
