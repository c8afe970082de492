package io.baresock.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row Z1: the seventeen calls of the BSD-sockets document are there by their own names, on this backend. */
class SeventeenNamesIT {

    private static final Set<String> NAMES = new TreeSet<>(Set.of(
            "socket",
            "close",
            "recv",
            "recvfrom",
            "send",
            "sendto",
            "connect",
            "bind",
            "listen",
            "accept",
            "fcntl",
            "getsockopt",
            "setsockopt",
            "poll",
            "select",
            "getaddrinfo",
            "getnameinfo"));

    @Test
    @DisplayName("Z1: every one of the seventeen names is a public static method of Bsd")
    void everyName_isAPublicStaticMethod() {
        assertEquals(17, NAMES.size());
        Set<String> there = Arrays.stream(Bsd.class.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = new TreeSet<>(NAMES);
        missing.removeAll(there);
        assertTrue(missing.isEmpty(), "missing: " + missing);
    }
}
