package io.baresock.netns;

import static io.baresock.Bsd.if_nameindex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.baresock.ErrnoException;
import io.baresock.testkit.Netns;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The helper itself. */
@EnabledOnOs(OS.LINUX)
class NetnsIT {

    /** Prints the interfaces it sees. */
    static final class Interfaces {
        public static void main(String[] args) throws ErrnoException {
            TreeSet<String> names = new TreeSet<>();
            Arrays.stream(if_nameindex()).forEach(i -> names.add(i.name()));
            System.out.println(String.join(" ", names));
        }
    }

    @Test
    void aProgramInside_seesTheInterfacesOfTheNamespace_andNoOthers() throws Exception {
        try (Netns ns = Netns.create()) {
            ns.ip("link", "add", "bs-a", "type", "veth", "peer", "name", "bs-b");
            assertEquals("bs-a bs-b lo", ns.java(Interfaces.class).strip());
            assertFalse(ns.succeeds(List.of("ip", "link", "show", "bs-c")));
        }
    }
}
