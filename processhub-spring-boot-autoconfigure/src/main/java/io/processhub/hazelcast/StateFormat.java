package io.processhub.hazelcast;

import java.io.IOException;

import io.processhub.runtime.StoredState;

/** How states of children look as bytes. */
final class StateFormat {

    private StateFormat() {
    }

    static void write(WireOutput out, StoredState state) throws IOException {
        out.bits(state.startId());
        out.number(state.epoch());
        out.number(state.version());
        out.optional(state.bytes(), WireOutput::bytes);
    }

    static StoredState read(WireInput in) throws IOException {
        return new StoredState(in.bits(), in.number(), in.number(), in.optional(WireInput::bytes));
    }

}
