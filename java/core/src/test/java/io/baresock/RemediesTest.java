package io.baresock;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What messages say beyond the system's own text. */
class RemediesTest {

    @Test
    void bind_inUse_namesSoReuseaddr() throws ErrnoException {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(1);
                Socket second = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            Sockaddr address = listener.localAddress();
            ErrnoException e = assertThrows(ErrnoException.class, () -> second.bind(address));
            assertTrue(e.getMessage().startsWith("bind(" + address + "): EADDRINUSE"), e.getMessage());
            assertTrue(e.getMessage().endsWith("set SO_REUSEADDR before bind"), e.getMessage());
            assertEquals(
                    "a port below 1024 needs CAP_NET_BIND_SERVICE",
                    Remedies.of(second.descriptor(), "bind", EACCES, Sockaddr.loopback4(80)));
            assertNull(Remedies.of(second.descriptor(), "bind", EACCES, Sockaddr.loopback4(8080)));
            assertNull(Remedies.of(second.descriptor(), "connect", ECONNREFUSED, null));
            assertTrue(String.valueOf(Remedies.of(second.descriptor(), "dup", EMFILE, null))
                    .contains("ulimit -n"));
        }
    }

    @Test
    void send_withoutAPeer_namesConnect() throws ErrnoException {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> s.send(ByteBuffer.allocate(1)));
            assertEquals(EDESTADDRREQ, e.errno());
            assertTrue(e.getMessage().endsWith("call connect, or sendto with an address"), e.getMessage());
            assertEquals(
                    "for a broadcast address set SO_BROADCAST", Remedies.of(s.descriptor(), "sendto", EACCES, null));
        }
    }

    @Test
    void socket_ofRawKind_namesTheCapability() {
        assertTrue(String.valueOf(Remedies.open(EPERM, AF_INET, SOCK_RAW | SOCK_NONBLOCK))
                .startsWith("it needs CAP_NET_RAW"));
        assertNull(Remedies.open(EPERM, AF_INET, SOCK_STREAM));
        assertNull(Remedies.open(EINVAL, AF_INET, SOCK_RAW));
    }
}
