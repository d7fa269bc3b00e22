package io.processhub.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV as RFC 4180 has it: fields may be quoted, and then hold commas, line breaks
 * and doubled quotes.
 */
final class Csv {

    private static final int END = -1;

    private final String text;

    private int position;

    private int line = 1;

    private Csv(String text) {
        this.text = text;
    }

    /**
     * One record.
     *
     * @param line number of the line where it begins, from 1
     * @param fields at least one
     */
    record Row(int line, List<String> fields) {
    }

    /**
     * All records; empty lines are none.
     * @throws InvalidInputException if the text is not CSV; names the line
     */
    static List<Row> read(String text) {
        Csv csv = new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text);
        List<Row> rows = new ArrayList<>();
        while (csv.peek() != END) {
            Row row = csv.row();
            if (!row.fields().equals(List.of(""))) {
                rows.add(row);
            }
        }
        return rows;
    }

    private Row row() {
        int begin = this.line;
        List<String> fields = new ArrayList<>(List.of(field()));
        while (peek() == ',') {
            this.position++;
            fields.add(field());
        }
        endOfLine();
        return new Row(begin, List.copyOf(fields));
    }

    private String field() {
        return (peek() == '"') ? quoted() : plain();
    }

    private String plain() {
        int begin = this.position;
        while (peek() != ',' && peek() != '\r' && peek() != '\n' && peek() != END) {
            if (peek() == '"') {
                throw wrong(this.line, "a quote inside a field that does not begin with one");
            }
            this.position++;
        }
        return this.text.substring(begin, this.position);
    }

    private String quoted() {
        int begin = this.line;
        StringBuilder field = new StringBuilder();
        this.position++;
        while (peek() != END) {
            char next = this.text.charAt(this.position++);
            if (next == '"' && peek() != '"') {
                return field.toString();
            }
            this.position += (next == '"') ? 1 : 0;
            this.line += (next == '\n') ? 1 : 0;
            field.append(next);
        }
        throw wrong(begin, "a quote that is not closed");
    }

    private void endOfLine() {
        if (peek() == '\r') {
            this.position++;
        }
        if (peek() != END && this.text.charAt(this.position++) != '\n') {
            throw wrong(this.line, "text after a closing quote, or a line break that is no CRLF or LF");
        }
        this.line++;
    }

    private int peek() {
        return (this.position < this.text.length()) ? this.text.charAt(this.position) : END;
    }

    private static InvalidInputException wrong(int line, String what) {
        return new InvalidInputException("line " + line + ": " + what + " (expected: CSV as in RFC 4180)");
    }

}
