package io.processhub.sample;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;
import io.processhub.Role;
import io.processhub.RoleAware;

import org.springframework.format.annotation.DurationFormat.Style;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Calls one URL at a fixed rate and keeps the newest results. Where monitors have a
 * replica that stands by, that one calls nothing until it becomes active.
 */
@HubProcess(UptimeMonitor.TYPE)
class UptimeMonitor implements ChildProcess<UptimeMonitor.Args>, RoleAware {

    static final String TYPE = "uptime-monitor";

    private static final int LOOK_MILLIS = 1000;

    private final Probe probe;

    private final RunningMonitors running;

    UptimeMonitor(Probe probe, RunningMonitors running) {
        this.probe = probe;
        this.running = running;
    }

    @Override
    public void run(ChildContext<Args> child) throws InterruptedException {
        RecentCalls recent = this.running.add(child);
        try {
            callUntilStopped(child, recent);
        }
        finally {
            this.running.remove(child.key(), recent);
        }
    }

    private void callUntilStopped(ChildContext<Args> child, RecentCalls recent) throws InterruptedException {
        Probe.Call call = this.probe.prepare(child);
        long interval = child.args().interval().toNanos();
        standBy(child);
        long due = System.nanoTime();
        for (long asked = due; child.isActive(); asked = System.nanoTime()) {
            recent.add(call.perform(asked));
            long now = System.nanoTime();
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
