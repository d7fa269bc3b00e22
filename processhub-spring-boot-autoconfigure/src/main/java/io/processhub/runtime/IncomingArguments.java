package io.processhub.runtime;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/** Arguments of a call: values that may be shared, or JSON. */
sealed interface IncomingArguments {

    /** As a JSON array. */
    String json();

    /**
     * As values that belong to the callee, or are shared.
     * @throws tools.jackson.core.JacksonException if one does not fit its type
     */
    @Nullable Object[] values(Type[] types);

    /**
     * Arguments of a call from this JVM: shared if nobody can change them, else copied at
     * once, so that the child sees them as they were when the call was made.
     * @throws tools.jackson.core.JacksonException if one cannot be JSON
     */
    static IncomingArguments of(@Nullable Object[] values) {
        return SharedValues.areShared(values) ? new Shared(values) : new Written(CallJson.write(values));
    }

    /** Arguments that caller and child may share. */
    record Shared(@Nullable Object[] live) implements IncomingArguments {

        @Override
        public String json() {
            return CallJson.write(this.live);
        }

        @Override
        public @Nullable Object[] values(Type[] types) {
            return fit(types) ? this.live : CallJson.readAll(json(), types);
        }

        private boolean fit(Type[] types) {
            if (types.length != this.live.length) {
                return false;
            }
            for (int i = 0; i < types.length; i++) {
                if (!(types[i] instanceof Class<?> type) || !ClassUtils.isAssignableValue(type, this.live[i])) {
                    return false;
                }
            }
            return true;
        }

    }

    /** Arguments from JSON. */
    record Written(String json) implements IncomingArguments {

        @Override
        public @Nullable Object[] values(Type[] types) {
            return CallJson.readAll(this.json, types);
        }

    }

}
