package io.processhub.hazelcast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.MemberId;
import io.processhub.Role;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.RegistryView;
import io.processhub.durability.Databases;
import io.processhub.durability.DurableTables;
import io.processhub.durability.JdbcRegistryStore;
import io.processhub.runtime.NotStoredException;
import io.processhub.runtime.RefusedRowsException;
import io.processhub.runtime.RegistryStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A registry map on real members that is kept in a database. */
@NullUnmarked
class DurableRegistryMapTest {

    private static final MemberId HOLDER = new MemberId("a#1");

    private final Observed store = new Observed(database());

    private Members members;

    private HazelcastRegistryMap map;

    private static RegistryStore database() {
        DataSource database = Databases.inMemory();
        DurableTables tables = new DurableTables(DurableTables.PREFIX);
        tables.create(database);
        return new JdbcRegistryStore(database, tables, "hub", Set.of(), Duration.ofSeconds(30));
    }

    /** A store that is seen at work, and may be cut off. */
    private static final class Observed implements RegistryStore {

        final Queue<Integer> loads = new ConcurrentLinkedQueue<>();

        final Queue<Integer> saves = new ConcurrentLinkedQueue<>();

        volatile boolean down;

        private final RegistryStore store;

        Observed(RegistryStore store) {
            this.store = store;
        }

        private void requireUp() {
            if (this.down) {
                throw new NotStoredException("the store is down");
            }
        }

        @Override
        public List<ChildRecord> load(int bucket) {
            requireUp();
            this.loads.add(bucket);
            return this.store.load(bucket);
        }

        @Override
        public void save(int bucket, List<ChildRecord> written, List<ChildRecord> forgotten) {
            requireUp();
            this.saves.add(written.size() + forgotten.size());
            this.store.save(bucket, written, forgotten);
        }

        @Override
        public Set<ChildKey> stopped(Collection<ChildKey> keys) {
            return this.store.stopped(keys);
        }

    }

    @BeforeEach
    void start() {
        this.members = new Members(3, (config) -> HazelcastConfigs.store(config, "hub", this.store));
        this.map = new HazelcastRegistryMap(this.members.get(0), "hub");
    }

    @AfterEach
    void end() {
        this.members.close();
    }

    private void restartAll() {
        end();
        this.store.loads.clear();
        start();
    }

    private static RegistryCommand create(int number, long epoch) {
        ChildSpec spec = ChildSpec.of("child-" + number, "worker", new Json("{\"n\":" + number + "}"));
        return new RegistryCommand.Create(spec, 100 + number, HOLDER, Role.ACTIVE, epoch);
    }

    private static List<RegistryCommand> creates(int count) {
        return IntStream.range(0, count).mapToObj((i) -> create(i, 2048)).toList();
    }

    private static RegistryCommand remove(int number) {
        return new RegistryCommand.Remove(key(number), 4711);
    }

    private static ChildKey key(int number) {
        return ChildKey.of("child-" + number);
    }

    private List<@Nullable ChildRecord> apply(List<RegistryCommand> commands) {
        return this.map.apply(commands).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private List<@Nullable ChildRecord> rows(int count) {
        return apply(IntStream.range(0, count).mapToObj((i) -> RegistryCommand.read(key(i))).toList());
    }

    @Test
    void whatWasAnsweredOutlivesAllMembersWithoutClaimsAndWhatWasStoppedStaysStopped() {
        List<@Nullable ChildRecord> created = apply(creates(500));
        apply(List.of(remove(3)));
        apply(List.of(new RegistryCommand.Complete(key(4), HOLDER, 2048, 4712)));
        apply(List.of(remove(5)));
        ChildRecord gone = apply(List.of(new RegistryCommand.Complete(key(5), HOLDER, 2048, 4712))).getFirst();
        assertThat(gone).isNotNull();
        apply(List.of(new RegistryCommand.Purge(key(5), gone.epoch(), gone.version())));
        restartAll();
        List<@Nullable ChildRecord> rows = rows(500);
        assertThat(rows.get(5)).as("purged").isNull();
        for (int i : List.of(3, 4)) {
            assertThat(rows.get(i)).isNotNull().matches(ChildRecord::isSettled);
        }
        for (int i = 6; i < 500; i++) {
            ChildRecord before = created.get(i);
            assertThat(before).isNotNull();
            assertThat(rows.get(i))
                .isEqualTo(new ChildRecord(before.spec(), before.epoch(), -1, List.of(), before.startId(), 0));
        }
    }

    @Test
    void aChildOfAnEarlierLifeIsNotStartedTwice() {
        apply(creates(1));
        restartAll();
        ChildRecord row = apply(List.of(create(0, 9999))).getFirst();
        assertThat(row).isNotNull();
        assertThat(row.epoch()).isEqualTo(2048);
        assertThat(row.claims()).isEmpty();
    }

    @Test
    void onlyRowsThatMatterAreWrittenWhateverElseTheirBucketHolds() {
        apply(creates(2000));
        assertThat(this.store.saves).hasSize(RegistryBucket.COUNT);
        this.store.saves.clear();
        apply(List.of(create(5000, 2048)));
        assertThat(this.store.saves).containsExactly(1);
        this.store.saves.clear();
        apply(IntStream.range(0, 2000)
            .<RegistryCommand>mapToObj(
                    (i) -> new RegistryCommand.Transfer(key(i), HOLDER, 2048, new MemberId("b#1"), 0))
            .toList());
        assertThat(this.store.saves).as("grants need no store").isEmpty();
        apply(List.of(new RegistryCommand.Transfer(key(7), new MemberId("b#1"), 2049, HOLDER, 3072)));
        assertThat(this.store.saves).as("but for those of the next block").containsExactly(1);
    }

    @Test
    void bucketsAreReadOnceByTheirOwnerAndOnceByABackupHoweverManyMembersLook() {
        apply(creates(500));
        restartAll();
        for (int look = 0; look < 3; look++) {
            List<ChildRecord> found = new ArrayList<>();
            this.members.all()
                .forEach((member) -> found
                    .addAll(new HazelcastRegistryMap(member, "hub").scan(new RegistryView(), Instant.EPOCH, Set.of())
                        .toCompletableFuture()
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join()
                        .newer()));
            assertThat(found).hasSize(500);
            assertThat(this.store.loads).hasSize(RegistryBucket.COUNT).doesNotHaveDuplicates();
        }
        apply(IntStream.range(0, 500)
            .<RegistryCommand>mapToObj(
                    (i) -> new RegistryCommand.Take(key(i), 2048, Set.of(), HOLDER, Role.ACTIVE, 1, 3072))
            .toList());
        assertThat(this.store.loads).hasSizeLessThanOrEqualTo(2 * RegistryBucket.COUNT);
    }

    @Test
    void aBackupThatBecomesTheOwnerHasAllRowsOfTheEarlierLife() {
        apply(creates(500));
        restartAll();
        apply(List.of(create(5000, 2048), remove(0)));
        this.store.down = true;
        this.members.get(2).getLifecycleService().terminate();
        this.members.awaitSafe();
        this.store.down = false;
        List<@Nullable ChildRecord> rows = rows(500);
        assertThat(rows).doesNotContainNull();
        assertThat(rows.getFirst()).matches(ChildRecord::isRemoved);
        assertThat(rows(5001).getLast()).isNotNull();
    }

    @Test
    void whatAStoreThatIsDownRefusesHasNotHappenedAndTheRestGoesOn() {
        apply(creates(500));
        this.store.down = true;
        List<RegistryCommand> commands = new ArrayList<>();
        IntStream.range(500, 600).forEach((i) -> commands.add(create(i, 2048)));
        IntStream.range(0, 100).forEach((i) -> commands.add(remove(i)));
        RefusedRowsException refused = refusal(commands);
        assertThat(refused.reasons()).hasSize(200).containsValue("the store is down");
        assertThat(apply(List
            .of(new RegistryCommand.Take(key(0), 2048, Set.of(HOLDER), new MemberId("b#1"), Role.ACTIVE, 1, 2049))))
            .first()
            .satisfies((row) -> assertThat(row).isNotNull()
                .satisfies((taken) -> assertThat(taken.epoch()).as("a takeover").isEqualTo(2049)));
        this.store.down = false;
        assertThat(rows(600)).filteredOn((row) -> row != null).hasSize(500).noneMatch(ChildRecord::isRemoved);
        assertThat(apply(commands)).hasSize(200).doesNotContainNull();
    }

    private RefusedRowsException refusal(List<RegistryCommand> commands) {
        List<RefusedRowsException> refusals = new ArrayList<>();
        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> apply(commands))
            .satisfies((ex) -> refusals.add((RefusedRowsException) ex.getCause()));
        return refusals.getFirst();
    }

    @Test
    void aScanSkipsWhatTheStoreDoesNotGiveOut() {
        apply(creates(500));
        restartAll();
        rows(1);
        this.store.down = true;
        List<ChildRecord> found = new ArrayList<>();
        this.members.all()
            .forEach((member) -> found
                .addAll(new HazelcastRegistryMap(member, "hub").scan(new RegistryView(), Instant.EPOCH, Set.of())
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join()
                    .newer()));
        assertThat(found).extracting(ChildRecord::key).contains(key(0));
        assertThat(found).hasSizeLessThan(500);
    }

    @Test
    void ofACallThatTouchesRefusedAndOtherBucketsTheOthersAreAnswered() {
        apply(creates(500));
        this.store.down = true;
        List<RegistryCommand> commands = new ArrayList<>(List.of(remove(0)));
        int other = IntStream.range(1, 500)
            .filter((i) -> RegistryBucket.of(key(i)) != RegistryBucket.of(key(0)))
            .findFirst()
            .orElseThrow();
        commands.add(new RegistryCommand.Update(key(other), HOLDER, 2048, Claim.State.RESTARTING, 2, "x"));
        RefusedRowsException refused = refusal(commands);
        assertThat(refused.reasons()).containsOnlyKeys(key(0));
        assertThat(refused.rows().get(0)).isNull();
        ChildRecord updated = refused.rows().get(1);
        assertThat(updated).isNotNull();
        assertThat(updated.claims().getFirst().incarnation()).isEqualTo(2);
    }

}
