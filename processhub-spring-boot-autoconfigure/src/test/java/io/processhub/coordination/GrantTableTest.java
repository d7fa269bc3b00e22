package io.processhub.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.processhub.ChildKey;
import io.processhub.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class GrantTableTest {

    private static final ChildKey KEY = ChildKey.of("k");

    private static final MemberId ANN = new MemberId("ann#1");

    private static final MemberId BOB = new MemberId("bob#1");

    private static final MemberId EVE = new MemberId("eve#1");

    private static final Duration PATIENCE = Duration.ofMillis(1050);

    private final GrantTable table = new GrantTable(PATIENCE);

    private final Map<MemberId, Long> versions = new HashMap<>();

    private Instant now = Instant.EPOCH;

    private long sequence;

    private Map<ChildKey, VotingMessage.Refusal> ask(MemberId asker, MemberId holder, long epoch) {
        return this.table.grant(
                new VotingMessage.GrantRequest(asker, "", ++this.sequence, Term.NONE, null, holder, Map.of(KEY, epoch)),
                this.now);
    }

    private boolean grants(MemberId holder, long epoch) {
        return ask(holder, holder, epoch).isEmpty();
    }

    /**
     * What the voter contests when a member says that it holds the child; 0 gives it up.
     */
    private Map<ChildKey, Long> renew(MemberId holder, long epoch) {
        return renew(holder, Map.of(KEY, epoch));
    }

    private Map<ChildKey, Long> renew(MemberId holder, Map<ChildKey, Long> changes) {
        long base = this.versions.getOrDefault(holder, -1L);
        long version = base + 1;
        this.versions.put(holder, version);
        Map<ChildKey, Long> contested = this.table.renew(new VotingMessage.LeaseRequest(holder, "", ++this.sequence,
                Term.NONE, null, version, base, new LinkedHashMap<>(changes)), this.now);
        assertThat(contested).isNotNull();
        return contested;
    }

    private void withdraw(MemberId asker, long sequence, long epoch) {
        this.table.withdraw(new VotingMessage.GrantWithdrawal(asker, sequence, Map.of(KEY, epoch)));
    }

    @Test
    void aChildIsKeptForItsHolderAsLongAsThatIsHeard() {
        assertThat(grants(ANN, 5)).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(renew(ANN, 5)).isEmpty();
            this.now = this.now.plus(PATIENCE.minusMillis(1));
            assertThat(ask(BOB, BOB, 6).get(KEY)).isEqualTo(new VotingMessage.Refusal(5, 2));
        }
        this.now = this.now.plusMillis(1);
        assertThat(grants(BOB, 5)).as("an epoch that is not greater").isFalse();
        assertThat(grants(BOB, 6)).isTrue();
        assertThat(renew(ANN, Map.of())).as("the old holder").containsEntry(KEY, 6L);
    }

    @Test
    void aHolderThatAsksForALaterEpochIsNotSilentMeanwhile() {
        grants(ANN, 5);
        renew(ANN, 5);
        assertThat(grants(ANN, 6)).isTrue();
        this.now = this.now.plus(PATIENCE);
        renew(ANN, Map.of());
        assertThat(grants(BOB, 7)).isFalse();
    }

    @Test
    void whatIsHandedOverIsNotConfirmedUnderAnOldEpoch() {
        grants(ANN, 5);
        renew(ANN, 5);
        this.now = this.now.plus(PATIENCE);
        grants(BOB, 6);
        renew(BOB, 6);
        assertThat(ask(BOB, ANN, 7)).isEmpty();
        assertThat(renew(ANN, Map.of())).as("while it says it holds the old one").containsKey(KEY);
        assertThat(renew(ANN, 7)).isEmpty();
    }

    @Test
    void whatIsWithdrawnComesBackAsItWas() {
        grants(ANN, 5);
        renew(ANN, 5);
        assertThat(ask(ANN, BOB, 6)).isEmpty();
        withdraw(BOB, ++this.sequence, 6);
        assertThat(renew(ANN, 5)).isEmpty();
        assertThat(grants(EVE, 6)).isFalse();
    }

    @Test
    void whatWasGivenUpMeanwhileComesBackFree() {
        grants(ANN, 5);
        renew(ANN, 5);
        ask(ANN, BOB, 6);
        renew(ANN, 0);
        withdraw(BOB, ++this.sequence, 6);
        assertThat(grants(EVE, 6)).isTrue();
    }

    @Test
    void aWithdrawalThatComesLateDoesNotUndoALaterRequest() {
        grants(ANN, 5);
        renew(ANN, 5);
        this.now = this.now.plus(PATIENCE);
        grants(BOB, 6);
        long first = this.sequence;
        grants(BOB, 6);
        withdraw(BOB, first, 6);
        assertThat(renew(ANN, Map.of())).as("the old holder").containsEntry(KEY, 6L);
        assertThat(grants(EVE, 7)).isFalse();
    }

    @Test
    void aRequestThatWasWithdrawnBeforeItArrivedIsRefused() {
        withdraw(ANN, 7, 5);
        this.sequence = 6;
        assertThat(grants(ANN, 5)).isFalse();
        assertThat(grants(ANN, 5)).isTrue();
    }

    @Test
    void oneThatHasForgottenConfirmsNothingOfBefore() {
        this.table.learn(List.of(new VotingMessage.Grant(KEY, 5, ANN)), this.now);
        this.table.forgetUpTo(8);
        assertThat(renew(ANN, 5)).containsKey(KEY);
        assertThat(ask(ANN, ANN, 8)).containsEntry(KEY, new VotingMessage.Refusal(8, 1051));
        assertThat(grants(ANN, 9)).isTrue();
        assertThat(renew(ANN, 9)).isEmpty();
    }

    @Test
    void aNewVoterLearnsAlsoWhatWouldComeBack() {
        GrantTable reader = new GrantTable(PATIENCE);
        grants(ANN, 5);
        renew(ANN, 5);
        ask(ANN, BOB, 6);
        List<VotingMessage.Grant> read = this.table.all();
        reader.learn(List.of(read.getFirst()), this.now);
        reader.learn(read, this.now);
        reader.withdraw(new VotingMessage.GrantWithdrawal(BOB, 99, Map.of(KEY, 6L)));
        assertThat(reader.all()).containsExactly(new VotingMessage.Grant(KEY, 5, ANN));
    }

    @Test
    void onlyWhatNobodyHoldsAndNobodyKnowsIsForgotten() {
        grants(ANN, 5);
        renew(ANN, 5);
        Instant later = this.now.plusSeconds(1);
        this.table.forget(later, (key) -> false);
        assertThat(this.table.all()).hasSize(1);
        renew(ANN, 0);
        this.table.forget(later, (key) -> true);
        assertThat(this.table.all()).hasSize(1);
        this.table.forget(later, (key) -> false);
        assertThat(this.table.all()).isEmpty();
        assertThat(this.table.holders()).isEmpty();
    }

}
