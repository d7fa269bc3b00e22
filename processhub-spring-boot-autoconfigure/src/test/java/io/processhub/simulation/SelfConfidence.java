package io.processhub.simulation;

import io.processhub.coordination.Message;
import io.processhub.coordination.VotingMessage;
import java.util.Map;

/** What a member hears that never says no to itself. */
final class SelfConfidence {

    private SelfConfidence() {
    }

    static Message of(Message message) {
        return switch (message) {
            case VotingMessage.GrantAnswer answer -> new VotingMessage.GrantAnswer(answer.voter(), answer.sequence(),
                    answer.confirmed(), Map.of(), answer.stand());
            case VotingMessage.LeaseAnswer answer -> new VotingMessage.LeaseAnswer(answer.voter(), answer.sequence(),
                    answer.confirmed(), Map.of(), answer.stand());
            default -> message;
        };
    }

}
