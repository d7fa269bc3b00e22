package io.processhub;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What should run: one child. Immutable; the methods named after a part answer a changed
 * copy.
 *
 * @param key name of the child
 * @param type child type, the value of {@link HubProcess}
 * @param args arguments: as the caller gave them, or {@link Json} in a spec read from the
 * registry
 * @param tags words to find it by, see {@link ProcessHubOperations#withTag}
 * @param metadata what the application wants to know of it; not interpreted
 * @param restart what follows a crash; the hub's policy if null
 * @param shutdown time it has to end after its interrupt before it is reported as stuck;
 * more than 0
 * @param placement what it asks of the members that run it
 */
public record ChildSpec(ChildKey key, String type, @Nullable Object args, Set<String> tags,
        Map<String, String> metadata, @Nullable RestartPolicy restart, Duration shutdown, Placement placement) {

    /** Time a child has to end after its interrupt, unless its spec says otherwise. */
    public static final Duration DEFAULT_SHUTDOWN = Duration.ofSeconds(5);

    public ChildSpec {
        if (type == null || type.isBlank()) {
            throw new IllegalArgumentException(
                    "type of child '" + key + "': " + type + " (expected: the value of a @HubProcess annotation)");
        }
        Values.requirePositive("shutdown of child '" + key + "'", shutdown);
        tags = Values.sorted(tags);
        metadata = Values.sorted(metadata);
    }

    /**
     * Child of a type known by name only; {@code args} is null, JSON, or anything that
     * binds to its arguments.
     */
    public static ChildSpec of(String id, String type, @Nullable Object args) {
        return new ChildSpec(ChildKey.of(id), type, args, Set.of(), Map.of(), null, DEFAULT_SHUTDOWN,
                Placement.ANYWHERE);
    }

    /**
     * Child of a type with arguments.
     * @throws IllegalArgumentException if {@code type} has no {@link HubProcess}
     * annotation
     */
    public static <A> ChildSpec of(String id, Class<? extends ChildProcess<A>> type, A args) {
        return of(id, typeName(type), args);
    }

    /** Child of a type that takes no arguments. */
    public static ChildSpec of(String id, Class<? extends ChildProcess<Void>> type) {
        return of(id, typeName(type), (Object) null);
    }

    private static String typeName(Class<?> type) {
        HubProcess annotation = type.getAnnotation(HubProcess.class);
        if (annotation == null) {
            throw new IllegalArgumentException(
                    "child type: " + type.getName() + " (expected: a class annotated with @HubProcess)");
        }
        return annotation.value();
    }

    public ChildSpec tag(String tag) {
        Set<String> more = new LinkedHashSet<>(this.tags);
        more.add(tag);
        return new ChildSpec(this.key, this.type, this.args, more, this.metadata, this.restart, this.shutdown,
                this.placement);
    }

    public ChildSpec metadata(String name, String value) {
        Map<String, String> more = new TreeMap<>(this.metadata);
        more.put(name, value);
        return new ChildSpec(this.key, this.type, this.args, this.tags, more, this.restart, this.shutdown,
                this.placement);
    }

    public ChildSpec args(@Nullable Object args) {
        return new ChildSpec(this.key, this.type, args, this.tags, this.metadata, this.restart, this.shutdown,
                this.placement);
    }

    public ChildSpec restart(RestartPolicy restart) {
        return new ChildSpec(this.key, this.type, this.args, this.tags, this.metadata, restart, this.shutdown,
                this.placement);
    }

    public ChildSpec shutdown(Duration shutdown) {
        return new ChildSpec(this.key, this.type, this.args, this.tags, this.metadata, this.restart, shutdown,
                this.placement);
    }

    /**
     * Only on members with this label; called more than once, with all of these labels.
     */
    public ChildSpec requireLabel(String name, String value) {
        Map<String, String> more = new TreeMap<>(this.placement.labels());
        more.put(name, value);
        return placement(new Placement(more, this.placement.members()));
    }

    /**
     * Bound to members by their names, as the {@code guided} strategy wants it.
     * @param members one for each copy
     */
    public ChildSpec boundTo(List<String> members) {
        return placement(new Placement(this.placement.labels(), members));
    }

    public ChildSpec placement(Placement placement) {
        return new ChildSpec(this.key, this.type, this.args, this.tags, this.metadata, this.restart, this.shutdown,
                placement);
    }

}
