package io.processhub.sample;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Hub;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.NoQuorumException;
import io.processhub.Ownership;
import io.processhub.Quorum;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopResult;
import org.jspecify.annotations.Nullable;

/**
 * A hub on a member that sees too few others, and remembers no children. Calls for a
 * child whose name begins with {@code late} lose their quorum while they are on their
 * way.
 */
final class HubWithoutQuorum implements Hub, Hub.Registry {

    volatile Quorum quorum = new Quorum(false, 1, 2);

    @Override
    public CompletableFuture<StartResult> start(List<ChildSpec> specs, List<ChildError> errors, StartOptions options) {
        return CompletableFuture.completedFuture(
                new StartResult(Map.of(), specs.stream().map((spec) -> refused(spec.key())).toList(), false));
    }

    @Override
    public CompletableFuture<StopResult> stop(List<ChildKey> keys) {
        return CompletableFuture.completedFuture(new StopResult(Map.of(), keys.stream().map(this::refused).toList()));
    }

    private ChildError refused(ChildKey key) {
        if (!key.value().startsWith("late")) {
            throw new NoQuorumException("uptime-monitor", this.quorum);
        }
        return new ChildError.NoQuorum(key, this.quorum.visible(), this.quorum.required());
    }

    @Override
    public Registry registry() {
        return this;
    }

    @Override
    public Calls calls() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Member> members() {
        return List.of(localMember());
    }

    @Override
    public Member localMember() {
        return new Member(new MemberId("a"), "", "a");
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public Quorum quorum() {
        return this.quorum;
    }

    @Override
    public CompletableFuture<Void> move(ChildKey key, MemberId target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> drain() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restart(ChildKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Ownership ownership() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resetClusterSize(int members) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ChildRecord> find(ChildKey key) {
        return Optional.empty();
    }

    @Override
    public List<ChildRecord> list(@Nullable MemberId member, String after, int limit) {
        return List.of();
    }

    @Override
    public List<ChildRecord> withTag(String tag) {
        return List.of();
    }

    @Override
    public void forEach(Consumer<ChildRecord> consumer) {
    }

    @Override
    public List<ChildRecord> withMetadata(String name, String value) {
        return List.of();
    }

    @Override
    public int size() {
        return 0;
    }

}
