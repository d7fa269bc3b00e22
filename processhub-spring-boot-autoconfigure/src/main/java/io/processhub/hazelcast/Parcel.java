package io.processhub.hazelcast;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.processhub.coordination.Message;
import org.jspecify.annotations.Nullable;

/** A message on its way, which becomes bytes once, however many nodes it goes to. */
final class Parcel {

    private final Message message;

    private byte @Nullable [] bytes;

    Parcel(Message message) {
        this.message = message;
    }

    Message message() {
        return this.message;
    }

    boolean carries(Message message) {
        return this.message == message;
    }

    synchronized byte[] bytes() {
        if (this.bytes == null) {
            ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
            try {
                MessageFormat.write(new WireOutput(new DataOutputStream(buffer)), this.message);
            }
            catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
            this.bytes = buffer.toByteArray();
        }
        return this.bytes;
    }

}
