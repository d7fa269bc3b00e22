package io.processhub.sample;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Something to monitor, so that the first start shows something. */
@RestController
@RequestMapping("/demo")
@ConditionalOnBooleanProperty(name = "sample.demo", matchIfMissing = true)
final class DemoController {

    private static final Duration SLOW = Duration.ofMillis(400);

    @GetMapping("/ok")
    String ok() {
        return "ok";
    }

    @GetMapping("/slow")
    String slow() throws InterruptedException {
        Thread.sleep(SLOW);
        return "ok, at last";
    }

    /** Fails about once in four times. */
    @GetMapping("/flaky")
    ResponseEntity<String> flaky() {
        boolean fails = ThreadLocalRandom.current().nextInt(4) == 0;
        return fails ? ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("not now") : ResponseEntity.ok("ok");
    }

}
