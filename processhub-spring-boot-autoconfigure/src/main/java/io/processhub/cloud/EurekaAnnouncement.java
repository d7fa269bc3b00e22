package io.processhub.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import com.netflix.appinfo.ApplicationInfoManager;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Tells Eureka's client where the member listens. Its instance is a copy of what its
 * registration says, made when it is first asked for members: before this one listens.
 */
final class EurekaAnnouncement implements SmartInitializingSingleton {

    private final Supplier<String> address;

    private final ObjectProvider<ApplicationInfoManager> instances;

    /**
     * Announcement of a member.
     * @param address where it listens
     */
    EurekaAnnouncement(Supplier<String> address, ObjectProvider<ApplicationInfoManager> instances) {
        this.address = address;
        this.instances = instances;
    }

    /** Before it registers. */
    @Override
    public void afterSingletonsInstantiated() {
        this.instances.forEach(this::announce);
    }

    private void announce(ApplicationInfoManager instance) {
        Map<String, String> member = new LinkedHashMap<>(MemberMetadata.of(this.address.get()));
        member.keySet().removeAll(instance.getInfo().getMetadata().keySet());
        instance.registerAppMetadata(member);
    }

}
