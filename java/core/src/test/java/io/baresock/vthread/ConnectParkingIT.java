package io.baresock.vthread;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;
import static io.baresock.vthread.Sockets.HOUR;
import static io.baresock.vthread.Sockets.SHORT;
import static io.baresock.vthread.Sockets.listener;
import static io.baresock.vthread.Sockets.oneByte;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Accept and connect on virtual threads. */
class ConnectParkingIT {

    @Test
    @DisplayName("G11: accept and connect park a virtual thread")
    void accept_andConnect_park() throws Exception {
        try (Socket listener = listener()) {
            for (int round = 0; round < 3; round++) {
                boolean timed = round == 1;
                Task<Socket> accepting = Virtual.call(
                                () -> timed ? listener.accept(new SockaddrStorage(), 0, HOUR) : listener.accept())
                        .awaitParked();
                try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                    assertTrue(Virtual.call(() -> client.connect(listener.localAddress()))
                            .get());
                    assertFalse(client.isNonblocking());
                    try (Socket accepted = accepting.get()) {
                        assertEquals(1, accepted.send(oneByte(7), 0));
                        assertEquals(1, client.recv(ByteBuffer.allocate(8), 0));
                    }
                }
            }
        }
    }

    @Test
    void connect_saysWhyItFailed() throws Exception {
        Sockaddr nobody;
        try (Socket bound = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0))) {
            nobody = bound.localAddress();
            try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                ErrnoException e = Virtual.call(() -> assertThrows(ErrnoException.class, () -> s.connect(nobody)))
                        .get();
                assertEquals(Bsd.ECONNREFUSED, e.errno());
            }
        }
    }

    /** A Unix connect with a full backlog has nothing to poll for: it tries again after pauses. */
    @Test
    void connect_waitsForRoom_inAUnixBacklog() throws Exception {
        try (Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0)
                        .bind(Sockaddr.unixUnnamed())
                        .listen(0);
                Socket first = Socket.open(AF_UNIX, SOCK_STREAM, 0);
                Socket second = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
            Sockaddr address = listener.localAddress();
            first.connect(address);
            assertEquals(
                    Bsd.EAGAIN,
                    Virtual.call(() -> assertThrows(ErrnoException.class, () -> second.connect(address, SHORT)))
                            .get()
                            .errno());
            Task<Boolean> connecting =
                    Virtual.call(() -> second.connect(address)).awaitParked();
            try (Socket one = listener.accept()) {
                assertTrue(connecting.get());
                assertTrue(one.isOpen());
            }
        }
    }
}
