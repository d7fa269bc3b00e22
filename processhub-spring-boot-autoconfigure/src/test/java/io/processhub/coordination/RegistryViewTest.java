package io.processhub.coordination;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.MemberId;
import io.processhub.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryViewTest {

    private static final MemberId A = new MemberId("a");

    private static final MemberId B = new MemberId("b");

    private final RegistryView view = new RegistryView();

    @Test
    void findsAChild() {
        ChildRecord row = row("k", 1, A);
        assertThat(this.view.apply(row)).isTrue();
        assertThat(this.view.find(row.key())).contains(row);
        assertThat(this.view.find(ChildKey.of("other"))).isEmpty();
        assertThat(this.view.size()).isOne();
    }

    @Test
    void findsChildrenByTagSortedByName() {
        this.view.apply(row("c", 1, A, "red", "green"));
        this.view.apply(row("a", 1, A, "red"));
        this.view.apply(row("b", 1, A, "green"));
        assertThat(keys(this.view.withTag("red"))).containsExactly("a", "c");
        assertThat(keys(this.view.withTag("green"))).containsExactly("b", "c");
        assertThat(this.view.withTag("blue")).isEmpty();
    }

    @Test
    void theTagIndexFollowsANewSpec() {
        this.view.apply(row("a", 1, A, "red", "green"));
        this.view.apply(row("a", 2, A, "green", "blue"));
        assertThat(this.view.withTag("red")).isEmpty();
        assertThat(keys(this.view.withTag("green"))).containsExactly("a");
        assertThat(keys(this.view.withTag("blue"))).containsExactly("a");
    }

    @Test
    void childrenAreFoundByTheirMetadataAndTheIndexFollows() {
        this.view.apply(described("a", 1, "tenant", "acme"));
        this.view.apply(described("b", 1, "tenant", "other"));
        this.view.apply(described("c", 1, "tenant", "acme"));
        assertThat(keys(this.view.withMetadata("tenant", "acme"))).containsExactly("a", "c");
        assertThat(this.view.withMetadata("acme", "tenant")).isEmpty();
        this.view.apply(described("a", 2, "tenant", "other"));
        this.view.apply(stopped(described("c", 1, "tenant", "acme")));
        assertThat(this.view.withMetadata("tenant", "acme")).isEmpty();
        assertThat(keys(this.view.withMetadata("tenant", "other"))).containsExactly("a", "b");
    }

    private static ChildRecord described(String key, long epoch, String name, String value) {
        ChildRecord row = row(key, epoch, A);
        return new ChildRecord(row.spec().metadata(name, value), row.epoch(), row.version(), row.claims(),
                row.startId(), row.removedAt());
    }

    @Test
    void aStoppedChildIsFoundNowhereButItsRowIsRemembered() {
        ChildRecord row = row("a", 1, A, "red");
        this.view.apply(row);
        ChildRecord tombstone = stopped(row);
        assertThat(this.view.apply(tombstone)).isTrue();
        assertThat(this.view.find(row.key())).isEmpty();
        assertThat(this.view.withTag("red")).isEmpty();
        assertThat(this.view.list(null, "", 10)).isEmpty();
        assertThat(this.view.list(A, "", 10)).isEmpty();
        assertThat(this.view.size()).isZero();
        assertThat(this.view.row(row.key())).isEqualTo(tombstone);
    }

    @Test
    void aTombstoneKeepsLateNewsFromBringingTheChildBack() {
        ChildRecord row = row("a", 1, A, "red");
        this.view.apply(stopped(row));
        assertThat(this.view.apply(row)).isFalse();
        assertThat(this.view.find(row.key())).isEmpty();
        assertThat(this.view.withTag("red")).isEmpty();
        assertThat(this.view.size()).isZero();
    }

    @Test
    void aChildThatWasStartedAgainIsFoundAgain() {
        ChildRecord row = row("a", 1, A, "red");
        this.view.apply(row);
        this.view.apply(stopped(row));
        this.view.apply(row("a", 2, B, "red"));
        assertThat(keys(this.view.withTag("red"))).containsExactly("a");
        assertThat(this.view.size()).isOne();
    }

    @Test
    void aForgottenTombstoneLeavesNothingBehind() {
        ChildRecord tombstone = settled(row("a", 1, A));
        this.view.apply(tombstone);
        this.view.forget(tombstone.key());
        assertThat(this.view.row(tombstone.key())).isNull();
        assertThat(this.view.digest()).isEqualTo(new RegistryView().digest());
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrOverlap() {
        List<String> names = new ArrayList<>(IntStream.range(0, 95).mapToObj((i) -> "k" + i).toList());
        names.forEach((name) -> this.view.apply(row(name, 1, name.endsWith("0") ? B : A)));
        Collections.sort(names);
        List<String> read = new ArrayList<>();
        List<String> page = keys(this.view.list(null, "", 10));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            read.addAll(page);
            page = keys(this.view.list(null, page.getLast(), 10));
        }
        assertThat(read).isEqualTo(names);
    }

    @Test
    void aPageMayBeginAfterANameThatDoesNotExist() {
        List.of("a", "c", "e").forEach((name) -> this.view.apply(row(name, 1, A)));
        assertThat(keys(this.view.list(null, "b", 1))).containsExactly("c");
        assertThat(this.view.list(null, "e", 1)).isEmpty();
    }

    @Test
    void listsTheChildrenOfOneMember() {
        this.view.apply(row("a", 1, A));
        this.view.apply(row("b", 1, B));
        this.view.apply(row("c", 1, A));
        assertThat(keys(this.view.list(A, "", 10))).containsExactly("a", "c");
        assertThat(keys(this.view.list(B, "", 10))).containsExactly("b");
        assertThat(keys(this.view.list(A, "a", 10))).containsExactly("c");
    }

    @Test
    void anOlderRowNeverReplacesANewerOne() {
        for (long seed = 0; seed < 5_000; seed++) {
            RandomRows random = new RandomRows(seed);
            ChildSpec spec = random.spec("k");
            ChildRecord first = random.row(spec);
            ChildRecord second = random.row(spec);
            RegistryView fresh = new RegistryView();
            fresh.apply(first);
            assertThat(fresh.apply(second)).as("seed %d", seed).isEqualTo(second.isNewerThan(first));
            assertThat(fresh.row(first.key())).isEqualTo(second.isNewerThan(first) ? second : first);
        }
    }

    @Test
    void inWhateverOrderRowsArriveTheNewestOneStays() {
        for (long seed = 0; seed < 500; seed++) {
            RandomRows random = new RandomRows(seed);
            ChildSpec spec = random.spec("k");
            List<ChildRecord> rows = new ArrayList<>();
            IntStream.range(0, 6).forEach((i) -> rows.add(random.row(spec)));
            ChildRecord last = lastOf(rows);
            for (int i = 0; i < 5; i++) {
                Collections.shuffle(rows, random.random());
                assertThat(lastOf(rows)).as("seed %d", seed).isEqualTo(last);
            }
        }
    }

    private static ChildRecord lastOf(List<ChildRecord> rows) {
        RegistryView view = new RegistryView();
        rows.forEach(view::apply);
        return view.find(ChildKey.of("k")).orElseGet(() -> tombstone(view));
    }

    private static ChildRecord tombstone(RegistryView view) {
        List<ChildRecord> rows = new ArrayList<>();
        view.forEach(rows::add);
        return rows.getFirst();
    }

    @Test
    void beingNewerIsATotalOrder() {
        for (long seed = 0; seed < 20_000; seed++) {
            RandomRows random = new RandomRows(seed);
            ChildSpec spec = random.spec("k");
            ChildRecord a = random.row(spec);
            ChildRecord b = random.row(spec);
            ChildRecord c = random.row(spec);
            assertThat(a.isNewerThan(a)).as("irreflexive: %s", a).isFalse();
            assertThat(a.isNewerThan(b) && b.isNewerThan(a)).as("asymmetric: %s, %s", a, b).isFalse();
            assertThat(a.isNewerThan(b) || b.isNewerThan(a) || a.equals(b)).as("total: %s, %s", a, b).isTrue();
            assertThat(!a.isNewerThan(b) || !b.isNewerThan(c) || a.isNewerThan(c)).as("transitive: %s, %s, %s", a, b, c)
                .isTrue();
        }
    }

    @Test
    void viewsOfTheSameRowsHaveTheSameDigestInWhateverOrderTheyCame() {
        for (long seed = 0; seed < 50; seed++) {
            RandomRows random = new RandomRows(seed);
            List<ChildRecord> news = history(random);
            RegistryView first = viewOf(news);
            Collections.shuffle(news, random.random());
            assertThat(viewOf(news).digest()).as("seed %d", seed).isEqualTo(first.digest());
        }
    }

    @Test
    void aViewThatLacksOneChangeHasAnotherDigest() {
        for (long seed = 0; seed < 50; seed++) {
            List<ChildRecord> news = history(new RandomRows(seed));
            RegistryView complete = viewOf(news);
            Map<ChildKey, ChildRecord> rows = new TreeMap<>();
            complete.forEach((row) -> rows.put(row.key(), row));
            for (ChildRecord missed : rows.values()) {
                List<ChildRecord> heard = new ArrayList<>(news);
                heard.removeIf(missed::equals);
                RegistryView incomplete = viewOf(heard);
                ChildRecord known = incomplete.row(missed.key());
                boolean matters = !missed.isSettled() || known != null && !known.isSettled();
                assertThat(!incomplete.digest().equals(complete.digest())).as("seed %d, %s", seed, missed)
                    .isEqualTo(matters);
            }
        }
    }

    @Test
    void aDigestTellsWhichRowsDiffer() {
        List<ChildRecord> rows = new ArrayList<>();
        IntStream.range(0, 2000).forEach((i) -> rows.add(row("k" + i, 1, A)));
        RegistryView other = viewOf(rows);
        ChildRecord changed = row("k7", 2, B);
        other.apply(changed);
        BitSet different = new BitSet();
        List<Long> ours = viewOf(rows).digest();
        for (int i = 0; i < ours.size(); i++) {
            different.set(i, !ours.get(i).equals(other.digest().get(i)));
        }
        assertThat(different.cardinality()).isOne();
        assertThat(other.rows(different)).contains(changed).hasSizeLessThan(50);
        assertThat(other.rows(new BitSet())).isEmpty();
    }

    @Test
    void rowsAreSpreadOverTheBuckets() {
        IntStream.range(0, 25_600).forEach((i) -> this.view.apply(row("monitor-" + i, 1, A)));
        for (int bucket = 0; bucket < RegistryView.BUCKETS; bucket++) {
            BitSet one = new BitSet();
            one.set(bucket);
            assertThat(this.view.rows(one)).hasSizeBetween(10, 1000);
        }
    }

    /** What may have happened to some children, one change after the other. */
    private static List<ChildRecord> history(RandomRows random) {
        List<ChildRecord> news = new ArrayList<>();
        for (int child = 0; child < 20; child++) {
            String key = "k" + child;
            ChildRecord row = null;
            for (int i = 0; i < 15; i++) {
                ChildRecord next = random.dailyCommand(key, row).apply(row);
                if (next != null && next != row) {
                    news.add(next);
                }
                row = next;
            }
        }
        return news;
    }

    private static RegistryView viewOf(List<ChildRecord> rows) {
        RegistryView view = new RegistryView();
        rows.forEach(view::apply);
        return view;
    }

    private static List<String> keys(List<ChildRecord> rows) {
        return rows.stream().map((row) -> row.key().value()).toList();
    }

    private static ChildRecord row(String key, long epoch, MemberId member, String... tags) {
        ChildSpec spec = ChildSpec.of(key, "worker", Json.NULL);
        for (String tag : tags) {
            spec = spec.tag(tag);
        }
        Claim claim = new Claim(member, epoch, Role.ACTIVE, Claim.State.RUNNING, 1, null);
        return new ChildRecord(spec, epoch, 1, List.of(claim), 7, 0);
    }

    private static ChildRecord stopped(ChildRecord row) {
        return new ChildRecord(row.spec(), row.epoch(), row.version() + 1, row.claims(), row.startId(), 99);
    }

    private static ChildRecord settled(ChildRecord row) {
        return new ChildRecord(row.spec(), row.epoch(), row.version() + 1, List.of(), row.startId(), 99);
    }

}
