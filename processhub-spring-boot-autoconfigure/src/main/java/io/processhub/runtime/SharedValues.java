package io.processhub.runtime;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Tells values that a caller and a child of the same JVM may share from those that must
 * be copied: nobody can change text, numbers, times, enum constants, and records of
 * these.
 */
final class SharedValues {

    private static final Set<Class<?>> SCALARS = Set.of(String.class, BigDecimal.class, BigInteger.class, UUID.class,
            URI.class);

    private static final ClassValue<Boolean> SHARED = new ClassValue<>() {

        @Override
        protected Boolean computeValue(Class<?> type) {
            return isShared(type, new HashSet<>());
        }

    };

    private SharedValues() {
    }

    static boolean isShared(@Nullable Object value) {
        return value == null || SHARED.get(value.getClass());
    }

    static boolean areShared(@Nullable Object[] values) {
        for (Object value : values) {
            if (!isShared(value)) {
                return false;
            }
        }
        return true;
    }

    /** Types that contain themselves are looked at once. */
    private static boolean isShared(Class<?> type, Set<Class<?>> seen) {
        if (ClassUtils.isPrimitiveOrWrapper(type) || SCALARS.contains(type) || isEnum(type)
                || type.getName().startsWith("java.time.")) {
            return true;
        }
        if (!type.isRecord()) {
            return false;
        }
        if (seen.add(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (!isShared(component.getType(), seen)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Constants with a body have a class of their own. */
    private static boolean isEnum(Class<?> type) {
        return type.isEnum() || type.getSuperclass() != null && type.getSuperclass().isEnum();
    }

}
