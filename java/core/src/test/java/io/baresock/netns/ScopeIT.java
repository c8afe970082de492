package io.baresock.netns;

import static io.baresock.Bsd.if_nameindex;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.ErrnoException;
import io.baresock.NetIf;
import io.baresock.Sockaddr;
import io.baresock.testkit.Netns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A scope is the name of any interface, also of one that has no address. */
@EnabledOnOs(OS.LINUX)
class ScopeIT {

    /** Prints each interface, and how far its number is from that of its scope. */
    static final class Scopes {
        public static void main(String[] args) throws ErrnoException {
            for (NetIf i : if_nameindex()) {
                int scope = Sockaddr.inet6("fe80::1%" + i.name(), 1).scopeId();
                System.out.println(i.name() + " " + (scope - i.index()));
            }
        }
    }

    @Test
    void anInterfaceWithoutAnAddress_isAScope() throws Exception {
        try (Netns ns = Netns.create()) {
            ns.ip("link", "add", "bs-a", "type", "veth", "peer", "name", "bs-b");
            assertEquals(
                    3,
                    ns.java(Scopes.class).lines().filter(l -> l.endsWith(" 0")).count());
        }
    }
}
