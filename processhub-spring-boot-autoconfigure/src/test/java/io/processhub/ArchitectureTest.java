package io.processhub;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.hazelcast.core.HazelcastInstance;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.processhub.coordination.HubSettings;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Where things live, what points where, and what pure packages may not do. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = importing(
            (importer) -> importer.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(Architecture.ROOT));

    /** The rules ask what our classes refer to, not what that refers to in turn. */
    private static JavaClasses importing(Function<ClassFileImporter, JavaClasses> classes) {
        return ArchConfiguration.withThreadLocalScope((configuration) -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return classes.apply(new ClassFileImporter());
        });
    }

    @Test
    void everyPackageStandsInTheTable() {
        Set<String> known = Architecture.TABLE.keySet()
            .stream()
            .map(Architecture::packageName)
            .collect(Collectors.toSet());
        Set<String> found = CLASSES.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isSubsetOf(known)
            .contains("io.processhub", "io.processhub.distribution", "io.processhub.redundancy",
                    "io.processhub.migration", "io.processhub.synchronization", "io.processhub.restart",
                    "io.processhub.coordination", "io.processhub.runtime", "io.processhub.hazelcast",
                    "io.processhub.cloud", "io.processhub.actuate", "io.processhub.autoconfigure");
    }

    @ParameterizedTest(name = "from ''{0}''")
    @MethodSource("packages")
    void arrowsPointUpTheTable(String name) {
        Architecture.arrowsOf(name).check(CLASSES);
    }

    static Set<String> packages() {
        return Architecture.TABLE.keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theRuleHolds(ArchRule rule) {
        rule.check(CLASSES);
    }

    static Stream<Named<ArchRule>> rules() {
        return Stream
            .of(Architecture.noCycles(), Architecture.pureClassesUseTheJdkOnly(),
                    Architecture.theAnnotationUsesSpringsStereotypesOnly(), Architecture.hazelcastStaysInItsPackage(),
                    Architecture.springStaysOutOfTheHazelcastPackage(), Architecture.noThreads(),
                    Architecture.noConcurrency(), Architecture.onlyTheViewIsAConcurrentMap(),
                    Architecture.onlyTheRootAnswersFutures(), Architecture.noSynchronizedMethods(),
                    Architecture.noSynchronizedBlocks(), Architecture.noClocksAndDice(),
                    Architecture.nobodyAsksForTimeOrChance(), Architecture.everyPackageIsNullMarked(),
                    Architecture.namesSayWhatAThingIs(), Architecture.hazelcastIsNamedWhereItIs())
            .map((rule) -> Named.of(rule.getDescription(), rule));
    }

    @ParameterizedTest(name = "{1} breaks: {0}")
    @MethodSource("breakers")
    void theRuleFindsWhoBreaksIt(ArchRule rule, Class<?> breaker) {
        JavaClasses classes = importing((importer) -> importer.importClasses(breaker));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.check(classes))
            .withMessageContaining(breaker.getSimpleName());
    }

    static Stream<Arguments> breakers() {
        return Stream.of(breaks(Architecture.arrowsOf(""), RuleBreakers.PointsDown.class),
                breaks(Architecture.pureClassesUseTheJdkOnly(), RuleBreakers.KnowsSpring.class,
                        RuleBreakers.KnowsHazelcast.class, RuleBreakers.KnowsJackson.class, RuleBreakers.Logs.class),
                breaks(Architecture.hazelcastStaysInItsPackage(), RuleBreakers.KnowsHazelcast.class),
                breaks(Architecture.noThreads(), RuleBreakers.StartsThreads.class),
                breaks(Architecture.noConcurrency(), RuleBreakers.Locks.class, RuleBreakers.CountsAtomically.class,
                        RuleBreakers.Waits.class),
                breaks(Architecture.onlyTheViewIsAConcurrentMap(), RuleBreakers.SharesAMap.class),
                breaks(Architecture.noSynchronizedMethods(), RuleBreakers.SynchronizesMethods.class),
                breaks(Architecture.noSynchronizedBlocks(), RuleBreakers.SynchronizesBlocks.class),
                breaks(Architecture.noClocksAndDice(), RuleBreakers.HasAClock.class, RuleBreakers.HasDice.class,
                        RuleBreakers.HasDiceOfItsThread.class),
                breaks(Architecture.nobodyAsksForTimeOrChance(), RuleBreakers.AsksForTheInstant.class,
                        RuleBreakers.RefersToTheInstant.class, RuleBreakers.AsksForTheDate.class,
                        RuleBreakers.AsksForMillis.class, RuleBreakers.AsksForNanos.class,
                        RuleBreakers.AsksForANumber.class, RuleBreakers.AsksForAnId.class, RuleBreakers.Shuffles.class),
                breaks(Architecture.everyPackageIsNullMarked(), HazelcastInstance.class),
                breaks(Architecture.namesSayWhatAThingIs(), RuleBreakers.ClaimImpl.class, RuleBreakers.ClaimUtils.class,
                        RuleBreakers.ClaimManager.class, RuleBreakers.AbstractClaim.class,
                        RuleBreakers.DefaultClaim.class),
                breaks(Architecture.hazelcastIsNamedWhereItIs(), RuleBreakers.HazelcastClaims.class))
            .flatMap((some) -> some);
    }

    private static Stream<Arguments> breaks(ArchRule rule, Class<?>... breakers) {
        return Stream.of(breakers)
            .map((breaker) -> arguments(Named.of(rule.getDescription(), rule),
                    Named.of(breaker.getSimpleName(), breaker)));
    }

    @Test
    void aCycleIsFound() {
        JavaClasses classes = importing((importer) -> importer.importClasses(RuleBreakers.PointsDown.class,
                HubSettings.class, DistributionStrategy.class));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Architecture.noCycles().check(classes))
            .withMessageContaining("Cycle detected");
    }

    @Test
    void theTableNamesNoPackageTwiceAndPointsUpward() {
        Set<String> above = new TreeSet<>();
        Architecture.TABLE.forEach((name, uses) -> {
            assertThat(uses).isSubsetOf(above);
            above.add(name);
        });
    }

}
