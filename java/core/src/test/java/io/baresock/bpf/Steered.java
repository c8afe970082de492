package io.baresock.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketKind;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** What the tests of steering and filters share. */
final class Steered {

    private static final int CONNECTIONS = 200;
    private static final long LONG = Patience.NANOS;

    private Steered() {}

    /** Sends a datagram for each character; returns those that arrived. Nonblocking: loopback delivers at once. */
    static String passed(Socket from, Socket to, String characters) throws Exception {
        for (int i = 0; i < characters.length(); i++) {
            byte[] one = {(byte) characters.charAt(i)};
            assertEquals(1, from.sendto(ByteBuffer.wrap(one), 0, to.localAddress()));
        }
        StringBuilder text = new StringBuilder();
        ByteBuffer b = ByteBuffer.allocate(8);
        while (to.recv(b.clear(), 0) > 0) {
            text.append((char) b.get(0));
        }
        return text.toString();
    }

    /** Makes connections until each listener got some: each comes to the listener that its source port says, and to no other. */
    static void byPort(ReuseportGroup group) throws Exception {
        BitSet seen = new BitSet();
        for (int i = 0; i < CONNECTIONS && seen.cardinality() < group.size(); i++) {
            // The kernel takes ports of one parity for bind(2) and of the other for connect(2), while there are any.
            try (Socket client = SocketKind.TCP.open()) {
                if (i % 2 == 0) {
                    client.bind(Sockaddr.loopback4(0));
                }
                client.connect(group.address());
                int expected = (client.localAddress().port() & 0xFF) % group.size();
                accepted(group, expected);
                seen.set(expected);
            }
        }
        assertEquals(group.size(), seen.cardinality(), "ports of " + seen + " only");
    }

    /** The connection that was just made is at this listener, and none at another. */
    static void accepted(ReuseportGroup group, int expected) throws Exception {
        try (Socket accepted = group.get(expected).accept(null, 0, LONG)) {
            assertNotNull(accepted, "listener " + expected + " has no connection");
            assertTrue(accepted.isOpen());
        }
        for (int i = 0; i < group.size(); i++) {
            assertNull(group.get(i).accept(), "listener " + i + " has a connection of " + expected);
        }
    }
}
