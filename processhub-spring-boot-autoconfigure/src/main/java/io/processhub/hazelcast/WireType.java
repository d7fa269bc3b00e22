package io.processhub.hazelcast;

import java.io.IOException;
import java.util.function.Supplier;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * What Hazelcast carries for us, each kind with a number of its own instead of a class
 * name. Every one begins with the number of the format, so that members of different
 * versions refuse each other instead of misreading.
 */
enum WireType {

    BUCKET(RegistryBucket::new), APPLY_COMMANDS(ApplyCommands::new), STORE_ROWS(StoreRows::new), ROW_LIST(RowList::new),
    DELIVERY(Delivery::new), MERGE_POLICY(HigherEpochMergePolicy::new), STATE(StateEntry::new),
    OPEN_STATE(OpenState::new), SAVE_STATE(SaveState::new), FORGET_STATE(ForgetState::new),
    STATE_CHANGE(StateChange::new), STATE_MERGE_POLICY(NewerStateMergePolicy::new);

    /** Number of our kinds among all that a Hazelcast instance knows. */
    static final int FACTORY_ID = 0x5048;

    static final DataSerializableFactory FACTORY = new Factory();

    private static final int FORMAT = 1;

    private static final WireType[] TYPES = values();

    private final Supplier<IdentifiedDataSerializable> supplier;

    WireType(Supplier<IdentifiedDataSerializable> supplier) {
        this.supplier = supplier;
    }

    int id() {
        return ordinal() + 1;
    }

    static WireOutput begin(ObjectDataOutput out) throws IOException {
        out.writeByte(FORMAT);
        return new WireOutput(out);
    }

    static WireInput begin(ObjectDataInput in) throws IOException {
        int format = in.readUnsignedByte();
        if (format != FORMAT) {
            throw new HazelcastSerializationException("ProcessHub wire format: " + format + " (expected: " + FORMAT
                    + "; all members of a cluster must run the same version of ProcessHub)");
        }
        return new WireInput(in);
    }

    /** Makes empty instances for Hazelcast to read into. */
    static final class Factory implements DataSerializableFactory {

        @Override
        public IdentifiedDataSerializable create(int id) {
            if (id < 1 || id > TYPES.length) {
                throw new HazelcastSerializationException(
                        "ProcessHub wire type: " + id + " (expected: 1 to " + TYPES.length + ")");
            }
            return TYPES[id - 1].supplier.get();
        }

    }

}
