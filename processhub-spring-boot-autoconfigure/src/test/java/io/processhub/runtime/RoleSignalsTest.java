package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.processhub.ChildKey;
import io.processhub.Role;
import io.processhub.RoleAware;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RoleSignalsTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<Role> told = new CopyOnWriteArrayList<>();

    private static RoleSignals signals() {
        return new RoleSignals(ChildKey.of("k"), "hub/k#1", (role) -> true);
    }

    @Test
    void theFirstRoleIsToldBeforeTheChildRunsAndLaterOnesInOrder() {
        RoleSignals signals = signals();
        signals.add(Role.PASSIVE);
        signals.add(Role.ACTIVE);
        signals.open((RoleAware) this.told::add);
        assertThat(this.told).containsExactly(Role.PASSIVE, Role.ACTIVE);
        signals.add(Role.PASSIVE);
        signals.add(Role.ACTIVE);
        await().atMost(SOON).until(() -> this.told.size() == 4);
        assertThat(this.told).containsExactly(Role.PASSIVE, Role.ACTIVE, Role.PASSIVE, Role.ACTIVE);
    }

    @Test
    void onlyWantedRolesAreTold() {
        RoleSignals signals = new RoleSignals(ChildKey.of("k"), "hub/k#1", (role) -> role == Role.ACTIVE);
        signals.add(Role.PASSIVE);
        signals.add(Role.ACTIVE);
        signals.open((RoleAware) this.told::add);
        assertThat(this.told).containsExactly(Role.ACTIVE);
    }

    @Test
    void whatAChildThrowsWhenItIsToldIsSurvived() {
        RoleSignals signals = signals();
        signals.add(Role.PASSIVE);
        signals.open((RoleAware) (role) -> {
            this.told.add(role);
            throw new IllegalStateException("no");
        });
        signals.add(Role.ACTIVE);
        await().atMost(SOON).untilAsserted(() -> assertThat(this.told).containsExactly(Role.PASSIVE, Role.ACTIVE));
    }

    @Test
    void neverAreTwoToldAtOnceAndTheEndWaitsForTheOneThatIs() throws Exception {
        RoleSignals signals = signals();
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        signals.open((RoleAware) (role) -> {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            begun.countDown();
            try {
                Thread.sleep(Long.MAX_VALUE);
            }
            finally {
                this.told.add(role);
                inside.decrementAndGet();
            }
        });
        signals.add(Role.ACTIVE);
        signals.add(Role.PASSIVE);
        begun.await();
        signals.end();
        assertThat(inside).hasValue(0);
        assertThat(this.told).containsExactly(Role.ACTIVE);
        signals.add(Role.ACTIVE);
        assertThat(this.told).hasSize(1);
    }

}
