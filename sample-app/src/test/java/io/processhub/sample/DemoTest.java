package io.processhub.sample;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static io.processhub.sample.Patience.await;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = { "spring.application.name=demo-test", "processhub.cluster.join.mode=single" })
class DemoTest {

    @Test
    void memberMonitorsEndpointsOfItsOwnUnlessToldOtherwise(@Autowired Environment environment) {
        Api api = new Api("http://127.0.0.1:" + environment.getProperty("local.server.port"));
        assertThat(api.get("/monitors?tag=demo").list("monitors"))
            .extracting((monitor) -> monitor.path("id").asString())
            .containsExactly("demo-down", "demo-flaky", "demo-ok", "demo-slow");
        await().untilAsserted(() -> assertThat(statusOf(api, "demo-ok")).isEqualTo(200));
        await().untilAsserted(() -> assertThat(statusOf(api, "demo-slow")).isEqualTo(200));
        await().untilAsserted(() -> assertThat(statusOf(api, "demo-flaky")).isIn(200, 503));
        await().untilAsserted(() -> assertThat(statusOf(api, "demo-down")).isEqualTo(404));
    }

    private static int statusOf(Api api, String id) {
        JsonNode newest = api.get("/monitors/" + id).body().at("/results/0");
        return newest.path("status").asInt(-1);
    }

}
