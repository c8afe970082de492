package io.baresock;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.arch.ExportedTypes;
import io.baresock.option.MulticastGroup;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledInNativeImage;

/** A record refuses null where it is made, and not later, where nobody knows any more where it came from. */
class RecordsTest {

    @Test
    @DisabledInNativeImage // which has not all constructors to look at
    void everyPublicRecord_refusesNull() throws Exception {
        int tried = 0;
        for (Class<?> type : ExportedTypes.all()) {
            RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
            for (int i = 0; i < components.length; i++) {
                if (!components[i].getType().isPrimitive() && !isNullable(components[i])) {
                    refusesNull(type, components, i);
                    tried++;
                }
            }
        }
        assertTrue(tried > 15, tried + " components");
    }

    private static boolean isNullable(RecordComponent c) {
        return c.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static void refusesNull(Class<?> type, RecordComponent[] components, int at) throws Exception {
        Object[] values = Arrays.stream(components).map(c -> good(c.getType())).toArray();
        Constructor<?> made = type.getConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        made.newInstance(values);
        values[at] = null;
        String what = type.getName() + " with " + components[at].getName() + " of null";
        Throwable refused = assertThrows(InvocationTargetException.class, () -> made.newInstance(values), what)
                .getCause();
        assertInstanceOf(NullPointerException.class, refused, what);
    }

    private static @Nullable Object good(Class<?> type) {
        if (type == int.class) {
            return 0;
        } else if (type == boolean.class) {
            return false;
        } else if (type == String.class) {
            return "name";
        } else if (type == Sockaddr.class) {
            return Sockaddr.parse("224.0.0.1:0");
        } else if (type == List.class) {
            return List.of();
        } else if (type == Set.class) {
            return Set.of();
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return List.of(Duration.ZERO, new MulticastGroup(Sockaddr.parse("224.0.0.1:0"), 0)).stream()
                .filter(type::isInstance)
                .findAny()
                .orElse(null);
    }
}
