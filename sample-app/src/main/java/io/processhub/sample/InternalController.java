package io.processhub.sample;

import java.util.List;

import io.processhub.ChildKey;
import io.processhub.ProcessHubTemplate;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What members ask each other. Of no use to anyone else. */
@RestController
final class InternalController {

    /**
     * The monitor is a parameter: static ones may have names that are no part of a path.
     */
    static final String PATH = "/internal/results?monitor={id}";

    static final String SELF = "/internal/member";

    private final RunningMonitors running;

    private final ProcessHubTemplate hub;

    InternalController(RunningMonitors running, ProcessHubTemplate hub) {
        this.running = running;
        this.hub = hub;
    }

    /**
     * What a member says of itself.
     *
     * @param member boot id
     */
    record Self(String member) {
    }

    @GetMapping(SELF)
    Self self() {
        return new Self(this.hub.localMember().id().value());
    }

    /** 404 if the monitor does not run here. */
    @GetMapping("/internal/results")
    List<CallResult> results(@RequestParam String monitor) {
        return this.running.find(ChildKey.of(monitor))
            .orElseThrow(() -> Problems.notFound("monitor '" + monitor + "' does not run here"))
            .list();
    }

}
