package io.processhub;

/**
 * A child that has state: implemented by a {@link ChildProcess} that takes its state
 * along when it moves to another member, and that goes on from its newest
 * {@linkplain ChildContext#checkpoint(Object) checkpoint} when it is started again. The
 * state travels as a {@link StateSerializer} writes it, by default as JSON, and must not
 * be larger than {@code processhub.max-state-size}.
 *
 * @param <S> type of the state, best a record
 */
public interface Handover<S> {

    /**
     * The state as it stands. Called when {@link ChildProcess#run run} has returned and
     * the calls that had begun have ended, on a thread of its own, which is interrupted
     * after {@code processhub.migration.hot-swap.handover-data-wait}. If it fails, is
     * late, or what it answers cannot be handed over, the child stays where it is:
     * {@code run} is called again, on the same instance. Only a member that leaves lets
     * it move all the same; then it goes on from its newest checkpoint.
     * @return not null
     */
    S exportState();

    /**
     * Takes over the newest state there is. Called before {@link ChildProcess#run run},
     * on the same thread; not called if there is none. A replica that stood by and
     * becomes active is given it while {@code run} goes on, on another thread, and its
     * role changes when this method has returned; what it writes is seen by whoever has
     * seen the new role, and it is interrupted if that is not wanted any more. A child
     * whose state cannot be imported fails, as it does when {@code run} fails.
     */
    void importState(S state);

    /**
     * Unites two states after a split of the cluster in which the child ran twice, under
     * {@code divergence}. The default keeps the one of the claim that stays. Called like
     * a call to the child, beside {@link ChildProcess#run run}; {@link #exportState}
     * comes before it, and {@link #importState} after it, with what it answers.
     * @param mine state of the child that goes on, the one with the higher epoch
     * @param theirs state of the one that was stopped
     * @return what the child goes on with
     */
    default S merge(S mine, S theirs) {
        return mine;
    }

    /**
     * Whether the child may move now. If not, it is asked again every 10 s, and is moved
     * all the same after {@code processhub.migration.hot-swap.max-defer-time}. Asked
     * while the child runs, on another thread.
     */
    default boolean readyToMove() {
        return true;
    }

}
