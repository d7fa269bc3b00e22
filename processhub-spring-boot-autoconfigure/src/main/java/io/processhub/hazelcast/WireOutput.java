package io.processhub.hazelcast;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Writes values in few bytes: small numbers take one, text is UTF-8 with its length
 * before it.
 */
final class WireOutput {

    /** Writes one kind of value. */
    interface Writer<T extends @Nullable Object> {

        void write(WireOutput out, T value) throws IOException;

    }

    private final DataOutput out;

    WireOutput(DataOutput out) {
        this.out = out;
    }

    void octet(int value) throws IOException {
        this.out.writeByte(value);
    }

    void flag(boolean value) throws IOException {
        octet(value ? 1 : 0);
    }

    void choice(Enum<?> value) throws IOException {
        octet(value.ordinal());
    }

    /** Seven bits in each byte, the lowest first; the sign stands in the lowest bit. */
    void number(long value) throws IOException {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    void bits(long value) throws IOException {
        this.out.writeLong(value);
    }

    void real(double value) throws IOException {
        this.out.writeDouble(value);
    }

    void duration(Duration value) throws IOException {
        number(value.getSeconds());
        number(value.getNano());
    }

    void text(String value) throws IOException {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] value) throws IOException {
        number(value.length);
        this.out.write(value);
    }

    void texts(Map<String, String> values) throws IOException {
        number(values.size());
        for (Map.Entry<String, String> entry : values.entrySet()) {
            text(entry.getKey());
            text(entry.getValue());
        }
    }

    <T> void optional(@Nullable T value, Writer<T> writer) throws IOException {
        flag(value != null);
        if (value != null) {
            writer.write(this, value);
        }
    }

    <T extends @Nullable Object> void all(Collection<? extends T> values, Writer<T> writer) throws IOException {
        number(values.size());
        for (T value : values) {
            writer.write(this, value);
        }
    }

}
