package io.processhub.actuate;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Scope;
import io.processhub.StartOptions;
import io.processhub.actuate.WebMember.Answer;
import io.processhub.autoconfigure.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.audit.AuditEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** Operators of three members with 10,000 children, over HTTP. */
class HubEndpointTest {

    private static final int CHILDREN = 10_000;

    private static final String HUB = "/processhub/default";

    private static final List<WebMember> MEMBERS = new ArrayList<>();

    @BeforeAll
    static void start() {
        TestCluster cluster = new TestCluster();
        MEMBERS.add(WebMember.start(cluster));
        MEMBERS.add(WebMember.start(cluster, "management.endpoint.processhub.show-values=always"));
        MEMBERS.add(WebMember.start(cluster, "management.endpoint.processhub.access=unrestricted"));
        List<ChildSpec> specs = new ArrayList<>(IntStream.range(0, CHILDREN - 2)
            .mapToObj((i) -> ChildSpec.of("c%05d".formatted(i), "idle", new WebMember.Idle.Args("s3cret", 1)))
            .map((spec) -> spec.key().value().endsWith("42") ? spec.tag("fx").metadata("tenant", "acme") : spec)
            .toList());
        specs.add(ChildSpec.of("EUR/USD #1", "idle", new WebMember.Idle.Args("s3cret", 1)));
        specs.add(ChildSpec.of("parked", "doomed", null));
        readOnly().hub().startAll(specs, StartOptions.defaults().timeout(Duration.ofSeconds(60))).join().orThrow();
        MEMBERS.forEach((member) -> await().atMost(Duration.ofSeconds(40))
            .until(() -> member.hub().members().size() == 3 && member.hub().children().size() == CHILDREN
                    && stateOf(member, "parked") == Claim.State.FAILED));
    }

    @AfterAll
    static void stop() {
        MEMBERS.parallelStream().forEach(WebMember::close);
    }

    private static WebMember readOnly() {
        return MEMBERS.get(0);
    }

    private static WebMember writable() {
        return MEMBERS.get(2);
    }

    private static Claim.State stateOf(WebMember member, String id) {
        return member.hub().find(id).orElseThrow().claims().getFirst().state();
    }

    @Test
    void itShowsTheHubAtAGlance() {
        assertThat(readOnly().get("/processhub").list("hubs")).hasSize(1);
        JsonNode hub = readOnly().get(HUB).body();
        assertThat(hub.path("id").asString()).isEqualTo("default");
        assertThat(hub.path("children").asInt()).isEqualTo(CHILDREN);
        assertThat(hub.path("members").asInt()).isEqualTo(3);
        assertThat(hub.path("alive").asBoolean()).isTrue();
        assertThat(hub.path("localMember").asString()).isEqualTo(readOnly().id());
        assertThat(hub.at("/quorum/held").asBoolean()).isTrue();
        assertThat(hub.at("/strategies/partition-tolerance").asString()).isEqualTo("divergence");
        assertThat(hub.path("expectedFailover").asString()).contains("run again after about");
    }

    @Test
    void pagesFollowEachOtherThroughAllChildren() {
        List<String> ids = new ArrayList<>();
        String after = "";
        for (int page = 0; page < 11 && after != null; page++) {
            Answer answer = readOnly().get(HUB + "/children?limit=1000&after=" + encoded(after));
            List<String> next = ids(answer).toList();
            assertThat(next).hasSizeLessThanOrEqualTo(1000);
            ids.addAll(next);
            after = answer.body().path("next").asString(null);
        }
        assertThat(after).isNull();
        assertThat(ids).hasSize(CHILDREN).doesNotHaveDuplicates().isSorted();
        assertThat(ids(readOnly().get(HUB + "/children"))).hasSize(100);
    }

    @Test
    void childrenAreFoundByTagMemberAndState() {
        assertThat(ids(readOnly().get(HUB + "/children?tag=fx"))).hasSize(100).allMatch((id) -> id.endsWith("42"));
        assertThat(readOnly().get(HUB + "/children?tag=fx&limit=99").body().path("next").asString())
            .isEqualTo("c09842");
        assertThat(ids(readOnly().get(HUB + "/children?state=failed"))).containsExactly("parked");
        assertThat(ids(readOnly().get(HUB + "/children?state=pending"))).isEmpty();
        String member = writable().hub().localMember().name();
        List<String> local = writable().hub().children(Scope.LOCAL).stream().map((row) -> row.key().value()).toList();
        assertThat(ids(readOnly().get(HUB + "/children?limit=1000&member=" + member)).toList())
            .isEqualTo(local.subList(0, 1000));
        assertThat(ids(readOnly().get(HUB + "/children?limit=1000&member=" + writable().encodedId())).toList())
            .isEqualTo(local.subList(0, 1000));
    }

    @Test
    void aChildTellsWhyItIsWhereItIs() {
        JsonNode child = readOnly().get(HUB + "/child?id=" + encoded("EUR/USD #1")).body();
        String holder = child.at("/replicas/0/member").asString();
        assertThat(child.at("/owners/0").asString()).isEqualTo(holder);
        assertThat(child.path("why").asString()).isEqualTo("It is on " + holder
                + " because consistent-hashing names that member its owner, of 3 that take children.");
        assertThat(child.at("/replicas/0/state").asString()).isEqualTo("RUNNING");
        assertThat(child.path("epoch").asLong()).isPositive();
        JsonNode parked = readOnly().get(HUB + "/child?id=parked").body();
        assertThat(parked.at("/replicas/0/restarts").asInt()).isPositive();
        assertThat(parked.at("/replicas/0/error").asString()).contains("as it should");
        assertThat(parked.path("why").asString()).contains("it is parked because it failed too often")
            .contains("as it should");
    }

    @Test
    void valuesAreShownOnlyWhereTheyMayBe() {
        JsonNode hidden = readOnly().get(HUB + "/child?id=c00042").body();
        assertThat(hidden.at("/args/token").asString()).isEqualTo("******");
        assertThat(hidden.at("/args/count").asString()).isEqualTo("******");
        assertThat(hidden.at("/metadata/tenant").asString()).isEqualTo("******");
        JsonNode shown = MEMBERS.get(1).get(HUB + "/child?id=c00042").body();
        assertThat(shown.at("/args/token").asString()).isEqualTo("s3cret");
        assertThat(shown.at("/args/count").asInt()).isEqualTo(1);
        assertThat(shown.at("/metadata/tenant").asString()).isEqualTo("acme");
    }

    @Test
    void theRingIsWhole() {
        List<JsonNode> ring = readOnly().get(HUB + "/ring").list("members").toList();
        assertThat(ring).hasSize(3);
        assertThat(ring.stream().mapToDouble((member) -> member.path("share").asDouble()).sum()).isEqualTo(1,
                within(1e-9));
        assertThat(ring).allSatisfy((member) -> assertThat(member.path("children").asDouble() / CHILDREN)
            .isEqualTo(member.path("share").asDouble(), within(0.05)));
        assertThat(readOnly().get(HUB + "/members").list("members").filter((member) -> member.path("self").asBoolean()))
            .hasSize(1)
            .allSatisfy((member) -> assertThat(member.path("id").asString()).isEqualTo(readOnly().id()));
    }

    @Test
    void aPlanSaysWhatWouldMove() {
        int held = writable().hub().children(Scope.LOCAL).size();
        JsonNode leave = readOnly().get(HUB + "/plan?limit=5&leave=" + writable().encodedId()).body();
        assertThat(leave.path("children").asInt()).isEqualTo(CHILDREN);
        assertThat(leave.path("moving").asInt()).isEqualTo(held);
        assertThat(leave.path("losses").path(writable().id()).asInt()).isEqualTo(held);
        assertThat(leave.path("moves").size()).isEqualTo(5);
        String next = leave.path("next").asString();
        JsonNode page = readOnly().get(HUB + "/plan?limit=5&leave=" + writable().encodedId() + "&after=" + next).body();
        assertThat(page.at("/moves/0/id").asString()).isGreaterThan(next);
        JsonNode join = readOnly().get(HUB + "/plan?join=10.1.1.1:5701&weight=3").body();
        assertThat(join.path("gains").path("10.1.1.1:5701").asInt()).isEqualTo(join.path("moving").asInt())
            .isBetween(3500, 6500);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    400 | /default/children?limit=0       | limit: 0 (expected: 1 to 1000)
                    400 | /default/children?limit=many    | limit: many (expected: 1 to 1000)
                    400 | /default/children?state=runing  | state: runing (expected: one of [STARTING, RUNNING, RESTARTING, FAILED, STUCK, PENDING]); did you mean 'RUNNING'?
                    400 | /default/children?member=nobody | member: nobody (expected: boot id (with %23 for #) or address of one of [
                    400 | /default/child                  | id: not set (expected: the name of a child)
                    404 | /default/child?id=nobody        | there is no child 'nobody'
                    400 | /default/plan                   | plan: 0 changes (expected: one of join=host:port
                    400 | /default/plan?join=a&leave=b    | plan: 2 changes (expected: one of join=host:port
                    400 | /default/plan?leave=nobody      | leave: nobody (expected: boot id (with %23 for #) or address of one of [
                    400 | /default/plan?join=a&weight=x   | weight: x (expected: a number more than 0, at most 1000)
                    400 | /default/plan?join=a&weight=0   | weight: 0.0 (expected: more than 0, at most 1000)
                    404 | /defualt                        | hub: defualt (expected: one of [default]); did you mean 'default'?
                    404 | /default/chidren                | did you mean 'children'?
                    """)
    void whatIsWrongIsSaid(int status, String path, String detail) {
        Answer answer = readOnly().get("/processhub" + path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.detail()).contains(detail);
    }

    @Test
    void nothingCanBeDoneUnlessAccessIsGiven() {
        assertThat(readOnly().post(HUB + "/stop", "{\"id\":\"c00000\"}").status()).isEqualTo(405);
        assertThat(readOnly().hub().find("c00000")).isPresent();
    }

    @Test
    void aChildIsStoppedAndTheAuditKnowsWhoDidIt() {
        readOnly().hub().start(ChildSpec.of("victim", "idle", new WebMember.Idle.Args("t", 1))).join().orThrow();
        await().until(() -> writable().hub().find("victim").isPresent());
        Answer stopped = writable().post(HUB + "/stop", "{\"id\":\"victim\"}");
        assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
        assertThat(stopped.list("stoppedOn")).hasSize(1);
        await().until(() -> readOnly().hub().find("victim").isEmpty());
        Answer again = writable().post(HUB + "/stop", "{\"id\":\"victim\"}");
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.detail()).isEqualTo("there is no child 'victim'");
        List<AuditEvent> events = events("PROCESSHUB_STOP", "victim");
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().getPrincipal()).isEqualTo("anonymous");
        assertThat(events.getFirst().getData()).containsEntry("hub", "default").containsEntry("status", 200);
        assertThat(events.getLast().getData()).containsEntry("status", 404)
            .containsEntry("refused", "there is no child 'victim'");
    }

    @Test
    void aParkedChildGetsAnotherTry() {
        int before = restarts("parked");
        Answer answer = writable().post(HUB + "/restart", "{\"id\":\"parked\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(restarts("parked")).isEqualTo(before + 2);
            assertThat(stateOf(readOnly(), "parked")).isEqualTo(Claim.State.FAILED);
        });
        assertThat(writable().post(HUB + "/restart", "{\"id\":\"nobody\"}").status()).isEqualTo(404);
        assertThat(events("PROCESSHUB_RESTART", "parked")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | stop               | {}                 | id: not set (expected: the name of a child)
            400 | reset-cluster-size | {}                 | members: not set (expected: 1 or more)
            400 | reset-cluster-size | {"members": "two"} | members: two (expected: 1 or more)
            400 | reset-cluster-size | {"members": 0}     | members: 0 (expected: 1 or more)
            404 | restrat            | {"id": "parked"}   | did you mean 'restart'?
            400 | move               | {"id": "c00001"}   | member: not set (expected: boot id
            404 | move               | {"id": "nobody", "member": "x"} | there is no child 'nobody'
            400 | move               | {"id": "c00001", "member": "x"} | member: x (expected: boot id
            """)
    void whatCannotBeDoneIsSaid(int status, String operation, String body, String detail) {
        Answer answer = writable().post(HUB + "/" + operation, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.detail()).contains(detail);
    }

    @Test
    void aChildIsMovedByHandAndNotToWhereItIs() {
        String holder = readOnly().hub().find("c00001").orElseThrow().claims().getFirst().member().value();
        String target = MEMBERS.stream()
            .map(WebMember::id)
            .filter((id) -> !id.equals(holder))
            .findFirst()
            .orElseThrow();
        Answer moved = move("c00001", target);
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.body().path("member").asString()).isEqualTo(target);
        assertThat(writable().hub().find("c00001").orElseThrow().claims().getFirst().member().value())
            .isEqualTo(target);
        Answer again = move("c00001", target);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).contains("it is on " + target + " already");
        assertThat(events("PROCESSHUB_MOVE", "c00001")).hasSize(2)
            .allSatisfy((event) -> assertThat(event.getData()).containsEntry("member", target));
        assertThat(move("c00001", holder).status()).isEqualTo(200);
    }

    private static Answer move(String id, String member) {
        return writable().post(HUB + "/move", "{\"id\": \"" + id + "\", \"member\": \"" + member + "\"}");
    }

    @Test
    void theSizeOfTheClusterIsReset() {
        assertThat(writable().post(HUB + "/reset-cluster-size", "{\"members\": 3}").status()).isEqualTo(202);
    }

    @Test
    void infoTellsOfTheHub() {
        JsonNode info = readOnly().get("/info").body().path("processhub").path("default");
        assertThat(info.path("member").asString()).isEqualTo(readOnly().id());
        assertThat(info.at("/strategies/distribution").asString()).isEqualTo("consistent-hashing");
        assertThat(info.path("expectedFailover").asString()).isNotBlank();
    }

    @Test
    void healthNamesParkedAndStuckChildren() {
        WebMember holder = MEMBERS.stream()
            .filter((member) -> member.hub()
                .children(Scope.LOCAL)
                .stream()
                .anyMatch((row) -> row.key().value().equals("parked")))
            .findFirst()
            .orElseThrow();
        await().untilAsserted(
                () -> assertThat(health(holder).at("/details/parked/children/0").asString()).isEqualTo("parked"));
        readOnly().hub()
            .start(ChildSpec.of("stubborn", "stubborn", null).shutdown(Duration.ofMillis(50)))
            .join()
            .orThrow();
        await().atMost(Duration.ofSeconds(30)).until(() -> WebMember.Stubborn.HAS_BEGUN.getCount() == 0);
        var stop = readOnly().hub().stop("stubborn");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(MEMBERS).anySatisfy((member) -> {
            assertThat(health(member).at("/details/stuck/count").asInt()).isEqualTo(1);
            assertThat(health(member).path("status").asString()).isEqualTo("UP");
        }));
        WebMember.Stubborn.MAY_END.countDown();
        stop.join();
        await().atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(MEMBERS)
                .allSatisfy((member) -> assertThat(health(member).at("/details/stuck").isMissingNode()).isTrue()));
    }

    private static JsonNode health(WebMember member) {
        return member.get("/health").body().at("/components/processHub/components/default");
    }

    private static int restarts(String id) {
        return readOnly().get(HUB + "/child?id=" + id).body().at("/replicas/0/restarts").asInt();
    }

    private static List<AuditEvent> events(String type, String id) {
        return writable().context().getBean(WebMember.Deeds.class).of(type, id);
    }

    private static Stream<String> ids(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.list("children").map((child) -> child.path("id").asString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

}
