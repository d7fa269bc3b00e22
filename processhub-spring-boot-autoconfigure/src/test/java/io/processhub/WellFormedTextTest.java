package io.processhub;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Text that is not the same any more once it has travelled as UTF-8. */
class WellFormedTextTest {

    private static final String HALF = "\uD83D";

    @Test
    void halfASurrogatePairIsRefusedInNames() {
        assertThatIllegalArgumentException().isThrownBy(() -> ChildKey.of("c" + HALF))
            .withMessage("child id: 'c?' (expected: text without half a surrogate pair)");
        assertThatIllegalArgumentException().isThrownBy(() -> ChildSpec.of("c", "type", null).tag(HALF))
            .withMessageContaining("tag: '?'");
        assertThatIllegalArgumentException().isThrownBy(() -> ChildSpec.of("c", "type", null).metadata("n", HALF))
            .withMessageContaining("n: '?'");
        assertThat(ChildKey.of("c" + HALF + "\uDE00").value()).hasSize(3);
    }

    @Test
    void anErrorIsKeptAsItWillArrive() {
        String cut = "x".repeat(Claim.MAX_ERROR_LENGTH - 1) + HALF + "\uDE00";
        Claim claim = new Claim(new MemberId("m"), 1, Role.ACTIVE, Claim.State.FAILED, 1, cut);
        assertThat(claim.error()).hasSize(Claim.MAX_ERROR_LENGTH).endsWith("x?");
        assertThat(claim.with(Claim.State.FAILED, 1, claim.error())).isEqualTo(claim);
    }

}
