package io.baresock.examples;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** Finds public classes of the library by the names that the guide has: without their packages. */
final class PublicApi {

    private static final List<String> PACKAGES = List.of(
            "io.baresock",
            "io.baresock.async",
            "io.baresock.bpf",
            "io.baresock.counters",
            "io.baresock.handover",
            "io.baresock.option",
            "io.baresock.poll",
            "io.baresock.text",
            "io.baresock.zerocopy");

    private PublicApi() {}

    /** Whether the library has this class, and that it is public. */
    static boolean has(String type) {
        return PACKAGES.stream().anyMatch(p -> find(p, type) != null);
    }

    /** Whether one of the library's classes of this name has a public member of that name: a method, a field or a class. */
    static boolean has(String type, String member) {
        return PACKAGES.stream()
                .map(p -> find(p, type))
                .anyMatch(c -> c != null
                        && (Arrays.stream(c.getMethods())
                                        .anyMatch(m -> m.getName().equals(member))
                                || Arrays.stream(c.getFields())
                                        .anyMatch(f -> f.getName().equals(member))
                                || Arrays.stream(c.getClasses())
                                        .anyMatch(n -> n.getSimpleName().equals(member))));
    }

    private static Class<?> find(String inPackage, String type) {
        try {
            Class<?> found = Class.forName(inPackage + "." + type);
            return Modifier.isPublic(found.getModifiers()) ? found : null;
        } catch (ClassNotFoundException e) {
            return null; // it is in another package, or not the library's
        }
    }
}
