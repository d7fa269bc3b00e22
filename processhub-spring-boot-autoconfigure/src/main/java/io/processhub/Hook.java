package io.processhub;

/**
 * What an application wants to do when something happens in the hub. Beans of this type
 * are registered when the application starts, others by {@link HookRegistry#register}.
 *
 * @param <E> what it hears of
 * @param id unique among the hooks of a member, not blank
 * @param event kind of event, or {@link ProcessHubEvent} for all
 * @param priority hooks of greater priority hear of an event first
 * @param action what to do
 */
public record Hook<E extends ProcessHubEvent>(String id, Class<E> event, int priority, Action<? super E> action) {

    public Hook {
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("hook id: " + id + " (expected: text that is not blank)");
        }
    }

    /** Hook of priority 0. */
    public static <E extends ProcessHubEvent> Hook<E> of(String id, Class<E> event, Action<? super E> action) {
        return new Hook<>(id, event, 0, action);
    }

    public Hook<E> priority(int priority) {
        return new Hook<>(this.id, this.event, priority, this.action);
    }

    /** What to do when something happens. */
    @FunctionalInterface
    public interface Action<E extends ProcessHubEvent> {

        /**
         * Called on a virtual thread, for one event after the other, never on the hub's
         * own threads. What takes longer than 5 s is interrupted.
         * @throws Exception whatever went wrong; it is logged and counted, and harms
         * nobody
         */
        void on(E event) throws Exception;

    }

}
