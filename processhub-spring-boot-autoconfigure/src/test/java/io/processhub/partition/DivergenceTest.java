package io.processhub.partition;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DivergenceTest {

    @ParameterizedTest(name = "{0} → all sides")
    @ValueSource(strings = { "{A}", "{A} | {B}", "{A,C,E} | {B,D}", "{A} | {B} | {C}" })
    void everySideRunsOn(String picture) {
        assertThat(Splits.winners(picture, new Divergence())).isEqualTo(picture);
    }

}
