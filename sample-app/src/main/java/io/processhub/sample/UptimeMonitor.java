package io.processhub.sample;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.Handover;
import io.processhub.HubProcess;
import io.processhub.Role;
import io.processhub.RoleAware;

import org.springframework.format.annotation.DurationFormat.Style;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Calls one URL at a fixed rate and keeps the newest results. They are its state: they go
 * along when it moves, and what was known a few seconds before a crash is known after it.
 * Where monitors have a replica that stands by, that one calls nothing until it becomes
 * active.
 */
@HubProcess(UptimeMonitor.TYPE)
class UptimeMonitor implements ChildProcess<UptimeMonitor.Args>, Handover<UptimeMonitor.History>, RoleAware {

    static final String TYPE = "uptime-monitor";

    private static final int LOOK_MILLIS = 1000;

    private final Probe probe;

    private final RunningMonitors running;

    private final RecentCalls recent = new RecentCalls();

    private final long checkpointInterval;

    private long nextCheckpoint = System.nanoTime();

    UptimeMonitor(Probe probe, RunningMonitors running, SampleProperties properties) {
        this.probe = probe;
        this.running = running;
        this.checkpointInterval = properties.checkpointInterval().toNanos();
    }

    @Override
    public void run(ChildContext<Args> child) throws InterruptedException {
        this.running.add(child.key(), this.recent);
        try {
            callUntilStopped(child);
        }
        finally {
            this.running.remove(child.key(), this.recent);
        }
    }

    private void callUntilStopped(ChildContext<Args> child) throws InterruptedException {
        Probe.Call call = this.probe.prepare(child);
        long interval = child.args().interval().toNanos();
        standBy(child);
        long due = System.nanoTime();
        for (long asked = due; child.isActive(); asked = System.nanoTime()) {
            CallResult result = call.perform(asked);
            this.recent.add(result);
            this.running.store(child, result);
            long now = System.nanoTime();
            keep(child, now);
            due = Math.max(due + interval, now);
            child.sleep(Duration.ofNanos(due - now));
            standBy(child);
        }
    }

    /** Waits until it is the active replica; is woken, and looks now and then. */
    private synchronized void standBy(ChildContext<Args> child) throws InterruptedException {
        while (child.role() == Role.PASSIVE) {
            wait(LOOK_MILLIS);
        }
    }

    @Override
    public synchronized void onRole(Role role) {
        notifyAll();
    }

    /** Not after each call: a crash may cost a few results. */
    private void keep(ChildContext<Args> child, long now) {
        if (now - this.nextCheckpoint >= 0) {
            child.checkpoint(exportState());
            this.nextCheckpoint = now + this.checkpointInterval;
        }
    }

    @Override
    public History exportState() {
        return new History(this.recent.list());
    }

    @Override
    public void importState(History history) {
        this.recent.replace(history.results());
    }

    /** Both have called while the network was split. */
    @Override
    public History merge(History mine, History theirs) {
        return mine.with(theirs);
    }

    /**
     * What goes along with a monitor.
     *
     * @param results newest first
     */
    record History(List<CallResult> results) {

        History {
            results = List.copyOf(results);
        }

        /** The newest of both. */
        History with(History other) {
            return new History(Stream.concat(this.results.stream(), other.results.stream())
                .distinct()
                .sorted(Comparator.comparing(CallResult::time).reversed())
                .limit(RecentCalls.CAPACITY)
                .toList());
        }

    }

    /**
     * What to monitor.
     *
     * @param url http or https; {@code self:/path} is the HTTP server of the member that
     * runs the monitor
     * @param interval time from one call to the next, from 100 ms to 1 day
     */
    record Args(String url, Duration interval) {

        static final Duration SHORTEST = Duration.ofMillis(100);

        static final Duration LONGEST = Duration.ofDays(1);

        Args {
            if (url == null || !isCallable(url)) {
                throw new IllegalArgumentException(
                        "url: " + url + " (expected: http://host/path, https://host/path or self:/path)");
            }
            if (interval == null || interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("interval: "
                        + ((interval != null) ? DurationFormatterUtils.print(interval, Style.COMPOSITE) : null)
                        + " (expected: from 100ms to 1d)");
            }
        }

        private static boolean isCallable(String url) {
            try {
                URI uri = new URI(url);
                return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
                    case "http", "https" -> uri.getHost() != null && uri.getPort() <= 65_535;
                    case Probe.SELF -> uri.getPath() != null && uri.getPath().startsWith("/");
                    default -> false;
                };
            }
            catch (URISyntaxException ex) {
                return false;
            }
        }

    }

}
