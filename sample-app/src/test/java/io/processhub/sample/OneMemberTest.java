package io.processhub.sample;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;

/**
 * One member of a cluster of its own, without the demo, called over HTTP; all tests share
 * it and leave it empty.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = { "spring.application.name=one-member-test", "processhub.cluster.join.mode=single",
                "sample.demo=false", "sample.timeout=300ms" })
abstract class OneMemberTest {

    Api api = new Api("");

    Target target;

    OneMemberTest() throws IOException {
        this.target = new Target();
    }

    @BeforeEach
    void findTheMember(@Autowired Environment environment) {
        this.api = new Api("http://127.0.0.1:" + environment.getProperty("local.server.port"));
    }

    @AfterEach
    void stopEverything() {
        ids().forEach((id) -> this.api.delete("/monitors/" + id));
        this.target.close();
    }

    List<String> ids() {
        return this.api.monitors().map((monitor) -> monitor.path("id").asString()).toList();
    }

    /** The only member of the cluster. */
    JsonNode member() {
        return this.api.get("/cluster").list("members").findFirst().orElseThrow();
    }

    String json(String id, String interval) {
        return "{\"id\":\"" + id + "\",\"url\":\"" + this.target.url("/") + "\",\"interval\":\"" + interval + "\"}";
    }

}
