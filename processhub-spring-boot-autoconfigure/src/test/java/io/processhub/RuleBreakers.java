package io.processhub;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import com.hazelcast.core.HazelcastInstance;
import io.processhub.coordination.HubSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.context.ApplicationContext;

/**
 * Classes that each break a rule of the architecture, to see that the rules can fail.
 * They are in the root package, where most rules hold.
 */
final class RuleBreakers {

    private RuleBreakers() {
    }

    static final class PointsDown {

        String hub(HubSettings settings) {
            return settings.hubId();
        }

    }

    static final class KnowsSpring {

        String name(ApplicationContext context) {
            return context.getApplicationName();
        }

    }

    static final class KnowsHazelcast {

        String name(HazelcastInstance hazelcast) {
            return hazelcast.getName();
        }

    }

    static final class KnowsJackson {

        String text(JsonNode node) {
            return node.toString();
        }

    }

    static final class Logs {

        private static final Logger log = LoggerFactory.getLogger(Logs.class);

        void log() {
            log.info("said");
        }

    }

    static final class StartsThreads {

        void start() {
            Thread.startVirtualThread(() -> {
            });
        }

    }

    static final class Locks {

        Lock lock() {
            return new ReentrantLock();
        }

    }

    static final class CountsAtomically {

        long count(AtomicLong count) {
            return count.incrementAndGet();
        }

    }

    static final class Waits {

        void await(Semaphore semaphore) throws InterruptedException {
            semaphore.acquire();
        }

    }

    static final class SharesAMap {

        Map<String, String> map() {
            return new ConcurrentHashMap<>();
        }

    }

    static final class SynchronizesMethods {

        synchronized void guarded() {
        }

    }

    static final class SynchronizesBlocks {

        int guarded(int number) {
            synchronized (this) {
                return number + 1;
            }
        }

    }

    static final class HasAClock {

        Instant now(Clock clock) {
            return clock.instant();
        }

    }

    static final class HasDice {

        int roll(Random random) {
            return random.nextInt();
        }

    }

    static final class HasDiceOfItsThread {

        int roll() {
            return ThreadLocalRandom.current().nextInt();
        }

    }

    static final class AsksForTheInstant {

        Instant now() {
            return Instant.now();
        }

    }

    static final class RefersToTheInstant {

        Supplier<Instant> clock() {
            return Instant::now;
        }

    }

    static final class AsksForTheDate {

        LocalDate today() {
            return LocalDate.now();
        }

    }

    static final class AsksForMillis {

        long now() {
            return System.currentTimeMillis();
        }

    }

    static final class AsksForNanos {

        long now() {
            return System.nanoTime();
        }

    }

    static final class AsksForANumber {

        double number() {
            return Math.random();
        }

    }

    static final class AsksForAnId {

        UUID id() {
            return UUID.randomUUID();
        }

    }

    static final class Shuffles {

        void shuffle(List<String> list) {
            Collections.shuffle(list);
        }

    }

    static final class ClaimImpl {

    }

    static final class ClaimUtils {

    }

    static final class ClaimManager {

    }

    static final class AbstractClaim {

    }

    static final class DefaultClaim {

    }

    static final class HazelcastClaims {

    }

}
