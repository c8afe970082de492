package io.baresock.handover;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** G13: what a service manager receives at NOTIFY_SOCKET, played by a socket of ours. */
@EnabledOnOs(OS.LINUX)
class FdStoreIT {

    private static final ByteBuffer TEXT = ByteBuffer.allocate(128);

    private static String received(Socket manager, Message m) throws IOException {
        TEXT.clear();
        manager.recvmsg(m.clearBuffers().add(TEXT), 0, -1);
        return new String(TEXT.array(), 0, m.bytes(), StandardCharsets.US_ASCII);
    }

    @Test
    @DisplayName("G13: listeners go to the manager by name and are the same sockets there; a removal names them")
    void put_sendsTheDescriptors() throws IOException {
        try (Socket manager = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unixUnnamed());
                Socket one = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0));
                Socket two = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                Message m = new Message()) {
            String name = '@' + new String(manager.localAddress().nameBytes(), StandardCharsets.US_ASCII);
            Map<String, String> environment = Map.of("NOTIFY_SOCKET", name);
            assertTrue(FdStore.put(environment, "web", one, two));
            assertEquals("FDSTORE=1\nFDNAME=web", received(manager, m));
            assertEquals(2, m.fdCount());
            try (Socket first = m.takeSocket(0);
                    Socket second = m.takeSocket(1)) {
                assertEquals(one.localAddress(), first.localAddress());
                assertEquals(two.localAddress(), second.localAddress());
            }
            assertTrue(FdStore.remove(environment, "web"));
            assertEquals("FDSTOREREMOVE=1\nFDNAME=web", received(manager, m));
            assertEquals(0, m.fdCount());
        }
    }

    @Test
    void withoutAManager_isFalse_andBadArgumentsAreRefused() throws IOException {
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            assertFalse(FdStore.put(Map.of(), "web", s));
            assertFalse(FdStore.remove(Map.of("NOTIFY_SOCKET", ""), "web"));
            for (String bad : new String[] {"", "a:b", "a\nb", "\u00fc", "x".repeat(256)}) {
                assertThrows(IllegalArgumentException.class, () -> FdStore.put(Map.of(), bad, s));
            }
            assertThrows(IllegalArgumentException.class, () -> FdStore.put(Map.of(), "web"));
            s.close();
            assertThrows(SocketClosedException.class, () -> FdStore.put(Map.of(), "web", s));
        }
    }
}
