package io.processhub.durability;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.MemberId;
import io.processhub.RestartPolicy;
import io.processhub.Role;
import io.processhub.runtime.NotStoredException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a store of the registry promises, whatever database it uses. */
abstract class RegistryStoreContract {

    private static final DurableTables TABLES = new DurableTables(DurableTables.PREFIX);

    private DataSource database;

    private JdbcRegistryStore store;

    abstract DataSource database();

    @BeforeEach
    void createTables() {
        this.database = database();
        new JdbcTemplate(this.database).execute("drop table if exists PROCESSHUB_CHILD");
        new JdbcTemplate(this.database).execute("drop table if exists PROCESSHUB_STATE");
        TABLES.create(this.database);
        this.store = store(Set.of());
    }

    private JdbcRegistryStore store(Set<ChildKey> kept) {
        return new JdbcRegistryStore(this.database, TABLES, "hub", kept, Duration.ofSeconds(30));
    }

    static ChildRecord row(String key, long epoch, long version, long startId, long removedAt) {
        Claim claim = new Claim(new MemberId("a#1"), epoch, Role.ACTIVE, Claim.State.RUNNING, 1, null);
        return new ChildRecord(ChildSpec.of(key, "worker", new Json("{\"n\":1}")), epoch, version, List.of(claim),
                startId, removedAt);
    }

    private void write(ChildRecord... rows) {
        this.store.save(7, List.of(rows), List.of());
    }

    @Test
    void aRowComesBackWithAllThatItsSpecSaysAndWithoutItsClaims() {
        ChildSpec spec = ChildSpec.of("EUR/USD ☂ 𝄞", "price-feed", new Json("{\"rate\": 0.1000000000000000000001}"))
            .tag("fx")
            .tag("spot")
            .metadata("tenant", "acme's \"best\"")
            .restart(RestartPolicy.DEFAULT.withMode(RestartPolicy.Mode.TRANSIENT))
            .shutdown(Duration.ofMillis(1500))
            .requireLabel("zone", "eu");
        ChildSpec bound = ChildSpec.of("plain", "worker", null).boundTo(List.of("a", "b"));
        ChildRecord first = row("x", 1L << 52, 3, Long.MIN_VALUE + 5, 0);
        write(new ChildRecord(spec, 1L << 52, 3, first.claims(), Long.MIN_VALUE + 5, 0),
                new ChildRecord(bound, 9, 1, List.of(), 8, 0));
        assertThat(this.store.load(7)).containsExactlyInAnyOrder(
                new ChildRecord(spec, 1L << 52, -1, List.of(), Long.MIN_VALUE + 5, 0),
                new ChildRecord(bound, 9, -1, List.of(), 8, 0));
        assertThat(this.store.load(8)).isEmpty();
    }

    @Test
    void aStoppedChildComesBackAsItWas() {
        write(row("a", 5, 3, 1, 1234));
        assertThat(this.store.load(7)).singleElement()
            .isEqualTo(new ChildRecord(row("a", 5, 3, 1, 1234).spec(), 5, 3, List.of(), 1, 1234));
    }

    @Test
    void aNewerRowReplacesAnOlderOneOfAWholeBatch() {
        write(IntStream.range(0, 1000).mapToObj((i) -> row("a" + i, 5, 1, 1, 0)).toArray(ChildRecord[]::new));
        write(IntStream.range(500, 1500).mapToObj((i) -> row("a" + i, 5, 2, 1, 99)).toArray(ChildRecord[]::new));
        assertThat(this.store.load(7)).hasSize(1500).filteredOn(ChildRecord::isRemoved).hasSize(1000);
    }

    @Test
    void anOlderRowIsRefusedAndNothingOfItsBatchIsWritten() {
        write(row("b", 6, 1, 2, 0));
        assertThatExceptionOfType(NotStoredException.class)
            .isThrownBy(() -> this.store.save(7, List.of(row("a", 1, 1, 1, 0), row("b", 5, 9, 1, 0)), List.of()))
            .withMessageContaining("has a newer row of child 'b'");
        assertThat(this.store.load(7)).extracting(ChildRecord::startId).containsExactly(2L);
    }

    @Test
    void aStopReplacesTheStartWhateverItsVersionButAStartNoStopOfItsEpoch() {
        write(row("a", 5, 3, 1, 0));
        write(row("a", 5, 0, 1, 77));
        assertThat(this.store.load(7)).allMatch(ChildRecord::isRemoved);
        assertThatExceptionOfType(NotStoredException.class).isThrownBy(() -> write(row("a", 5, -1, 1, 0)));
        assertThat(this.store.load(7)).allMatch(ChildRecord::isRemoved);
    }

    @Test
    void theSameRowMayBeWrittenAgain() {
        write(row("a", 5, 1, 1, 0));
        write(row("a", 5, 1, 1, 0));
        assertThat(this.store.load(7)).hasSize(1);
    }

    @Test
    void whatIsForgottenIsGoneUnlessANewerRowHasTakenItsPlace() {
        write(row("a", 5, 3, 1, 99), row("b", 6, 1, 2, 0), row("c", 5, 3, 1, 99));
        this.store.save(7, List.of(), List.of(row("a", 5, 3, 1, 99), row("b", 5, 3, 1, 99)));
        assertThat(this.store.load(7)).extracting(ChildRecord::key)
            .containsExactlyInAnyOrder(ChildKey.of("b"), ChildKey.of("c"));
    }

    @Test
    void aStopOfAChildOfTheConfigurationIsKept() {
        JdbcRegistryStore keeping = store(Set.of(ChildKey.of("a")));
        keeping.save(7, List.of(row("a", 5, 3, 1, 99), row("b", 5, 3, 1, 99), row("c", 5, 3, 1, 0)), List.of());
        keeping.save(7, List.of(), List.of(row("a", 5, 3, 1, 99), row("b", 5, 3, 1, 99)));
        assertThat(keeping.stopped(List.of(ChildKey.of("a"), ChildKey.of("b"), ChildKey.of("c"))))
            .containsExactly(ChildKey.of("a"));
        keeping.save(7, List.of(row("a", 7, 1, 2, 0)), List.of());
        assertThat(keeping.stopped(List.of(ChildKey.of("a")))).isEmpty();
    }

    @Test
    void hubsThatShareATableDoNotMeet() {
        write(row("a", 5, 1, 1, 0));
        JdbcRegistryStore other = new JdbcRegistryStore(this.database, TABLES, "other", Set.of(),
                Duration.ofSeconds(30));
        assertThat(other.load(7)).isEmpty();
        other.save(7, List.of(row("a", 1, 1, 3, 77)), List.of());
        assertThat(this.store.stopped(List.of(ChildKey.of("a")))).isEmpty();
        assertThat(this.store.load(7)).extracting(ChildRecord::startId).containsExactly(1L);
    }

    @Test
    void whatTheDatabaseCannotTakeIsRefusedAndTheNextIsTaken() {
        ChildSpec tooLong = ChildSpec.of("a", "t".repeat(256), null);
        assertThatExceptionOfType(NotStoredException.class)
            .isThrownBy(() -> write(row("b", 1, 1, 1, 0), new ChildRecord(tooLong, 1, 1, List.of(), 1, 0)))
            .withMessageStartingWith("the database of processhub.durability does not take it, ");
        write(row("c", 1, 1, 1, 0));
        assertThat(this.store.load(7)).extracting(ChildRecord::key).containsExactly(ChildKey.of("c"));
    }

    @Test
    void membersThatStartTogetherMayAllCreateTheTables() throws Exception {
        new JdbcTemplate(this.database).execute("drop table PROCESSHUB_CHILD");
        assertThat(TABLES.isMissingFrom(this.database)).isTrue();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> members = IntStream.range(0, 5).<Callable<Void>>mapToObj((i) -> () -> {
                TABLES.create(this.database);
                return null;
            }).toList();
            for (Future<Void> member : threads.invokeAll(members)) {
                member.get();
            }
        }
        assertThat(TABLES.isMissingFrom(this.database)).isFalse();
    }

    @Test
    void tablesMayHaveAnotherNameInAnotherSchema() {
        new JdbcTemplate(this.database).execute("create schema if not exists hubs");
        DurableTables tables = new DurableTables("hubs.PH_");
        tables.create(this.database);
        assertThat(new JdbcTemplate(this.database).queryForList("select * from hubs.PH_CHILD")).isEmpty();
        JdbcRegistryStore other = new JdbcRegistryStore(this.database, tables, "hub", Set.of(), Duration.ofSeconds(30));
        other.save(7, List.of(row("a", 1, 1, 3, 77)), List.of());
        assertThat(other.load(7)).hasSize(1);
        assertThat(this.store.load(7)).isEmpty();
        new JdbcTemplate(this.database).execute("drop table hubs.PH_CHILD");
        new JdbcTemplate(this.database).execute("drop table hubs.PH_STATE");
    }

    @Test
    void operatorsCanReadTheTable() {
        write(row("a", 5, 1, 1, 0));
        assertThat(new JdbcTemplate(this.database)
            .queryForMap("select child_key, child_type, bucket from PROCESSHUB_CHILD")
            .values()).containsExactly("a", "worker", 7);
    }

}
