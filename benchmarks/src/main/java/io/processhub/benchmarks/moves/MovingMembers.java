package io.processhub.benchmarks.moves;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.MemberId;
import io.processhub.ProcessHubOperations;
import io.processhub.StartOptions;
import io.processhub.benchmarks.member.MemberApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two members of one hub that share this JVM, of which one leaves and comes back, again
 * and again.
 */
final class MovingMembers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final int port;

    private final ConfigurableApplicationContext stays;

    private ConfigurableApplicationContext moves;

    MovingMembers(int port) {
        this.port = port;
        this.stays = start();
        this.moves = start();
        await(() -> hub(this.stays).members().size() == 2);
    }

    private ConfigurableApplicationContext start() {
        return SpringApplication.run(MemberApplication.class,
                "--spring.application.name=moves-" + ProcessHandle.current().pid(), "--spring.jmx.enabled=false",
                "--spring.main.banner-mode=off", "--processhub.cluster.port=" + this.port,
                "--processhub.migration.strategy=hot-swap", "--processhub.migration.hot-swap.handover=true",
                "--logging.level.root=warn");
    }

    private static ProcessHubOperations hub(ConfigurableApplicationContext member) {
        return member.getBean(ProcessHubOperations.class);
    }

    void startChildren(int children) {
        hub(this.stays)
            .startAll(IntStream.range(0, children).mapToObj((i) -> ChildSpec.of("c" + i, "counting", null)).toList(),
                    StartOptions.defaults().timeout(PATIENCE))
            .join()
            .orThrow();
        await(() -> held(this.stays) + held(this.moves) == children);
    }

    /** How many children the member that leaves and comes back runs. */
    int leaving() {
        return held(this.moves);
    }

    /** Children that a member runs, as it sees it itself. */
    private static int held(ConfigurableApplicationContext member) {
        MemberId self = hub(member).localMember().id();
        return (int) hub(member).children()
            .stream()
            .filter((row) -> row.active().filter((claim) -> isRunningOn(claim, self)).isPresent())
            .count();
    }

    private static boolean isRunningOn(Claim claim, MemberId member) {
        return claim.member().equals(member) && claim.state() == Claim.State.RUNNING;
    }

    /** One leaves; answers how many nanoseconds it took until nothing was left on it. */
    long leave(int children) {
        long began = System.nanoTime();
        hub(this.moves).drain().join();
        long left = System.nanoTime() - began;
        await(() -> held(this.stays) == children);
        this.moves.close();
        await(() -> hub(this.stays).members().size() == 1);
        return left;
    }

    /** It comes back; answers how many nanoseconds its children took to be there. */
    long join(int moving) {
        this.moves = start();
        long began = System.nanoTime();
        await(() -> held(this.moves) >= moving);
        return System.nanoTime() - began;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("not so after " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        this.moves.close();
        this.stays.close();
    }

}
