package io.processhub.distribution;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import io.processhub.DistributionStrategy;
import io.processhub.Member;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One strategy asked by hubs and by people who plan, at the same time. */
class SharedStrategiesTest {

    private static final List<ChildSpec> SPECS = IntStream.range(0, 40)
        .mapToObj((i) -> ChildSpec.of("c" + i, "idle", null))
        .map((spec) -> spec.key().value().endsWith("3") ? spec.requireLabel("zone", "a") : spec)
        .toList();

    static Stream<Supplier<DistributionStrategy>> builtIn() {
        return Stream.of(() -> new ConsistentHashing(8), () -> new BoundedLoad(8, 0.1), () -> new Guided(true),
                LoadBalancer::new);
    }

    private static Crowd crowd(int count) {
        return new Crowd(IntStream.rangeClosed(1, count)
            .mapToObj((number) -> Crowd.member(number, 1, Map.of("zone", (number % 2 == 0) ? "a" : "b")))
            .toList(), 1);
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void everyoneGetsTheOwnersOfTheMembersHeAskedFor(Supplier<DistributionStrategy> kind) {
        DistributionStrategy shared = kind.get();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<CompletableFuture<Void>> askers = IntStream.range(2, 6)
                .mapToObj((count) -> CompletableFuture.runAsync(() -> askOften(shared, kind.get(), crowd(count)),
                        threads))
                .toList();
            askers.forEach(CompletableFuture::join);
        }
    }

    private static void askOften(DistributionStrategy shared, DistributionStrategy own, Crowd crowd) {
        Map<ChildKey, List<Member>> expected = own.owners(SPECS, crowd);
        for (int i = 0; i < 500; i++) {
            assertThat(shared.owners(SPECS, crowd)).isEqualTo(expected);
        }
    }

}
