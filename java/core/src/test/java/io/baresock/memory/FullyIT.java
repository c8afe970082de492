package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.text.SocketText;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that put pieces of a stream together, on sockets whose messages have ends of their own. */
@DisplayName("what is for streams is refused on message sockets")
class FullyIT {

    private static final long SHORT = 300_000_000;

    private static int type(String name) {
        return name.equals("datagram") ? SOCK_DGRAM : SOCK_SEQPACKET;
    }

    @ParameterizedTest
    @ValueSource(strings = {"datagram", "seqpacket"})
    void receiving_isRefused_andTakesNothing(String kind) throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, type(kind), 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            a.send(new byte[20], 0, 20, 0);
            for (ByteBuffer room : new ByteBuffer[] {ByteBuffer.allocate(10), ByteBuffer.allocateDirect(30)}) {
                RuntimeException e =
                        assertThrows(UnsupportedOperationException.class, () -> b.recvFully(room, 1_000_000_000L));
                assertTrue(e.getMessage().contains("recvFully"), e.getMessage());
                assertEquals(0, room.position());
            }
            assertThrows(UnsupportedOperationException.class, () -> new SocketText(b));
            assertEquals(20, b.recv(ByteBuffer.allocate(100), MSG_DONTWAIT));
            try (Socket copy = b.dup()) {
                assertThrows(UnsupportedOperationException.class, () -> copy.recvFully(ByteBuffer.allocate(1), 0));
            }
            try (Socket adopted = Socket.adopt(dup(b.fd()))) {
                assertThrows(UnsupportedOperationException.class, () -> adopted.recvFully(ByteBuffer.allocate(1), 0));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"datagram", "seqpacket"})
    void sendingAll_isOneMessage(String kind) throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, type(kind), 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            a.sendFully(ByteBuffer.allocate(3000), -1);
            a.sendFully(ByteBuffer.allocateDirect(7), -1);
            assertEquals(3000, b.recv(ByteBuffer.allocate(5000), MSG_DONTWAIT));
            assertEquals(7, b.recv(ByteBuffer.allocate(5000), MSG_DONTWAIT));
            assertEquals(-EAGAIN, b.recv(ByteBuffer.allocate(5000), MSG_DONTWAIT));
            ErrnoException e = assertThrows(ErrnoException.class, () -> a.sendFully(ByteBuffer.allocate(16 << 20), -1));
            assertEquals(EMSGSIZE, e.errno());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"datagram", "seqpacket"})
    void sendingAFile_isRefused(String kind) throws Exception {
        Path file = Files.createTempFile("fully-", ".bin");
        Socket[] pair = Socket.pair(AF_UNIX, type(kind), 0);
        try (Socket a = pair[0];
                Socket b = pair[1];
                java.nio.channels.FileChannel channel = java.nio.channels.FileChannel.open(file)) {
            Files.write(file, new byte[100_000]);
            assertThrows(UnsupportedOperationException.class, () -> a.sendfileFully(channel, 0, 100_000, -1, null));
            assertEquals(-EAGAIN, b.recv(ByteBuffer.allocate(5000), MSG_DONTWAIT));
        } finally {
            Files.delete(file);
        }
    }

    private static Map<String, Receive> receives() {
        Map<String, Receive> all = new LinkedHashMap<>();
        all.put("recv", (s, b) -> s.recv(b, MSG_WAITALL, SHORT));
        all.put("recv byte[]", (s, b) -> s.recv(b.array(), 0, b.capacity(), MSG_WAITALL, SHORT));
        all.put("recvfrom", (s, b) -> s.recvfrom(b, MSG_WAITALL, new SockaddrStorage(), SHORT));
        all.put("recvmsg", (s, b) -> {
            try (Message m = new Message(1, 0).add(b)) {
                return s.recvmsg(m, MSG_WAITALL, SHORT);
            }
        });
        return all;
    }

    private interface Receive {
        int with(Socket s, ByteBuffer b) throws ErrnoException;
    }

    /** recv(2): MSG_WAITALL has no effect on datagrams. It must not join them, whatever it is that waits. */
    @ParameterizedTest
    @ValueSource(strings = {"datagram", "seqpacket"})
    void waitingForAll_isOneMessage(String kind) throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, type(kind), 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            for (Map.Entry<String, Receive> receive : receives().entrySet()) {
                a.send(new byte[3], 0, 3, 0);
                a.send(new byte[5], 0, 5, 0);
                assertEquals(3, receive.getValue().with(b, ByteBuffer.allocate(100)), receive.getKey());
                assertEquals(5, receive.getValue().with(b, ByteBuffer.allocate(100)), receive.getKey());
            }
        }
    }
}
