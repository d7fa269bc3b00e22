package io.processhub.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.processhub.sample.SampleCluster.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The live map in a browser, served by separate JVMs. Its pictures are in
 * {@code target/screenshots}.
 */
class MapIT {

    private static final String NO_BROWSER = "There is no chromium on the path, so nobody looks at the map;"
            + " on Debian: apt-get install chromium (.ci/run does it)";

    private static final String ENDPOINT = "/actuator/processhub/uptime-monitor/";

    private static final int MONITORS = 90;

    private static final int MANY = 1000;

    private final Target target;

    private Chromium browser;

    private BrowserPage page;

    MapIT() throws IOException {
        this.target = new Target();
    }

    @BeforeEach
    void openBrowser() throws Exception {
        Path program = Chromium.program().orElse(null);
        assumeTrue(program != null, NO_BROWSER);
        this.browser = Chromium.start(program);
        this.page = this.browser.page();
    }

    @AfterEach
    void close() {
        if (this.browser != null) {
            this.browser.close();
        }
        this.target.close();
    }

    @Test
    void itShowsThreeMembersAMoveAKillAndAMinority() throws Exception {
        try (SampleCluster cluster = new SampleCluster("map", "--processhub.partition-tolerance.strategy=static-quorum",
                "--processhub.partition-tolerance.static-quorum.quorum-size=2")) {
            List<Node> nodes = cluster.start(3);
            Node asked = nodes.getFirst();
            await().until(() -> !asked.api().get("/cluster").body().path("partitioned").asBoolean(true));
            importMonitors(asked, MONITORS);
            openMap(asked);
            awaitStatus("3 members together, 90 monitors. Quorum: 2 needed, 3 visible.");
            await().until(() -> this.page.count("#ring .place") == MONITORS);
            this.page.screenshots("three-members");
            keysReachEverything();
            aMoveIsSeenAsItHappens(nodes);
            nodes.get(2).jvm().kill();
            awaitStatus("2 members together, 90 monitors. Quorum: 2 needed, 2 visible.");
            awaitText("#moves", "taken over, ran after");
            awaitRest();
            this.page.screenshots("after-a-kill");
            nodes.get(1).jvm().kill();
            awaitStatus("No quorum: this member sees 1 of the 2 voting members that must be together.");
            awaitText("#members", "not seen");
            awaitRest();
            this.page.screenshots("minority");
            assertNothingWentWrong(asked);
            theEndpointsReasonIsShown();
        }
    }

    @Test
    void aMemberIsDrainedAfterAQuestion() throws Exception {
        try (SampleCluster cluster = new SampleCluster("drained-map")) {
            Node asked = cluster.start(2).getFirst();
            importMonitors(asked, MONITORS);
            openMap(asked);
            awaitStatus("2 members together, 90 monitors. No quorum is needed.");
            press("drain");
            await().until(() -> this.page.count("dialog[open]") == 1);
            press("go");
            outcome("This member hands over ");
            awaitStatus("This member has left the hub");
            awaitText("#moves", "drained by hot-swap");
            assertThat(this.page.evaluate("document.getElementById('drain').disabled").asBoolean()).isTrue();
            awaitRest();
            this.page.screenshots("drained");
            assertNothingWentWrong(asked);
        }
    }

    private void importMonitors(Node node, int count) {
        String file = IntStream.range(0, count)
            .mapToObj((i) -> String.format("site-%04d,%s,1h%n", i, this.target.url("/")))
            .collect(Collectors.joining("", "id,url,interval\n", ""));
        assertThat(node.api().postCsv(file).status()).isEqualTo(201);
    }

    private void openMap(Node node) {
        this.page.open(node.api().base() + "/");
        awaitText("#status", "monitor");
        this.page.evaluate("window.notReloaded = true");
    }

    private void awaitText(String selector, String text) {
        await().untilAsserted(() -> assertThat(this.page.text(selector)).contains(text));
    }

    private void awaitStatus(String text) {
        awaitText("#status", text);
    }

    /** Waits until nothing moves in the picture. */
    private void awaitRest() {
        await().until(() -> this.page.evaluate("document.getAnimations().length").asInt() == 0
                && this.page.count("#ring .moved") == 0);
    }

    /**
     * From one end to the other, each with a visible focus; the question can be refused.
     */
    private void keysReachEverything() {
        Set<String> reached = new LinkedHashSet<>();
        for (this.page.press("Tab"); !focused().isEmpty() && reached.add(focused()); this.page.press("Tab")) {
            assertThat(this.page.evaluate("getComputedStyle(document.activeElement).outlineStyle").asString())
                .isNotEqualTo("none");
        }
        assertThat(reached).contains("plan-join", "drain").filteredOn((name) -> name.startsWith("What if")).hasSize(3);
        press("plan-join");
        assertThat(outcome("If another member joined"))
            .containsPattern("joined, [1-9]\\d* monitors of 90 would move to it");
        press("drain");
        await().until(() -> this.page.count("dialog[open]") == 1);
        assertThat(focused()).isEqualTo("cancel");
        this.page.press("Escape");
        await().until(() -> this.page.count("dialog[open]") == 0);
        assertThat(focused()).isEqualTo("drain");
    }

    private String focused() {
        return this.page
            .evaluate("(e => e === document.body ? '' : e.id || e.ariaLabel || e.textContent)(document.activeElement)")
            .asString();
    }

    /** Goes there by the keyboard. */
    private void press(String id) {
        for (int i = 0; i < 20 && !focused().equals(id); i++) {
            this.page.press("Tab");
        }
        assertThat(focused()).isEqualTo(id);
        this.page.press("Enter");
    }

    private String outcome(String begin) {
        awaitText("#outcome", begin);
        return this.page.text("#outcome");
    }

    /**
     * The button is there for members that are seen; one may go just before it is
     * pressed.
     */
    private void theEndpointsReasonIsShown() {
        this.page
            .evaluate("(b => { b.disabled = false; b.click(); })(document.querySelector('#members button:disabled'))");
        assertThat(outcome("Bad Request (400): leave: ")).contains("expected: boot id");
    }

    private void aMoveIsSeenAsItHappens(List<Node> nodes) {
        Map<String, String> owners = SampleCluster.owners(nodes.getFirst());
        String moving = owners.keySet()
            .stream()
            .filter((id) -> nodes.get(1).id().equals(owners.get(id)))
            .findFirst()
            .orElseThrow();
        String body = "{\"id\": \"" + moving + "\", \"member\": \"" + nodes.getFirst().id() + "\"}";
        assertThat(nodes.getFirst().api().post(ENDPOINT + "move", "application/json", body).status()).isEqualTo(200);
        awaitText("#moves", moving + "moved by hot-swap, ran after");
    }

    private void assertNothingWentWrong(Node node) {
        assertThat(this.page.evaluate("window.notReloaded").asBoolean()).isTrue();
        assertThat(this.page.problems()).isEmpty();
        String host = URI.create(node.api().base()).getAuthority();
        assertThat(this.page.requests()).hasSizeGreaterThan(10)
            .allSatisfy((request) -> assertThat(request.getAuthority()).isEqualTo(host));
    }

    @Test
    void manyAreCountedARefusalIsShownAndALostConnectionComesBack() throws Exception {
        int port = Ports.free(1);
        try (SampleCluster cluster = new SampleCluster("lone-map",
                "--management.endpoint.processhub.access=read-only")) {
            Node node = cluster.startAt(port);
            importMonitors(node, MANY);
            openMap(node);
            awaitText("#ring", "1,000");
            assertThat(this.page.count("#ring .place")).isZero();
            this.page.screenshots("a-thousand");
            press("drain");
            press("go");
            assertThat(outcome("Refused (405)")).contains("access=unrestricted");
            this.page.screenshots("refused");
            node.jvm().kill();
            awaitStatus("Connection lost, trying again.");
            this.page.screenshots("lost");
            cluster.startAt(port);
            awaitStatus("1 member, alone, 0 monitors. No quorum is needed.");
            assertThat(this.page.evaluate("window.notReloaded").asBoolean()).isTrue();
        }
    }

}
