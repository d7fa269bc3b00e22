package io.processhub.sample;

import java.net.URI;
import java.util.List;

import io.processhub.ChildSpec;
import io.processhub.StartResult;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The monitors, on whichever member they run. A call that starts several checks all of
 * them first and starts none if one is wrong (400). It answers 201 if all were started;
 * otherwise the worst status of one of them, 409 where ids exist already, and a list that
 * says for each what became of it.
 */
@RestController
@RequestMapping("/monitors")
final class MonitorController {

    private static final int LONGEST_PAGE = 1000;

    private final Monitors monitors;

    private final MonitorMode mode;

    MonitorController(Monitors monitors, MonitorMode mode) {
        this.monitors = monitors;
        this.mode = mode;
    }

    @PostMapping(consumes = "application/json")
    ResponseEntity<StartReport> start(@RequestBody List<@Nullable MonitorRequest> requests,
            @RequestParam @Nullable String mode) {
        this.mode.require(mode);
        return startAll(MonitorBatch.ofJson(requests));
    }

    @PostMapping(path = "/import", consumes = "text/csv")
    ResponseEntity<StartReport> importFile(@RequestBody byte[] file, @RequestParam @Nullable String mode) {
        this.mode.require(mode);
        return startAll(MonitorBatch.ofCsv(file));
    }

    private ResponseEntity<StartReport> startAll(List<ChildSpec> specs) {
        StartResult result = this.monitors.start(specs);
        if (!result.isOk()) {
            throw Problems.notStarted(specs.size(), result);
        }
        URI location = URI.create((specs.size() == 1) ? "/monitors/" + specs.getFirst().key() : "/monitors");
        return ResponseEntity.created(location).body(StartReport.of(result));
    }

    @GetMapping
    MonitorPage list(@RequestParam @Nullable String tag, @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new InvalidInputException("limit: " + limit + " (expected: from 1 to " + LONGEST_PAGE + ")");
        }
        return this.monitors.page(tag, after, limit);
    }

    @GetMapping("/{id}")
    MonitorReport report(@PathVariable String id) {
        return this.monitors.report(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void stop(@PathVariable String id) {
        this.monitors.stop(id);
    }

}
