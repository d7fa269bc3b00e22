package io.processhub;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a start goes about it. Immutable; the methods named after a part answer a changed
 * copy.
 *
 * @param timeout how long the answer of each member is awaited; more than 0
 * @param checkExisting whether one id that exists already refuses the whole call;
 * otherwise the others start
 * @param onFailure what becomes of the started ones if others fail
 * @param tags added to the tags of every spec
 * @param metadata added to the metadata of every spec, which wins where both name a value
 * @param mapping names of the members that children are bound to, by their ids; for the
 * {@code guided} strategy
 */
public record StartOptions(Duration timeout, boolean checkExisting, OnFailure onFailure, Set<String> tags,
        Map<String, String> metadata, Map<String, List<String>> mapping) {

    /** What becomes of the started children of a call if others of it fail. */
    public enum OnFailure {

        /** They go on. */
        CONTINUE,

        /** They are stopped again. */
        ROLLBACK

    }

    private static final StartOptions DEFAULTS = new StartOptions(Duration.ofSeconds(10), true, OnFailure.CONTINUE,
            Set.of(), Map.of(), Map.of());

    public StartOptions {
        Values.requirePositive("timeout", timeout);
        tags = Values.sorted(tags);
        metadata = Values.sorted(metadata);
        mapping = Values.sortedLists(mapping);
    }

    /** 10 s; refuses ids that exist; continues on failures. */
    public static StartOptions defaults() {
        return DEFAULTS;
    }

    public StartOptions timeout(Duration timeout) {
        return new StartOptions(timeout, this.checkExisting, this.onFailure, this.tags, this.metadata, this.mapping);
    }

    public StartOptions checkExisting(boolean checkExisting) {
        return new StartOptions(this.timeout, checkExisting, this.onFailure, this.tags, this.metadata, this.mapping);
    }

    public StartOptions onFailure(OnFailure onFailure) {
        return new StartOptions(this.timeout, this.checkExisting, onFailure, this.tags, this.metadata, this.mapping);
    }

    public StartOptions tag(String tag) {
        Set<String> more = new LinkedHashSet<>(this.tags);
        more.add(tag);
        return new StartOptions(this.timeout, this.checkExisting, this.onFailure, more, this.metadata, this.mapping);
    }

    public StartOptions metadata(String name, String value) {
        Map<String, String> more = new TreeMap<>(this.metadata);
        more.put(name, value);
        return new StartOptions(this.timeout, this.checkExisting, this.onFailure, this.tags, more, this.mapping);
    }

    /** Binds a child of the call to members by their names, one for each copy. */
    public StartOptions mapping(String id, List<String> members) {
        Map<String, List<String>> more = new TreeMap<>(this.mapping);
        more.put(id, members);
        return new StartOptions(this.timeout, this.checkExisting, this.onFailure, this.tags, this.metadata, more);
    }

}
