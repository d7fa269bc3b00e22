package io.processhub.benchmarks.member;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.processhub.ChildKey;

/**
 * When the children of this member began and ended, and when its members changed. Times
 * are microseconds since 1970, so that those of all JVMs of a machine can be compared.
 */
final class Journal {

    private final Map<ChildKey, Times> times = new ConcurrentHashMap<>();

    private final AtomicInteger running = new AtomicInteger();

    private final AtomicLong lastBegin = new AtomicLong();

    private final AtomicLong lastEnd = new AtomicLong();

    private final AtomicLong members = new AtomicLong();

    /** When a child last began and ended here; 0 if it never did. */
    record Times(long begin, long end) {
    }

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    void begun(ChildKey key) {
        long now = now();
        this.times.compute(key, (_, known) -> new Times(now, (known == null) ? 0 : known.end()));
        this.lastBegin.accumulateAndGet(now, Math::max);
        this.running.incrementAndGet();
    }

    void ended(ChildKey key) {
        long now = now();
        this.times.compute(key, (_, known) -> new Times((known == null) ? 0 : known.begin(), now));
        this.lastEnd.accumulateAndGet(now, Math::max);
        this.running.decrementAndGet();
    }

    void membersChanged() {
        this.members.set(now());
    }

    int running() {
        return this.running.get();
    }

    /** Children that run, last begin, last end. */
    String summary() {
        return this.running.get() + " " + this.lastBegin.get() + " " + this.lastEnd.get();
    }

    /** When a member last came or left. */
    long members() {
        return this.members.get();
    }

    /** Children that began or ended here since then, each as key:begin:end. */
    String since(long time) {
        StringBuilder text = new StringBuilder();
        this.times.forEach((key, at) -> {
            if (at.begin() >= time || at.end() >= time) {
                text.append(key.value()).append(':').append(at.begin()).append(':').append(at.end()).append(' ');
            }
        });
        return text.toString();
    }

}
