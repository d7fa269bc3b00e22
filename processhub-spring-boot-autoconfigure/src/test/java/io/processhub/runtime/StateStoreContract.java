package io.processhub.runtime;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.processhub.ChildKey;
import io.processhub.runtime.StateStore.Stamp;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link StateStore} does. */
@NullUnmarked
public abstract class StateStoreContract {

    private static final ChildKey KEY = ChildKey.of("EUR/USD");

    private static final StateClaim CLAIM = new StateClaim(KEY, 7, 100);

    private static final StateClaim LATER = new StateClaim(KEY, 7, 101);

    private static final StateClaim ANEW = new StateClaim(KEY, 8, 102);

    private List<? extends StateStore> stores = List.of();

    /** The same empty store as each of its nodes sees it, new for each test. */
    protected abstract List<? extends StateStore> newStore() throws Exception;

    /** Waits for an answer. */
    protected static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @BeforeEach
    void makeStore() throws Exception {
        this.stores = newStore();
    }

    private StateStore first() {
        return this.stores.getFirst();
    }

    private StateStore last() {
        return this.stores.getLast();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void whatIsOpenedFirstIsEmpty() throws Exception {
        StoredState opened = await(first().open(CLAIM));
        assertThat(opened.epoch()).isEqualTo(100);
        assertThat(opened.startId()).isEqualTo(7);
        assertThat(opened.version()).isZero();
        assertThat(opened.bytes()).isNull();
    }

    @Test
    void aLaterClaimReadsFromEveryNodeWhatWasSavedLast() throws Exception {
        await(first().open(CLAIM));
        assertThat(await(first().save(CLAIM, 1, bytes(1, 2)))).isEqualTo(new Stamp(100, 1));
        assertThat(await(first().save(CLAIM, 2, bytes(3)))).isEqualTo(new Stamp(100, 2));
        StoredState opened = await(last().open(LATER));
        assertThat(opened.epoch()).isEqualTo(101);
        assertThat(opened.version()).isEqualTo(2);
        assertThat(opened.bytes()).containsExactly(3);
    }

    @Test
    void theSameClaimMayOpenAgain() throws Exception {
        await(first().open(CLAIM));
        await(first().save(CLAIM, 1, bytes(1)));
        assertThat(await(last().open(CLAIM)).bytes()).containsExactly(1);
    }

    @Test
    void anEarlierClaimIsShutOutFromTheMomentALaterOneOpens() throws Exception {
        await(first().open(CLAIM));
        await(first().save(CLAIM, 1, bytes(1)));
        await(last().open(LATER));
        assertThat(await(first().save(CLAIM, 2, bytes(2)))).isEqualTo(new Stamp(101, 1));
        assertThat(await(first().open(CLAIM)).epoch()).isEqualTo(101);
        assertThat(await(last().open(LATER)).bytes()).containsExactly(1);
    }

    @Test
    void aLaterClaimThatHasNotSavedAnythingShutsOutTheEarlierOneAllTheSame() throws Exception {
        await(last().open(LATER));
        assertThat(await(first().save(CLAIM, 9, bytes(9)))).isEqualTo(new Stamp(101, 0));
        assertThat(await(last().open(LATER)).bytes()).isNull();
    }

    @Test
    void whatArrivesLateDoesNotReplaceANewerVersion() throws Exception {
        await(first().open(CLAIM));
        await(first().save(CLAIM, 2, bytes(2)));
        assertThat(await(first().save(CLAIM, 1, bytes(1)))).isEqualTo(new Stamp(100, 2));
        assertThat(await(first().open(CLAIM)).bytes()).containsExactly(2);
    }

    @Test
    void aChildThatWasStartedAnewDoesNotInherit() throws Exception {
        await(first().open(CLAIM));
        await(first().save(CLAIM, 1, bytes(1)));
        StoredState opened = await(last().open(ANEW));
        assertThat(opened.startId()).isEqualTo(8);
        assertThat(opened.version()).isZero();
        assertThat(opened.bytes()).isNull();
        assertThat(await(first().save(CLAIM, 2, bytes(2)))).isEqualTo(new Stamp(102, 0));
    }

    @Test
    void whatNobodyHasOpenedMayBeSaved() throws Exception {
        assertThat(await(first().save(CLAIM, 5, bytes(5)))).isEqualTo(new Stamp(100, 5));
        assertThat(await(last().open(LATER)).bytes()).containsExactly(5);
    }

    @Test
    void whatIsForgottenIsGone() throws Exception {
        await(first().save(CLAIM, 1, bytes(1)));
        await(last().forget(KEY, 100));
        assertThat(await(first().open(LATER)).bytes()).isNull();
    }

    @Test
    void whatALaterClaimHasIsNotForgotten() throws Exception {
        await(first().save(CLAIM, 1, bytes(1)));
        await(first().open(LATER));
        await(last().forget(KEY, 100));
        assertThat(await(first().open(LATER)).bytes()).containsExactly(1);
    }

    @Test
    void aMegabyteComesBackAsItWas() throws Exception {
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        await(first().save(CLAIM, 1, large));
        assertThat(await(last().open(LATER)).bytes()).isEqualTo(large);
    }

}
