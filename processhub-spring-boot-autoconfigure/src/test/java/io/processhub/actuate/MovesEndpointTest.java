package io.processhub.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Scope;
import io.processhub.autoconfigure.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Recent moves over HTTP, on three members. */
class MovesEndpointTest {

    private static final String MOVES = "/processhub/default/moves";

    private static final int CHILDREN = 60;

    private final List<WebMember> members = new ArrayList<>();

    private final Instant begin = Instant.now();

    @BeforeEach
    void start() {
        TestCluster cluster = new TestCluster();
        for (int i = 0; i < 3; i++) {
            this.members.add(WebMember.start(cluster, "management.endpoint.processhub.access=unrestricted",
                    "processhub.migration.strategy=hot-swap"));
        }
        everyMember((member) -> assertThat(member.hub().members()).hasSize(3));
        List<ChildSpec> specs = IntStream.range(0, CHILDREN)
            .mapToObj((i) -> ChildSpec.of("c" + i, "idle", new WebMember.Idle.Args("t", 1)))
            .toList();
        this.members.getFirst().hub().startAll(specs).join().orThrow();
        everyMember((member) -> assertThat(member.hub().children()).hasSize(CHILDREN));
    }

    @AfterEach
    void stop() {
        this.members.parallelStream().forEach(WebMember::close);
    }

    private void everyMember(Consumer<WebMember> assertions) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(this.members).allSatisfy(assertions));
    }

    private static List<JsonNode> moves(WebMember member, String query) {
        return member.get(MOVES + query).list("moves").toList();
    }

    @Test
    void everyMemberKnowsWhoWentWhereAndWhy() {
        assertThat(this.members).allSatisfy((member) -> assertThat(moves(member, "")).isEmpty());
        assertThat(this.members.getFirst().get(MOVES).body().path("migration").asString()).isEqualTo("hot-swap");
        WebMember source = this.members.get(1);
        WebMember target = this.members.get(2);
        String id = source.hub().children(Scope.LOCAL).getFirst().key().value();
        assertThat(
                source.post("/processhub/default/move", "{\"id\": \"" + id + "\", \"member\": \"" + target.id() + "\"}")
                    .status())
            .isEqualTo(200);
        everyMember((member) -> assertThat(moves(member, "?id=" + id)).singleElement().satisfies((move) -> {
            assertThat(move.path("from").asString()).isEqualTo(source.id());
            assertThat(move.path("to").asString()).isEqualTo(target.id());
            assertThat(move.path("reason").asString()).isEqualTo("PLAN");
            assertThat(Instant.parse(move.path("at").asString())).isBetween(this.begin, Instant.now());
            assertThat(move.path("epoch").asLong()).isEqualTo(target.hub().find(id).orElseThrow().epoch());
            assertThat(move.path("tookMillis").isNumber()).isEqualTo(member == target);
        }));
        assertThat(moves(target, "?member=" + this.members.getFirst().encodedId())).isEmpty();
        assertThat(moves(target, "?member=" + target.encodedId())).hasSize(1);
        assertThat(moves(target, "?id=nobody")).isEmpty();
    }

    @Test
    void aDrainIsToldAsSuchAndTheListHasALimit() {
        WebMember leaving = this.members.get(2);
        Set<String> its = leaving.hub()
            .children(Scope.LOCAL)
            .stream()
            .map(ChildRecord::key)
            .map(Object::toString)
            .collect(Collectors.toSet());
        assertThat(leaving.post("/processhub/default/drain", "{}").status()).isEqualTo(202);
        await().untilAsserted(() -> assertThat(this.members.subList(0, 2))
            .allSatisfy((member) -> assertThat(moves(member, "?limit=1000"))
                .allSatisfy((move) -> assertThat(move.path("reason").asString()).isEqualTo("DRAIN"))
                .extracting((move) -> move.path("id").asString())
                .containsExactlyInAnyOrderElementsOf(its)));
        assertThat(moves(this.members.getFirst(), "?limit=2")).hasSize(2);
        assertThat(this.members.getFirst().get(MOVES + "?limit=0").status()).isEqualTo(400);
    }

}
