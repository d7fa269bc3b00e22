package io.processhub.coordination;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.MemberId;
import io.processhub.Role;
import org.jspecify.annotations.Nullable;

/**
 * Rows and commands of all kinds, from a seed. Few members, epochs and versions, so that
 * they often meet.
 */
final class RandomRows {

    private static final List<MemberId> MEMBERS = List.of(new MemberId("a"), new MemberId("b"), new MemberId("c"));

    private static final int KINDS = 9;

    private final Random random;

    RandomRows(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return this.random;
    }

    ChildSpec spec(String key) {
        ChildSpec spec = ChildSpec.of(key, "worker", Json.NULL);
        for (String tag : List.of("red", "green", "blue")) {
            spec = this.random.nextBoolean() ? spec.tag(tag) : spec;
        }
        return spec;
    }

    /**
     * A row as it may stand in the map: members and epochs of its claims are distinct.
     */
    ChildRecord row(String key) {
        return row(spec(key));
    }

    ChildRecord row(ChildSpec spec) {
        long epoch = 3 + this.random.nextInt(3);
        List<MemberId> holders = new ArrayList<>(MEMBERS);
        Collections.shuffle(holders, this.random);
        List<Claim> claims = new ArrayList<>();
        int count = this.random.nextInt(3);
        for (int i = 0; i < count; i++) {
            claims.add(claim(holders.get(i), epoch - i));
        }
        long removedAt = (this.random.nextInt(3) == 0) ? 1 + this.random.nextInt(3) : 0;
        return new ChildRecord(spec, epoch, 1 + this.random.nextInt(3), claims, 7, removedAt);
    }

    private Claim claim(MemberId member, long epoch) {
        Role role = this.random.nextBoolean() ? Role.ACTIVE : Role.PASSIVE;
        return new Claim(member, epoch, role, state(), 1 + this.random.nextInt(2), error());
    }

    private Claim.State state() {
        return Claim.State.values()[this.random.nextInt(Claim.State.values().length)];
    }

    private @Nullable String error() {
        return switch (this.random.nextInt(3)) {
            case 0 -> null;
            case 1 -> "boom";
            default -> "x".repeat(Claim.MAX_ERROR_LENGTH + 1);
        };
    }

    private MemberId member() {
        return MEMBERS.get(this.random.nextInt(MEMBERS.size()));
    }

    /** A command for a child, of any kind; {@code current} is the row it will meet. */
    RegistryCommand command(String key, @Nullable ChildRecord current) {
        return command(key, current, this.random.nextInt(KINDS));
    }

    /**
     * A command that the map gets in its daily life: not to forget or to restore a row.
     */
    RegistryCommand dailyCommand(String key, @Nullable ChildRecord current) {
        return command(key, current, this.random.nextInt(KINDS - 2));
    }

    private RegistryCommand command(String key, @Nullable ChildRecord current, int kind) {
        ChildKey child = ChildKey.of(key);
        return switch (kind) {
            case 0 -> new RegistryCommand.Create(spec(key), this.random.nextInt(5), member(), Role.ACTIVE,
                    1 + this.random.nextInt(10));
            case 1 -> new RegistryCommand.Take(child, epoch(current), gone(), member(), Role.ACTIVE,
                    1 + this.random.nextInt(2), this.random.nextInt(10));
            case 2 -> new RegistryCommand.Transfer(child, member(), claimEpoch(current),
                    this.random.nextBoolean() ? member() : null, this.random.nextInt(10));
            case 3 -> new RegistryCommand.Update(child, member(), claimEpoch(current), state(),
                    1 + this.random.nextInt(3), error());
            case 4 -> new RegistryCommand.Remove(child, 1 + this.random.nextInt(5));
            case 5 -> new RegistryCommand.Complete(child, member(), claimEpoch(current), 1 + this.random.nextInt(5));
            case 6 -> new RegistryCommand.Promote(child, epoch(current), gone(), member(), this.random.nextInt(10));
            case 7 -> new RegistryCommand.Restore(row(key), 1 + this.random.nextInt(3000));
            default -> new RegistryCommand.Purge(child, epoch(current),
                    (current == null) ? 1 : current.version() - this.random.nextInt(2));
        };
    }

    private long epoch(@Nullable ChildRecord current) {
        return (current == null) ? 1 : current.epoch() - this.random.nextInt(2);
    }

    private long claimEpoch(@Nullable ChildRecord current) {
        if (current == null || current.claims().isEmpty()) {
            return 1;
        }
        return current.claims().get(this.random.nextInt(current.claims().size())).epoch();
    }

    private Set<MemberId> gone() {
        Set<MemberId> gone = new HashSet<>();
        for (MemberId member : MEMBERS) {
            if (this.random.nextBoolean()) {
                gone.add(member);
            }
        }
        return gone;
    }

}
