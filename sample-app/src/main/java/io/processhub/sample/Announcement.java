package io.processhub.sample;

import io.processhub.ProcessHubTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells whoever started this member where it listens and what to try next. */
@Component
final class Announcement {

    private static final Logger log = LoggerFactory.getLogger(Announcement.class);

    private final ProcessHubTemplate hub;

    private final Environment environment;

    Announcement(ProcessHubTemplate hub, Environment environment) {
        this.hub = hub;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        String base = "http://" + this.environment.getProperty("server.address", "localhost") + ":"
                + this.environment.getProperty("local.server.port");
        log.info("""

                Uptime monitor listens on {}
                  what it monitors  {}/monitors
                  the cluster       {}/cluster
                  members now       {} (this one is {}, process {})
                The same command in another terminal starts one more member, which joins this one.""", base, base, base,
                this.hub.members().size(), this.hub.localMember().id(), ProcessHandle.current().pid());
    }

}
