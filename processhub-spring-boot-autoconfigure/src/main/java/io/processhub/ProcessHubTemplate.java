package io.processhub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Entry point for applications: inject it where children are started, stopped or looked
 * up.
 */
public class ProcessHubTemplate implements ProcessHubOperations {

    private final Hub hub;

    public ProcessHubTemplate(Hub hub) {
        this.hub = hub;
    }

    @Override
    public CompletableFuture<StartResult> startAll(Collection<ChildSpec> specs, StartOptions options) {
        requireNotEmpty(specs, "specs");
        Map<ChildKey, ChildSpec> unique = new LinkedHashMap<>();
        List<ChildError> duplicates = new ArrayList<>();
        for (ChildSpec spec : specs) {
            if (unique.putIfAbsent(spec.key(), merged(spec, options)) != null) {
                duplicates.add(new ChildError.Duplicate(spec.key()));
            }
        }
        return this.hub.start(List.copyOf(unique.values()), duplicates, options);
    }

    private static ChildSpec merged(ChildSpec spec, StartOptions options) {
        ChildSpec merged = spec;
        for (String tag : options.tags()) {
            merged = merged.tag(tag);
        }
        for (Map.Entry<String, String> entry : options.metadata().entrySet()) {
            if (!spec.metadata().containsKey(entry.getKey())) {
                merged = merged.metadata(entry.getKey(), entry.getValue());
            }
        }
        List<String> members = options.mapping().get(spec.key().value());
        return (members != null) ? merged.boundTo(members) : merged;
    }

    @Override
    public CompletableFuture<StopResult> stopAll(Collection<String> ids) {
        requireNotEmpty(ids, "ids");
        LinkedHashSet<ChildKey> keys = new LinkedHashSet<>();
        ids.forEach((id) -> keys.add(ChildKey.of(id)));
        return this.hub.stop(List.copyOf(keys));
    }

    private static void requireNotEmpty(Collection<?> values, String name) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + ": empty (expected: at least one)");
        }
    }

    @Override
    public CompletableFuture<Void> move(String id, MemberId member) {
        return this.hub.move(ChildKey.of(id), member);
    }

    @Override
    public CompletableFuture<Void> drain() {
        return this.hub.drain();
    }

    @Override
    public CompletableFuture<Void> stopHub() {
        return this.hub.stopHub();
    }

    @Override
    public CompletableFuture<Void> startHub() {
        return this.hub.startHub();
    }

    @Override
    public void restart(String id) {
        this.hub.restart(ChildKey.of(id));
    }

    @Override
    public Plan plan(Change change) {
        return this.hub.ownership().plan(change, this.hub.members(), children());
    }

    @Override
    public Optional<ChildRecord> find(String id) {
        return this.hub.registry().find(ChildKey.of(id));
    }

    @Override
    public List<ChildRecord> children(Scope scope, String after, int limit) {
        return this.hub.registry().list(scope == Scope.LOCAL ? this.hub.localMember().id() : null, after, limit);
    }

    @Override
    public List<ChildRecord> withTag(String tag) {
        return this.hub.registry().withTag(tag);
    }

    @Override
    public List<ChildRecord> withMetadata(String name, String value) {
        return this.hub.registry().withMetadata(name, value);
    }

    @Override
    public <R extends @Nullable Object> CompletableFuture<R> ask(String id, Object message, Class<R> reply,
            Duration timeout) {
        Values.requirePositive("timeout", timeout);
        return this.hub.calls().ask(ChildKey.of(id), message, reply, timeout);
    }

    @Override
    public <T> T client(Class<T> api, String id) {
        return this.hub.calls().client(api, ChildKey.of(id), null);
    }

    @Override
    public <T> T client(Class<T> api, String id, Duration timeout) {
        Values.requirePositive("timeout", timeout);
        return this.hub.calls().client(api, ChildKey.of(id), timeout);
    }

    @Override
    public List<Member> members() {
        return this.hub.members();
    }

    @Override
    public Member localMember() {
        return this.hub.localMember();
    }

    @Override
    public boolean isAlive() {
        return this.hub.isAlive();
    }

    @Override
    public Quorum quorum() {
        return this.hub.quorum();
    }

    @Override
    public boolean isLocked() {
        return this.hub.isLocked();
    }

    @Override
    public void resetClusterSize(int members) {
        if (members < 1) {
            throw new IllegalArgumentException("members: " + members + " (expected: 1 or more)");
        }
        this.hub.resetClusterSize(members);
    }

}
