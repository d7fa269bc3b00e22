package io.processhub.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.processhub.ChildContext;
import io.processhub.ChildProcess;
import io.processhub.HubProcess;

/** A child that is seen by the test in whichever application of this JVM it runs. */
@HubProcess("lodger")
class Lodger implements ChildProcess<Lodger.Args> {

    /** How many of a house run, and the most there have been at once. */
    private static final Map<String, AtomicInteger> RUNNING = new ConcurrentHashMap<>();

    private static final Set<String> TWICE = ConcurrentHashMap.newKeySet();

    /**
     * Where it lives.
     *
     * @param house one for each test
     */
    record Args(String house) {
    }

    static int running(String house) {
        return (int) RUNNING.entrySet()
            .stream()
            .filter((entry) -> entry.getKey().startsWith(house + "/") && entry.getValue().get() == 1)
            .count();
    }

    static boolean isRunning(String house, String key) {
        AtomicInteger count = RUNNING.get(house + "/" + key);
        return count != null && count.get() > 0;
    }

    /** Those that ever ran twice at the same moment. */
    static Set<String> twice() {
        return TWICE;
    }

    @Override
    public void run(ChildContext<Args> child) throws InterruptedException {
        String name = child.args().house() + "/" + child.key();
        AtomicInteger count = RUNNING.computeIfAbsent(name, (key) -> new AtomicInteger());
        if (count.incrementAndGet() > 1) {
            TWICE.add(name);
        }
        try {
            while (child.isActive()) {
                child.sleep(java.time.Duration.ofHours(1));
            }
        }
        finally {
            count.decrementAndGet();
        }
    }

}
