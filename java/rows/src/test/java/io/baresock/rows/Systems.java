package io.baresock.rows;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.platform.commons.support.AnnotationSupport;

/** On which systems a test runs, by its annotations and those of its class. */
final class Systems {

    private Systems() {}

    /** As {@code docs/rows.md} names it. */
    static String name(OS system) {
        return switch (system) {
            case LINUX -> "Linux";
            case MAC -> "macOS";
            case FREEBSD -> "FreeBSD";
            default -> system.toString();
        };
    }

    /** Whether a system has a test, such as {@code io.baresock.contract.SocketIT#options_setAndGet}. */
    static boolean have(OS system, String test) throws ClassNotFoundException {
        String[] parts = test.split("#");
        Class<?> type = Class.forName(parts[0], false, Systems.class.getClassLoader());
        return allows(type, system) && allows(method(type, parts[1]), system);
    }

    private static Method method(Class<?> type, String name) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Method m : c.getDeclaredMethods()) {
                if (m.getName().equals(name)) {
                    return m;
                }
            }
        }
        throw new AssertionError(type.getName() + " has no method " + name);
    }

    private static boolean allows(AnnotatedElement element, OS system) {
        return AnnotationSupport.findAnnotation(element, EnabledOnOs.class)
                .map(only -> only.value().length == 0 || List.of(only.value()).contains(system))
                .orElse(true);
    }
}
