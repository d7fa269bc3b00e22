package io.processhub.coordination;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every command on every row. A row that is null where it should not be
 * shows in the assertions.
 */
@NullUnmarked
class RegistryCommandPropertiesTest {

    private static final ChildKey KEY = ChildKey.of("k");

    private static final int CASES = 20_000;

    @Test
    void everyCommandIsAboutItsChild() {
        forManyCases((row, command) -> assertThat(command.key()).isEqualTo(KEY));
    }

    @Test
    void applyingACommandTwiceDoesTheSameAsApplyingItOnce() {
        forManyCases((row, command) -> {
            ChildRecord once = command.apply(row);
            assertThat(command.apply(once)).as("%s twice on %s", command, row).isSameAs(once);
        });
    }

    @Test
    void everyChangeMakesANewerRow() {
        forManyCases((row, command) -> {
            ChildRecord next = command.apply(row);
            if (row != null && next != null && next != row) {
                assertThat(next.isNewerThan(row)).as("%s on %s", command, row).isTrue();
                assertThat(row.isNewerThan(next)).as("%s on %s", command, row).isFalse();
                assertThat(next.epoch()).isGreaterThanOrEqualTo(row.epoch());
            }
        });
    }

    @Test
    void whatChangesNothingAnswersTheSameRow() {
        forManyCases((row, command) -> {
            ChildRecord next = command.apply(row);
            assertThat(next == row || next == null || !next.equals(row)).as("%s on %s", command, row).isTrue();
        });
    }

    @Test
    void noMemberEverHoldsTwoClaimsAndNoEpochIsGrantedTwice() {
        forManyCases((row, command) -> {
            ChildRecord next = command.apply(row);
            if (next != null) {
                assertThat(next.claims()).extracting(Claim::member).doesNotHaveDuplicates();
                assertThat(next.claims()).extracting(Claim::epoch).doesNotHaveDuplicates();
                assertThat(next.claims()).allMatch((claim) -> claim.epoch() <= next.epoch());
            }
        });
    }

    @Test
    void everyEpochThatIsGrantedIsGreaterThanAllBefore() {
        for (long seed = 0; seed < 300; seed++) {
            RandomRows random = new RandomRows(seed);
            ChildRecord row = null;
            long last = 0;
            for (int i = 0; i < 200; i++) {
                ChildRecord before = row;
                row = random.dailyCommand("k", row).apply(row);
                for (Claim claim : (row == null) ? List.<Claim>of() : row.claims()) {
                    if (before == null || before.claimOf(claim.member()) == null
                            || before.claimOf(claim.member()).epoch() != claim.epoch()) {
                        assertThat(claim.epoch()).as("seed %d", seed).isGreaterThan(last);
                        last = claim.epoch();
                    }
                }
            }
        }
    }

    @Test
    void theRandomCasesContainEveryCommandInEffectAndInVain() {
        Map<String, Set<Boolean>> seen = new TreeMap<>();
        forManyCases((row, command) -> seen.computeIfAbsent(command.getClass().getSimpleName(), (k) -> new HashSet<>())
            .add(command.apply(row) != row));
        assertThat(seen).containsOnlyKeys(Arrays.stream(RegistryCommand.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .toArray(String[]::new));
        assertThat(seen.values()).allSatisfy((effects) -> assertThat(effects).containsExactlyInAnyOrder(true, false));
    }

    private static void forManyCases(BiConsumer<@Nullable ChildRecord, RegistryCommand> check) {
        RandomRows random = new RandomRows(42);
        for (int i = 0; i < CASES; i++) {
            ChildRecord row = (random.random().nextInt(8) == 0) ? null : random.row("k");
            check.accept(row, random.command("k", row));
        }
    }

}
