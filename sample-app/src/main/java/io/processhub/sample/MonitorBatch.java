package io.processhub.sample;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.ChildSpec;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants started. Checked as a whole, so that nothing is started if a part
 * of it is wrong.
 */
final class MonitorBatch {

    private static final List<String> HEADER = List.of("id", "url", "interval");

    private final Map<ChildKey, String> places = new LinkedHashMap<>();

    private final List<ChildSpec> specs = new ArrayList<>();

    private MonitorBatch() {
    }

    /**
     * Specs of the requests in a JSON array.
     * @throws InvalidInputException if there are none, or one is wrong; names its number
     */
    static List<ChildSpec> ofJson(List<@Nullable MonitorRequest> requests) {
        MonitorBatch batch = new MonitorBatch();
        int number = 0;
        for (MonitorRequest request : requests) {
            batch.add("monitor " + ++number, request);
        }
        return batch.specs("an object with id, url and interval, or an array of such");
    }

    /**
     * Specs of the records of a CSV file in UTF-8 with a header.
     * @throws InvalidInputException if there are none, or one is wrong; names its line
     */
    static List<ChildSpec> ofCsv(byte[] file) {
        List<Csv.Row> rows = Csv.read(decode(file));
        if (rows.isEmpty() || !rows.getFirst().fields().equals(HEADER)) {
            throw new InvalidInputException("line 1: " + (rows.isEmpty() ? "nothing" : rows.getFirst().fields())
                    + " (expected: the header " + String.join(",", HEADER) + ")");
        }
        MonitorBatch batch = new MonitorBatch();
        rows.stream().skip(1).forEach(batch::add);
        return batch.specs("lines with id,url,interval after the header");
    }

    private static String decode(byte[] file) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        }
        catch (CharacterCodingException ex) {
            throw new InvalidInputException("file: not in UTF-8 (expected: text/csv in UTF-8)");
        }
    }

    private void add(Csv.Row row) {
        String place = "line " + row.line();
        List<String> fields = row.fields();
        if (fields.size() != HEADER.size()) {
            throw new InvalidInputException(place + ": " + fields.size() + " fields, the first is '" + fields.getFirst()
                    + "' (expected: " + HEADER.size() + ", " + String.join(",", HEADER) + ")");
        }
        add(place, new MonitorRequest(fields.get(0), fields.get(1), fields.get(2), null));
    }

    private void add(String place, @Nullable MonitorRequest request) {
        ChildSpec spec = check(place, request);
        String earlier = this.places.putIfAbsent(spec.key(), place);
        if (earlier != null) {
            throw new InvalidInputException(
                    place + ": id: " + spec.key() + " (expected: one that does not stand in " + earlier + " already)");
        }
        this.specs.add(spec);
    }

    private static ChildSpec check(String place, @Nullable MonitorRequest request) {
        if (request == null) {
            throw new InvalidInputException(place + ": null (expected: an object with id, url and interval)");
        }
        try {
            return request.toSpec();
        }
        catch (IllegalArgumentException ex) {
            throw new InvalidInputException(place + ": " + ex.getMessage());
        }
    }

    private List<ChildSpec> specs(String expected) {
        if (this.specs.isEmpty()) {
            throw new InvalidInputException("no monitor (expected: " + expected + ")");
        }
        return List.copyOf(this.specs);
    }

}
