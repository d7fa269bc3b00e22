package io.processhub.cloud;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationListener;

/**
 * Tells in the metadata of this application's registrations where its member listens,
 * before they are registered. What the application tells there itself stays.
 */
final class Announcement implements SmartInitializingSingleton, ApplicationListener<InstancePreRegisteredEvent> {

    private static final Logger log = LoggerFactory.getLogger(Announcement.class);

    private final Supplier<String> address;

    private final ObjectProvider<Registration> registrations;

    /**
     * Announcement of a member.
     * @param address where it listens
     */
    Announcement(Supplier<String> address, ObjectProvider<Registration> registrations) {
        this.address = address;
        this.registrations = registrations;
    }

    /** Some registries hear of the application before its web server runs. */
    @Override
    public void afterSingletonsInstantiated() {
        this.registrations.forEach(this::announce);
    }

    /** Others have no metadata before. */
    @Override
    public void onApplicationEvent(InstancePreRegisteredEvent event) {
        announce(event.getRegistration());
    }

    private void announce(Registration registration) {
        Map<String, String> member = MemberMetadata.of(this.address.get(), registration);
        try {
            put(member, registration.getMetadata());
        }
        catch (UnsupportedOperationException ex) {
            log.warn("the metadata of {} cannot be changed: no member finds this one through it, unless it is"
                    + " configured to have {}", registration.getClass().getSimpleName(), member);
        }
        catch (RuntimeException ex) {
            log.debug("{} has no metadata yet", registration.getClass().getSimpleName(), ex);
        }
    }

    private static void put(Map<String, String> member, @Nullable Map<String, String> metadata) {
        if (metadata != null && !metadata.keySet().containsAll(member.keySet())) {
            member.forEach(metadata::putIfAbsent);
        }
    }

}
