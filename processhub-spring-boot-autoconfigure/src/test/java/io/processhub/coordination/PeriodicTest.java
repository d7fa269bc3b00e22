package io.processhub.coordination;

import java.time.Duration;
import java.util.List;

import io.processhub.ChildRecord;
import io.processhub.synchronization.PubSub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.processhub.coordination.OneMember.B;
import static io.processhub.coordination.OneMember.spec;
import static org.assertj.core.api.Assertions.assertThat;

/** What a member does again and again although nothing happens. */
class PeriodicTest {

    private static final Duration SYNC_INTERVAL = new PubSub().syncInterval();

    private final OneMember one = OneMember.withB();

    /** Members that have just met compare twice. */
    @BeforeEach
    void letThemSettle() {
        this.one.tickAfter(HubSettings.RETRY_DELAY);
        this.one.all();
    }

    @Test
    void itIntroducesItselfAgainToTheOthers() {
        for (int i = 0; i < 3; i++) {
            this.one.tickAfter(HubSettings.HELLO_INTERVAL);
            assertThat(this.one.sent(B, Message.Hello.class)).hasSize(1)
                .allSatisfy((hello) -> assertThat(hello.answer()).isFalse());
            this.one.all();
        }
    }

    @Test
    void itComparesWhatItKnowsWithTheOthersAndWithTheMap() {
        for (int i = 0; i < 3; i++) {
            this.one.tickAfter(SYNC_INTERVAL);
            assertThat(this.one.sent(B, Message.Digest.class)).hasSize(1);
            assertThat(this.one.take(Effect.ScanMap.class)).hasSize(1);
            this.one.all();
        }
    }

    @Test
    void itForgetsStoppedChildrenWhenTheirTimeIsOverAndNotBefore() {
        long stopped = this.one.now().toEpochMilli();
        this.one.hear(new Message.Rows(List.of(new ChildRecord(spec(0), 10, 2, List.of(), 7, stopped))));
        this.one.tickAfter(HubSettings.TOMBSTONE_RETENTION.minus(SYNC_INTERVAL));
        assertThat(this.one.view().row(spec(0).key())).isNotNull();
        this.one.tickAfter(SYNC_INTERVAL.multipliedBy(2));
        assertThat(this.one.view().row(spec(0).key())).isNull();
    }

}
