package io.processhub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuorumTextTest {

    @Test
    void tooFewMembersAreTold() {
        assertThat(new NoQuorumException("feeds", new Quorum(false, 1, 2)))
            .hasMessageStartingWith("hub 'feeds' has no quorum on this member: 1 of the 2 voting members that must be"
                    + " together are visible; starts and stops work again");
    }

    @Test
    void aLeaseThatLapsedAmongEnoughMembersIsNotBlamedOnTheirNumber() {
        assertThat(new ChildError.NoQuorum(ChildKey.of("EUR"), 3, 2).message())
            .isEqualTo("child 'EUR': no quorum, 3 voting members are visible, but fewer than the required 2 have"
                    + " confirmed in time that children may run here; try again when the network works");
    }

}
