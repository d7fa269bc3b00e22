package io.processhub.hazelcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.processhub.MemberId;
import io.processhub.coordination.Message;
import io.processhub.coordination.VotingMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LanesTest {

    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    private final Lanes lanes = Lanes.to("node", (node, executor, parcels) -> {
        Sent delivery = new Sent(executor, List.copyOf(parcels), new CompletableFuture<>());
        this.sent.add(delivery);
        return delivery.confirmation;
    });

    private record Sent(String executor, List<Parcel> parcels, CompletableFuture<Boolean> confirmation) {

        boolean carries(Message message) {
            return this.parcels.stream().anyMatch((parcel) -> parcel.carries(message));
        }

    }

    @Test
    void aVoteDoesNotWaitForRows() {
        Message rows = rows(1);
        Message vote = vote(1);
        List.of(rows, rows(2), vote).forEach(this::send);
        assertThat(this.sent).hasSize(2);
        assertThat(this.sent.getFirst().carries(rows)).isTrue();
        assertThat(this.sent.getLast().carries(vote)).isTrue();
        assertThat(this.sent).extracting(Sent::executor).doesNotHaveDuplicates();
    }

    @Test
    void whatComesMeanwhileGoesTogetherAndInItsOrder() {
        List<Message> messages = List.of(rows(1), rows(2), rows(3));
        messages.forEach(this::send);
        assertThat(this.sent).hasSize(1);
        this.sent.getFirst().confirmation.complete(true);
        assertThat(this.sent).hasSize(2);
        List<Parcel> second = this.sent.getLast().parcels;
        assertThat(second).hasSize(2);
        assertThat(second.getFirst().carries(messages.get(1))).isTrue();
        assertThat(second.getLast().carries(messages.get(2))).isTrue();
    }

    @Test
    void whatNobodyConfirmsHoldsUpTheRestForAWhileOnly() {
        List<Message> votes = List.of(vote(1), vote(2), vote(3));
        votes.forEach(this::send);
        await().untilAsserted(() -> assertThat(this.sent).hasSize(2));
        assertThat(this.sent.getFirst().confirmation).isCompletedExceptionally();
        assertThat(this.sent.getLast().carries(votes.get(2))).isTrue();
    }

    @Test
    void aDeliveryIsNoLargerThanOtherTrafficCanWaitFor() {
        List<Message> large = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            large.add(new Message.Goodbye(new MemberId("x".repeat(100_000))));
        }
        large.forEach(this::send);
        this.sent.getFirst().confirmation.complete(true);
        assertThat(this.sent.getLast().parcels).hasSize(3);
    }

    private void send(Message message) {
        this.lanes.send(message, new Parcel(message));
    }

    private static Message rows(int number) {
        return new Message.StartAnswer(number, Map.of(), List.of());
    }

    private static Message vote(int sequence) {
        return new VotingMessage.GrantWithdrawal(new MemberId("member"), sequence, Map.of());
    }

}
