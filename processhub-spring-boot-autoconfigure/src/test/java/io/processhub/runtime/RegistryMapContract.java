package io.processhub.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Json;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import io.processhub.coordination.Signal;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link RegistryMap} does. A row that is null where it should not be shows in
 * the assertions.
 */
@NullUnmarked
public abstract class RegistryMapContract {

    protected static final Instant LONG_AGO = Instant.ofEpochMilli(1_000);

    private static final MemberId MEMBER = new MemberId("127.0.0.1:5701#a");

    private static final MemberId OTHER = new MemberId("127.0.0.1:5702#b");

    private List<? extends RegistryMap> maps = List.of();

    /** The same empty map as each of its nodes sees it, new for each test. */
    protected abstract List<? extends RegistryMap> newMap() throws Exception;

    /** Waits for an answer. */
    protected <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @BeforeEach
    void makeMap() throws Exception {
        this.maps = newMap();
    }

    @Test
    void aCreatedRowIsSeenFromEveryNode() throws Exception {
        List<ChildRecord> created = apply(0, create("a", 7));
        assertThat(created.getFirst().startId()).isEqualTo(7);
        assertThat(created.getFirst().claims()).hasSize(1);
        for (int node = 0; node < this.maps.size(); node++) {
            assertThat(apply(node, create("a", 8))).isEqualTo(created);
        }
    }

    @Test
    void answersStandInTheOrderOfTheCommandsAndMissingRowsAreNull() throws Exception {
        apply(0, create("b", 1), create("d", 2));
        List<ChildRecord> rows = apply(0, remove("d"), remove("c"), remove("b"), remove("a"));
        assertThat(rows).extracting((row) -> (row == null) ? null : row.key().value())
            .containsExactly("d", null, "b", null);
    }

    @Test
    void noCommandsHaveNoAnswers() throws Exception {
        assertThat(apply(0)).isEmpty();
    }

    @Test
    void ofManyRacingCreatesExactlyOneWins() throws Exception {
        List<CompletionStage<List<ChildRecord>>> answers = new ArrayList<>();
        for (int i = 1; i <= 2_000; i++) {
            answers.add(this.maps.get(i % this.maps.size()).apply(List.of(create("race", i))));
        }
        Set<Long> winners = new HashSet<>();
        for (CompletionStage<List<ChildRecord>> answer : answers) {
            winners.add(await(answer).getFirst().startId());
        }
        assertThat(winners).hasSize(1);
    }

    @Test
    void tenThousandCommandsGoInOneCall() throws Exception {
        RegistryCommand[] creates = IntStream.range(0, 10_000)
            .mapToObj((i) -> create("child-" + i, i + 1L))
            .toArray(RegistryCommand[]::new);
        List<ChildRecord> rows = apply(0, creates);
        assertThat(rows).hasSize(10_000);
        assertThat(IntStream.range(0, 10_000)).allMatch((i) -> rows.get(i).startId() == i + 1);
        int last = this.maps.size() - 1;
        assertThat(apply(last, creates)).isEqualTo(rows);
    }

    @Test
    void aRowGoesThroughItsWholeLife() throws Exception {
        ChildRecord created = apply(0, create("a", 1)).getFirst();
        ChildRecord moved = apply(0, new RegistryCommand.Transfer(created.key(), MEMBER, created.epoch(), OTHER, 0))
            .getFirst();
        assertThat(moved.epoch()).isGreaterThan(created.epoch());
        assertThat(moved.claimOf(OTHER)).isNotNull();
        assertThat(apply(0, remove("a")).getFirst().isRemoved()).isTrue();
        ChildRecord released = apply(0, new RegistryCommand.Complete(moved.key(), OTHER, moved.epoch(), 5)).getFirst();
        assertThat(released.claims()).isEmpty();
        assertThat(apply(0, new RegistryCommand.Purge(released.key(), released.epoch(), released.version() - 1)))
            .containsExactly(released);
        assertThat(apply(0, new RegistryCommand.Purge(released.key(), released.epoch(), released.version())))
            .containsExactly((ChildRecord) null);
    }

    @Test
    void aScanFindsNothingWhenViewAndMapAgree() throws Exception {
        RegistryView view = viewOf(apply(0, create("a", 1), create("b", 2)));
        assertThat(scanAll(view, LONG_AGO)).isEqualTo(new Signal.Scanned(List.of(), List.of(), List.of()));
    }

    @Test
    void aScanFindsRowsThatTheViewLacksOrHasInAnOlderState() throws Exception {
        List<ChildRecord> rows = apply(0, create("a", 1), create("b", 2), create("c", 3));
        RegistryView view = viewOf(rows.subList(0, 2));
        ChildRecord changed = apply(0, remove("b")).getFirst();
        assertThat(scanAll(view, LONG_AGO).newer()).containsExactlyInAnyOrder(changed, rows.get(2));
        assertThat(scanAll(view, LONG_AGO).behind()).isEmpty();
    }

    @Test
    void aScanFindsRowsThatTheMapLacksOrHasInAnOlderState() throws Exception {
        List<ChildRecord> rows = apply(0, create("a", 1), create("b", 2));
        ChildRecord newer = new RegistryCommand.Remove(rows.get(1).key(), 5).apply(rows.get(1));
        ChildRecord lost = create("lost", 3).apply(null);
        ChildRecord lostTombstone = new RegistryCommand.Remove(ChildKey.of("gone"), 5)
            .apply(create("gone", 4).apply(null));
        RegistryView view = viewOf(List.of(rows.getFirst(), newer, lost, lostTombstone));
        assertThat(scanAll(view, LONG_AGO).behind()).containsExactlyInAnyOrder(newer.key(), lost.key());
        assertThat(scanAll(view, LONG_AGO).newer()).isEmpty();
    }

    @Test
    void aScanFindsTombstonesThatHaveServedTheirTime() throws Exception {
        List<ChildRecord> rows = apply(0, create("old", 1), create("held", 2), create("young", 3));
        ChildRecord old = complete(rows.get(0), 10);
        ChildRecord held = apply(0, new RegistryCommand.Remove(rows.get(1).key(), 10)).getFirst();
        ChildRecord young = complete(rows.get(2), 1_000);
        RegistryView view = viewOf(List.of(old, held, young));
        assertThat(scanAll(view, Instant.ofEpochMilli(1_000)).expired()).containsExactly(old);
    }

    @Test
    void aScanSparesAViewTombstonesThatHaveServedTheirTime() throws Exception {
        ChildRecord old = complete(apply(0, create("old", 1)).getFirst(), 10);
        Signal.Scanned scanned = scanAll(new RegistryView(), LONG_AGO);
        assertThat(scanned.newer()).isEmpty();
        assertThat(scanned.expired()).containsExactly(old);
    }

    /** Else the view would bring the child back once the tombstone is gone. */
    @Test
    void aScanTellsOfAnOldTombstoneIfTheViewStillHasTheLiveRow() throws Exception {
        ChildRecord live = apply(0, create("a", 1)).getFirst();
        RegistryView view = viewOf(List.of(live));
        ChildRecord tombstone = complete(live, 10);
        Signal.Scanned scanned = scanAll(view, LONG_AGO);
        assertThat(scanned.newer()).containsExactly(tombstone);
        assertThat(scanned.expired()).isEmpty();
    }

    private ChildRecord complete(ChildRecord row, long now) throws Exception {
        return apply(0, new RegistryCommand.Complete(row.key(), MEMBER, row.epoch(), now)).getFirst();
    }

    private List<ChildRecord> apply(int node, RegistryCommand... commands) throws Exception {
        return await(this.maps.get(node).apply(List.of(commands)));
    }

    /** What the scans of all nodes find together. */
    private Signal.Scanned scanAll(RegistryView view, Instant expiredBefore) throws Exception {
        List<ChildRecord> newer = new ArrayList<>();
        List<ChildKey> behind = new ArrayList<>();
        List<ChildRecord> expired = new ArrayList<>();
        for (RegistryMap map : this.maps) {
            Signal.Scanned scanned = await(map.scan(view, expiredBefore, Set.of()));
            newer.addAll(scanned.newer());
            behind.addAll(scanned.behind());
            expired.addAll(scanned.expired());
        }
        return new Signal.Scanned(newer, behind, expired);
    }

    protected static RegistryView viewOf(List<ChildRecord> rows) {
        RegistryView view = new RegistryView();
        rows.forEach(view::apply);
        return view;
    }

    protected static RegistryCommand create(String key, long startId) {
        ChildSpec spec = ChildSpec.of(key, "price-feed", new Json("{\"symbol\":\"" + key + "\"}")).tag("fx");
        return new RegistryCommand.Create(spec, startId, MEMBER, Role.ACTIVE, 1);
    }

    private static RegistryCommand remove(String key) {
        return new RegistryCommand.Remove(ChildKey.of(key), 5);
    }

}
