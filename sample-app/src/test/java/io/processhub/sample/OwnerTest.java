package io.processhub.sample;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static io.processhub.sample.StartingMonitorsTest.problem;

/** Without a registry there is nobody whom a load balancer could reach. */
class OwnerTest extends OneMemberTest {

    OwnerTest() throws IOException {
    }

    @Test
    void aMemberOutsideOfAnyRegistrySaysSo() {
        problem(this.api.get("/monitors/any/owner"), 503,
                "service 'one-member-test' is not reached through the load balancer");
    }

}
