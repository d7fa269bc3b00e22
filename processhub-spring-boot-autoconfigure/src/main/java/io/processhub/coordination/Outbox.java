package io.processhub.coordination;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.Claim;

/**
 * Effects of one signal. What goes to the same place goes in one batch: commands, rows,
 * answers.
 */
final class Outbox {

    /**
     * Most rows, commands or specs in one batch: keeps one batch from holding up all that
     * comes after it.
     */
    static final int BATCH = 5000;

    private final List<Effect> effects = new ArrayList<>();

    private final Map<ChildKey, ChildRecord> rows = new LinkedHashMap<>();

    private final Map<Caller, Answer> answers = new LinkedHashMap<>();

    private record Caller(String node, long request) {
    }

    private record Answer(Map<ChildKey, Claim> started, List<ChildError> errors) {
    }

    void add(Effect effect) {
        this.effects.add(effect);
    }

    /** Publishes a row that this member has written or found. */
    void publish(ChildRecord row) {
        this.rows.put(row.key(), row);
    }

    void started(String node, long request, ChildKey key, Claim claim) {
        answer(node, request).started().put(key, claim);
    }

    void failed(String node, long request, ChildError error) {
        answer(node, request).errors().add(error);
    }

    private Answer answer(String node, long request) {
        return this.answers.computeIfAbsent(new Caller(node, request),
                (caller) -> new Answer(new LinkedHashMap<>(), new ArrayList<>()));
    }

    /**
     * Everything since the last call. Rows go first, so that whoever hears an answer or a
     * goodbye knows already what it is about.
     * @param publisher asked only if there are rows
     */
    List<Effect> take(Function<List<ChildRecord>, List<Effect>> publisher) {
        List<Effect> taken = new ArrayList<>();
        if (!this.rows.isEmpty()) {
            taken.addAll(publisher.apply(List.copyOf(this.rows.values())));
        }
        taken.addAll(this.effects);
        this.answers.forEach((caller, answer) -> taken.add(new Effect.Send(caller.node(),
                new Message.StartAnswer(caller.request(), answer.started(), answer.errors()))));
        this.effects.clear();
        this.rows.clear();
        this.answers.clear();
        return taken;
    }

    static <T> List<List<T>> chunks(List<T> all) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            chunks.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return chunks;
    }

}
