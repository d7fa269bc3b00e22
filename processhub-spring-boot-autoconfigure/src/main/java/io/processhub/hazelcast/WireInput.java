package io.processhub.hazelcast;

import java.io.DataInput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link WireOutput} wrote. Text that repeats in many rows can be read as one
 * shared instance.
 */
final class WireInput {

    /** Reads one kind of value. */
    interface Reader<T extends @Nullable Object> {

        T read(WireInput in) throws IOException;

    }

    /** One place per hash; a race only costs a second instance. */
    private static final @Nullable String[] SHARED = new String[1024];

    private final DataInput in;

    WireInput(DataInput in) {
        this.in = in;
    }

    int octet() throws IOException {
        return this.in.readUnsignedByte();
    }

    boolean flag() throws IOException {
        return octet() != 0;
    }

    <E extends Enum<E>> E choice(E[] values) throws IOException {
        int ordinal = octet();
        if (ordinal >= values.length) {
            throw new StreamCorruptedException("choice " + ordinal + " (expected: below " + values.length + ")");
        }
        return values[ordinal];
    }

    long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (octet & 0x7FL) << shift;
            if ((octet & 0x80) == 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new StreamCorruptedException("number of more than 64 bits");
    }

    /** A number that counts what follows. */
    int count() throws IOException {
        long count = number();
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new StreamCorruptedException("count " + count + " (expected: 0 or more)");
        }
        return (int) count;
    }

    long bits() throws IOException {
        return this.in.readLong();
    }

    double real() throws IOException {
        return this.in.readDouble();
    }

    Duration duration() throws IOException {
        return Duration.ofSeconds(number(), number());
    }

    String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() throws IOException {
        byte[] bytes = new byte[count()];
        this.in.readFully(bytes);
        return bytes;
    }

    String sharedText() throws IOException {
        String text = text();
        int place = (text.hashCode() * 0x9E3779B9) >>> 22;
        String shared = SHARED[place];
        if (shared != null && shared.equals(text)) {
            return shared;
        }
        SHARED[place] = text;
        return text;
    }

    Map<String, String> texts() throws IOException {
        int count = count();
        Map<String, String> values = HashMap.newHashMap(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            values.put(sharedText(), text());
        }
        return values;
    }

    <T> @Nullable T optional(Reader<T> reader) throws IOException {
        return flag() ? reader.read(this) : null;
    }

    <T extends @Nullable Object> List<T> all(Reader<T> reader) throws IOException {
        int count = count();
        List<T> values = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            values.add(reader.read(this));
        }
        return values;
    }

}
