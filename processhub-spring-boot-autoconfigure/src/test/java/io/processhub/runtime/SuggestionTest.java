package io.processhub.runtime;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuggestionTest {

    private static final List<String> KNOWN = List.of("consistent-hashing", "cold-swap", "hot-swap");

    @ParameterizedTest
    @CsvSource({ "consistant-hashing, consistent-hashing", "ConsistentHashing, consistent-hashing",
            "cold_swap, cold-swap", "hotswap, hot-swap" })
    void aSlipOfThePenIsRecognized(String given, String meant) {
        assertThat(Suggestion.didYouMean(given, KNOWN)).isEqualTo("; did you mean '" + meant + "'?");
    }

    @Test
    void whatIsLikeNothingSuggestsNothing() {
        assertThat(Suggestion.didYouMean("raft", KNOWN)).isEmpty();
        assertThat(Suggestion.didYouMean("", KNOWN)).isEmpty();
        assertThat(Suggestion.didYouMean("cold-swap", List.of())).isEmpty();
    }

}
