package io.processhub.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CsvTest {

    @Test
    void recordsEndWithLineFeedOrCarriageReturnAndLineFeedOrTheFile() {
        assertThat(Csv.read("a,b\r\nc,d\ne,f")).extracting(Csv.Row::fields)
            .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "f"));
    }

    @Test
    void quotedFieldsHoldCommasLineBreaksAndDoubledQuotes() {
        assertThat(Csv.read("\"a,b\",\"c\r\nd\",\"say \"\"hi\"\"\"\n")).singleElement()
            .extracting(Csv.Row::fields)
            .isEqualTo(List.of("a,b", "c\r\nd", "say \"hi\""));
    }

    @Test
    void linesAreCountedWhereRecordsBeginAlsoAfterLineBreaksInFields() {
        assertThat(Csv.read("a\n\"b\nb\nb\"\n\nc\n")).extracting(Csv.Row::line).containsExactly(1, 2, 6);
    }

    @Test
    void fieldsMayBeEmptyAndKeepTheirSpaces() {
        assertThat(Csv.read(",\"\", x ")).singleElement().extracting(Csv.Row::fields).isEqualTo(List.of("", "", " x "));
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstField() {
        assertThat(Csv.read("\uFEFFid")).singleElement().extracting(Csv.Row::fields).isEqualTo(List.of("id"));
    }

    @Test
    void nothingHasNoRecords() {
        assertThat(Csv.read("")).isEmpty();
        assertThat(Csv.read("\n\r\n")).isEmpty();
    }

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            a/b,c"d        | line 2: a quote inside a field
            a/"b"c         | line 2: text after a closing quote
            a/b/c,"d/e/f   | line 3: a quote that is not closed
            """)
    void whatIsNotCsvIsRefusedWithItsLine(String lines, String message) {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Csv.read(lines.replace('/', '\n')))
            .withMessageStartingWith(message);
    }

}
