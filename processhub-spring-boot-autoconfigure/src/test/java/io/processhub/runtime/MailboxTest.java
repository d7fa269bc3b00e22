package io.processhub.runtime;

import java.util.List;
import java.util.Map;

import io.processhub.MemberId;
import io.processhub.coordination.Message;
import io.processhub.coordination.Signal;
import io.processhub.coordination.VotingMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MailboxTest {

    private final Mailbox mailbox = new Mailbox();

    @Test
    void nothingComesOfAnEmptyOne() throws Exception {
        assertThat(this.mailbox.take(0)).isEmpty();
        assertThat(this.mailbox.take(1_000)).isEmpty();
    }

    @Test
    void votesOvertakeOthersAndBothKeepTheirOrder() throws Exception {
        List.of(row(1), vote(1), row(2), vote(2)).forEach(this.mailbox::post);
        assertThat(this.mailbox.take(0)).containsExactly(vote(1), vote(2));
        assertThat(this.mailbox.take(0)).containsExactly(row(1), row(2));
        assertThat(this.mailbox.take(0)).isEmpty();
    }

    @Test
    void votesThatGoOnForEverDoNotHoldUpOthers() throws Exception {
        List.of(vote(1), row(1)).forEach(this.mailbox::post);
        assertThat(this.mailbox.take(0)).containsExactly(vote(1));
        this.mailbox.post(vote(2));
        assertThat(this.mailbox.take(0)).containsExactly(row(1));
        assertThat(this.mailbox.take(0)).containsExactly(vote(2));
        this.mailbox.post(vote(3));
        assertThat(this.mailbox.take(0)).containsExactly(vote(3));
    }

    private static Signal row(long request) {
        return new Signal.Received(new Message.StartAnswer(request, Map.of(), List.of()));
    }

    private static Signal vote(long sequence) {
        return new Signal.Received(new VotingMessage.GrantWithdrawal(new MemberId("member"), sequence, Map.of()));
    }

}
