package io.processhub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.MonitorInstruction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.processhub.coordination.RegistryView;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** The rules of the architecture, as {@link ArchitectureTest} applies them. */
final class Architecture {

    static final String ROOT = "io.processhub";

    private static final List<String> DECISIONS = List.of("distribution", "redundancy", "migration", "synchronization",
            "partition", "restart");

    /** Packages, and those of ours that each may use besides itself. The root is "". */
    static final Map<String, List<String>> TABLE = table();

    private static final Map<String, Set<String>> CLOCKS_AND_DICE = Map.of("java.lang.System",
            Set.of("currentTimeMillis", "nanoTime", "getLogger", "out", "err"), "java.lang.Math", Set.of("random"),
            "java.lang.StrictMath", Set.of("random"), "java.util.UUID", Set.of("randomUUID"), "java.util.Collections",
            Set.of("shuffle"), "java.lang.Object", Set.of("wait", "notify", "notifyAll"));

    private Architecture() {
    }

    private static Map<String, List<String>> table() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        table.put("", List.of());
        DECISIONS.forEach((name) -> table.put(name, List.of("")));
        table.put("coordination", with(DECISIONS, ""));
        table.put("runtime", with(DECISIONS, "", "coordination"));
        table.put("hazelcast", List.of("", "coordination", "runtime"));
        table.put("durability", List.of("", "coordination", "runtime"));
        table.put("cloud", List.of("", "runtime"));
        table.put("actuate", List.of("", "runtime"));
        table.put("autoconfigure", List.copyOf(table.keySet()));
        return table;
    }

    private static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(some);
        return List.copyOf(all);
    }

    static String packageName(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    private static DescribedPredicate<JavaClass> in(List<String> names) {
        return resideInAnyPackage(names.stream().map(Architecture::packageName).toArray(String[]::new));
    }

    /** Classes that know neither frameworks, nor threads, nor time, nor chance. */
    private static DescribedPredicate<JavaClass> pure() {
        return in(with(DECISIONS, "", "coordination")).and(not(belongToAnyOf(HubProcess.class))).as("pure classes");
    }

    static ArchRule arrowsOf(String name) {
        List<String> upward = with(TABLE.getOrDefault(name, List.of()), name);
        return noClasses().that(in(List.of(name)))
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(in(upward))))
            .allowEmptyShould(true)
            .as("arrows point up the package table from " + packageName(name));
    }

    static ArchRule noCycles() {
        return SlicesRuleDefinition.slices().assignedFrom(new Packages()).should().beFreeOfCycles();
    }

    static ArchRule pureClassesUseTheJdkOnly() {
        return classes().that(pure())
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify.annotations..", ROOT + ".."));
    }

    static ArchRule theAnnotationUsesSpringsStereotypesOnly() {
        return classes().that(belongToAnyOf(HubProcess.class))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT, "org.springframework.stereotype",
                    "org.springframework.context.annotation", "org.springframework.beans.factory.annotation",
                    "org.springframework.core.annotation"));
    }

    static ArchRule hazelcastStaysInItsPackage() {
        return noClasses().that(not(in(List.of("hazelcast", "cloud", "actuate", "autoconfigure"))))
            .should()
            .dependOnClassesThat(resideInAPackage("com.hazelcast.."));
    }

    static ArchRule springStaysOutOfTheHazelcastPackage() {
        return noClasses().that(in(List.of("hazelcast")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.."));
    }

    static ArchRule noThreads() {
        return noClasses().that(pure())
            .should()
            .dependOnClassesThat(belongToAnyOf(Thread.class, ThreadGroup.class, ThreadLocal.class, ScopedValue.class,
                    java.util.Timer.class, Process.class, ProcessBuilder.class));
    }

    static ArchRule noConcurrency() {
        return noClasses().that(pure())
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                .and(not(belongToAnyOf(ConcurrentHashMap.class, CompletableFuture.class, CompletionStage.class))));
    }

    static ArchRule onlyTheViewIsAConcurrentMap() {
        return noClasses().that(pure().and(not(belongToAnyOf(RegistryView.class))))
            .should()
            .dependOnClassesThat(belongToAnyOf(ConcurrentHashMap.class));
    }

    static ArchRule onlyTheRootAnswersFutures() {
        return noClasses().that(pure().and(not(in(List.of("")))))
            .should()
            .dependOnClassesThat(belongToAnyOf(CompletableFuture.class, CompletionStage.class));
    }

    static ArchRule noSynchronizedMethods() {
        return methods().that()
            .areDeclaredInClassesThat(pure())
            .should()
            .notHaveModifier(JavaModifier.SYNCHRONIZED)
            .because("one thread owns a hub's state");
    }

    static ArchRule noSynchronizedBlocks() {
        return classes().that(pure()).should(haveNoMonitors());
    }

    private static ArchCondition<JavaClass> haveNoMonitors() {
        return ArchCondition.from(describe("have no synchronized blocks", (javaClass) -> !hasMonitors(javaClass)));
    }

    private static boolean hasMonitors(JavaClass javaClass) {
        try (InputStream bytes = javaClass.getSource().orElseThrow().getUri().toURL().openStream()) {
            return ClassFile.of()
                .parse(bytes.readAllBytes())
                .methods()
                .stream()
                .flatMap((method) -> method.code().stream())
                .flatMap((code) -> code.elementStream())
                .anyMatch(MonitorInstruction.class::isInstance);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static ArchRule noClocksAndDice() {
        return noClasses().that(pure())
            .should()
            .dependOnClassesThat(belongToAnyOf(Clock.class, InstantSource.class, Random.class, SplittableRandom.class,
                    SecureRandom.class, ThreadLocalRandom.class)
                .or(resideInAPackage("java.util.random")));
    }

    static ArchRule nobodyAsksForTimeOrChance() {
        return noClasses().that(pure())
            .should()
            .accessTargetWhere(JavaAccess.Predicates.target(describe("a clock or a die", Architecture::isClockOrDie)));
    }

    private static boolean isClockOrDie(AccessTarget target) {
        String owner = target.getOwner().getName();
        return owner.startsWith("java.time.") && target.getName().equals("now")
                || CLOCKS_AND_DICE.getOrDefault(owner, Set.of()).contains(target.getName());
    }

    static ArchRule everyPackageIsNullMarked() {
        return classes().should(new ArchCondition<>("be in a package that is @NullMarked") {

            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                events.add(new SimpleConditionEvent(javaClass, javaClass.getPackage().isAnnotatedWith(NullMarked.class),
                        javaClass.getName() + ": package " + javaClass.getPackageName()));
            }

        });
    }

    static ArchRule namesSayWhatAThingIs() {
        return noClasses().should()
            .haveNameMatching(
                    ".*[.$](\\w*(Impl|Utils?|Helper|Manager|Handler|Processor)|(Abstract|Default|Base)[A-Z]\\w*)");
    }

    static ArchRule hazelcastIsNamedWhereItIs() {
        return classes().that()
            .haveSimpleNameStartingWith("Hazelcast")
            .should()
            .resideInAnyPackage(packageName("hazelcast"), packageName("autoconfigure"));
    }

    private record Packages() implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName();
            return name.equals(ROOT) || name.startsWith(ROOT + ".") ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }

    }

}
