package io.processhub.hazelcast;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Set;

import io.processhub.coordination.RegistryCommand;

/**
 * How commands to the registry map look as bytes: a number for the kind, then its parts.
 */
final class CommandFormat {

    private CommandFormat() {
    }

    static void write(WireOutput out, RegistryCommand command) throws IOException {
        switch (command) {
            case RegistryCommand.Create create -> {
                out.octet(1);
                RowFormat.spec(out, create.spec());
                out.bits(create.startId());
                RowFormat.memberId(out, create.member());
                RowFormat.role(out, create.role());
                out.number(create.freshEpoch());
            }
            case RegistryCommand.Take take -> {
                out.octet(2);
                RowFormat.key(out, take.key());
                out.number(take.expectedEpoch());
                out.all(take.gone(), RowFormat::memberId);
                RowFormat.memberId(out, take.member());
                RowFormat.role(out, take.role());
                out.number(take.copies());
                out.number(take.leastEpoch());
            }
            case RegistryCommand.Transfer transfer -> {
                out.octet(3);
                RowFormat.key(out, transfer.key());
                RowFormat.memberId(out, transfer.member());
                out.number(transfer.epoch());
                out.optional(transfer.target(), RowFormat::memberId);
                out.number(transfer.leastEpoch());
            }
            case RegistryCommand.Update update -> {
                out.octet(4);
                RowFormat.key(out, update.key());
                RowFormat.memberId(out, update.member());
                out.number(update.epoch());
                RowFormat.state(out, update.state());
                out.number(update.incarnation());
                out.optional(update.error(), WireOutput::text);
            }
            case RegistryCommand.Remove remove -> {
                out.octet(5);
                RowFormat.key(out, remove.key());
                out.number(remove.now());
            }
            case RegistryCommand.Complete complete -> {
                out.octet(6);
                RowFormat.key(out, complete.key());
                RowFormat.memberId(out, complete.member());
                out.number(complete.epoch());
                out.number(complete.now());
            }
            case RegistryCommand.Restore restore -> {
                out.octet(7);
                RowFormat.record(out, restore.row());
                out.number(restore.leastEpoch());
            }
            case RegistryCommand.Purge purge -> {
                out.octet(8);
                RowFormat.key(out, purge.key());
                out.number(purge.epoch());
                out.number(purge.version());
            }
            case RegistryCommand.Promote promote -> {
                out.octet(9);
                RowFormat.key(out, promote.key());
                out.number(promote.expectedEpoch());
                out.all(promote.gone(), RowFormat::memberId);
                RowFormat.memberId(out, promote.member());
                out.number(promote.leastEpoch());
            }
        }
    }

    static RegistryCommand read(WireInput in) throws IOException {
        int kind = in.octet();
        return switch (kind) {
            case 1 -> new RegistryCommand.Create(RowFormat.spec(in), in.bits(), RowFormat.memberId(in),
                    RowFormat.role(in), in.number());
            case 2 -> new RegistryCommand.Take(RowFormat.key(in), in.number(), Set.copyOf(in.all(RowFormat::memberId)),
                    RowFormat.memberId(in), RowFormat.role(in), (int) in.number(), in.number());
            case 3 -> new RegistryCommand.Transfer(RowFormat.key(in), RowFormat.memberId(in), in.number(),
                    in.optional(RowFormat::memberId), in.number());
            case 4 -> new RegistryCommand.Update(RowFormat.key(in), RowFormat.memberId(in), in.number(),
                    RowFormat.state(in), (int) in.number(), in.optional(WireInput::text));
            case 5 -> new RegistryCommand.Remove(RowFormat.key(in), in.number());
            case 6 -> new RegistryCommand.Complete(RowFormat.key(in), RowFormat.memberId(in), in.number(), in.number());
            case 7 -> new RegistryCommand.Restore(RowFormat.record(in), in.number());
            case 8 -> new RegistryCommand.Purge(RowFormat.key(in), in.number(), in.number());
            case 9 -> new RegistryCommand.Promote(RowFormat.key(in), in.number(),
                    Set.copyOf(in.all(RowFormat::memberId)), RowFormat.memberId(in), in.number());
            default -> throw new StreamCorruptedException("command of unknown kind " + kind);
        };
    }

}
