package io.processhub.sample;

import io.processhub.ChildKey;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Which member a request for a monitor reaches. */
@RestController
final class OwnerController {

    private final OwnerClient owners;

    OwnerController(OwnerClient owners) {
        this.owners = owners;
    }

    /** Asked of any member, answered by the one that runs the monitor. */
    @GetMapping("/monitors/{id}/owner")
    InternalController.Self owner(@PathVariable String id) {
        return this.owners.ask(ChildKey.of(Monitors.checked(id)));
    }

}
