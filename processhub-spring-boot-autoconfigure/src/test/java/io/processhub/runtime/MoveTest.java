package io.processhub.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.processhub.ChildMoveException;
import io.processhub.ChildSpec;
import io.processhub.HubNotRunningException;
import io.processhub.MemberId;
import io.processhub.migration.HotSwap;
import io.processhub.runtime.TestHubs.TestMember;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Children that are moved by hand, and members that are drained by hand. */
class MoveTest {

    private static final int CHILDREN = 12;

    /** That of {@link TestHubs}. */
    private static final Duration SYNC_INTERVAL = Duration.ofSeconds(5);

    private final TestHubs hubs = new TestHubs(new HotSwap(true));

    private final Tally.Habits habits = new Tally.Habits();

    @AfterEach
    void close() {
        this.hubs.close();
    }

    private TestMember join() throws InterruptedException {
        return this.hubs.join(() -> {
            Workers workers = new Workers();
            return workers.withBean("tally", () -> new Tally(workers, this.habits));
        });
    }

    private List<TestMember> three() throws Exception {
        List<TestMember> members = List.of(join(), join(), join());
        members.getFirst().template
            .startAll(IntStream.range(0, CHILDREN).mapToObj((i) -> ChildSpec.of("t" + i, "tally", null)).toList())
            .get(30, TimeUnit.SECONDS)
            .orThrow();
        this.hubs.awaitRunning(CHILDREN);
        return members;
    }

    private static MemberId holder(TestMember member, String id) {
        return member.template.find(id).orElseThrow().active().orElseThrow().member();
    }

    private static void move(TestMember member, String id, MemberId target) throws Exception {
        member.template.move(id, target).get(40, TimeUnit.SECONDS);
    }

    @Test
    void aChildMovesWithItsStateFromAnyMemberToAnyOtherAndStaysThere() throws Exception {
        List<TestMember> members = three();
        TallyApi tally = members.getFirst().template.client(TallyApi.class, "t0");
        long counted = 0;
        for (TestMember asked : members) {
            for (TestMember target : members) {
                counted = tally.count();
                if (!holder(asked, "t0").equals(target.id())) {
                    move(asked, "t0", target.id());
                    assertThat(holder(asked, "t0")).isEqualTo(target.id());
                }
                assertThat(tally.value()).isEqualTo(counted);
            }
        }
        assertThat(this.hubs.awaitRunning(CHILDREN)).hasSize(CHILDREN);
        assertThat(counted).isEqualTo(9);
        MemberId here = holder(members.getFirst(), "t0");
        // long enough for all members to compare everything twice
        await().during(SYNC_INTERVAL.multipliedBy(2).plusSeconds(1))
            .atMost(Duration.ofSeconds(60))
            .until(() -> holder(members.getFirst(), "t0").equals(here));
        this.hubs.leave(members.getLast());
        this.hubs.awaitRunning(CHILDREN);
        assertThat(tally.value()).isEqualTo(counted);
    }

    @Test
    void aMoveThatCannotBeSaysWhy() throws Exception {
        List<TestMember> members = three();
        TestMember first = members.getFirst();
        MemberId holder = holder(first, "t0");
        assertThatThrownBy(() -> move(first, "nobody", first.id())).hasCauseInstanceOf(ChildMoveException.class)
            .hasMessageContaining("child 'nobody' was not moved: there is no such child");
        assertThatThrownBy(() -> move(first, "t0", holder)).hasMessageContaining("it is on " + holder + " already");
        assertThatThrownBy(() -> move(first, "t0", new MemberId("elsewhere")))
            .hasMessageContaining("no member elsewhere takes children")
            .hasMessageContaining(members.getLast().id().value());
        this.habits.export = Tally.Export.THROWS;
        MemberId other = members.stream()
            .map(TestMember::id)
            .filter((id) -> !id.equals(holder))
            .findFirst()
            .orElseThrow();
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> move(first, "t0", other))
            .withMessageContaining("it has not moved to " + other);
        assertThat(holder(first, "t0")).isEqualTo(holder);
    }

    @Test
    void aDrainedMemberHandsAllItsChildrenOverWithTheirStatesAndTakesNoneAnyMore() throws Exception {
        List<TestMember> members = three();
        TestMember first = members.getFirst();
        for (int i = 0; i < CHILDREN; i++) {
            first.template.client(TallyApi.class, "t" + i).count();
        }
        TestMember drained = members.getLast();
        drained.template.drain().get(40, TimeUnit.SECONDS);
        assertThat(drained.workers.running()).isEmpty();
        assertThat(drained.template.isAlive()).isFalse();
        assertThatExceptionOfType(HubNotRunningException.class).isThrownBy(() -> drained.template.stop("t0"));
        await().atMost(Duration.ofSeconds(30))
            .until(() -> first.workers.running().size() + members.get(1).workers.running().size() == CHILDREN);
        for (int i = 0; i < CHILDREN; i++) {
            assertThat(first.template.client(TallyApi.class, "t" + i).value()).isEqualTo(1);
        }
    }

}
