package io.baresock.vthread;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_STREAM;
import static io.baresock.vthread.Sockets.HOUR;
import static io.baresock.vthread.Sockets.SHORT;
import static io.baresock.vthread.Sockets.listener;
import static io.baresock.vthread.Sockets.oneByte;
import static io.baresock.vthread.Sockets.tcpPair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every call that sends or receives, made on a virtual thread: parked, and with the same result as on any other. */
class ParkingIT {

    /** A receive of one byte, in each of its forms. */
    private enum Receive {
        BUFFER {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocateDirect(8);
                return s.recv(b, 0) == 1 ? b.get(0) : -1;
            }
        },
        HEAP_BUFFER_TIMED {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocate(8);
                return s.recv(b, 0, HOUR) == 1 ? b.get(0) : -1;
            }
        },
        ARRAY {
            @Override
            int call(Socket s) throws ErrnoException {
                byte[] a = new byte[8];
                return s.recv(a, 2, 4, 0) == 1 ? a[2] : -1;
            }
        },
        FROM {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocateDirect(8);
                return s.recvfrom(b, 0, new SockaddrStorage()) == 1 ? b.get(0) : -1;
            }
        },
        FULLY {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocate(1);
                return s.recvFully(b, -1) == 1 ? b.get(0) : -1;
            }
        },
        MESSAGE {
            @Override
            int call(Socket s) throws ErrnoException {
                ByteBuffer b = ByteBuffer.allocate(8);
                try (Message m = new Message().add(b)) {
                    return s.recvmsg(m, 0) == 1 ? b.get(0) : -1;
                }
            }
        },
        POLL {
            @Override
            int call(Socket s) throws ErrnoException {
                int ready = s.poll(Socket.READABLE | Socket.PRIORITY, -1, 0);
                ByteBuffer b = ByteBuffer.allocate(8);
                return ready == Socket.READABLE && s.recv(b, 0, 0) == 1 ? b.get(0) : -1;
            }
        };

        abstract int call(Socket s) throws ErrnoException;
    }

    @Test
    @DisplayName("G11: every form of a receive parks a virtual thread, and gets the byte")
    void receive_parks_inEachForm() throws Exception {
        for (int type : new int[] {SOCK_STREAM, SOCK_DGRAM}) {
            Socket[] pair = Socket.pair(AF_UNIX, type, 0);
            try (Socket here = pair[0];
                    Socket there = pair[1];
                    Socket copy = here.dup()) {
                int value = 0;
                for (Receive receive : Receive.values()) {
                    if (receive == Receive.FULLY && type != SOCK_STREAM) {
                        assertThrows(UnsupportedOperationException.class, () -> receive.call(here));
                        continue;
                    }
                    for (Socket s : List.of(here, copy)) {
                        Task<Integer> task = Virtual.call(() -> receive.call(s)).awaitParked();
                        assertEquals(1, there.send(oneByte(++value), 0));
                        assertEquals(value, task.get(), receive.name());
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("G11: timeouts of parked calls pass")
    void timeouts_pass() throws Exception {
        try (Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                Socket listener = listener()) {
            long begin = System.nanoTime();
            assertEquals(
                    Socket.WOULD_BLOCK,
                    Virtual.call(() -> udp.recv(ByteBuffer.allocate(8), 0, SHORT))
                            .get());
            assertNull(Virtual.call(() -> listener.accept(null, 0, SHORT)).get());
            assertEquals(
                    0, Virtual.call(() -> udp.poll(Socket.READABLE, 0, 50_000)).get());
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            try (Socket stream = pair[0];
                    Socket peer = pair[1]) {
                assertTrue(peer.isOpen());
                assertEquals(
                        Bsd.ETIMEDOUT,
                        Virtual.call(() -> assertThrows(
                                        ErrnoException.class, () -> stream.recvFully(ByteBuffer.allocate(8), SHORT)))
                                .get()
                                .errno());
            }
            assertTrue(System.nanoTime() - begin >= 4 * SHORT, "one of them came before its time");
            // and leave nothing behind that would take what comes later
            udp.sendto(oneByte(1), 0, udp.localAddress());
            assertEquals(
                    1,
                    Virtual.call(() -> udp.recv(ByteBuffer.allocate(8), 0, HOUR))
                            .get());
        }
    }

    /** MSG_DONTWAIT and non-blocking mode mean what they mean anywhere. */
    @Test
    void nonblocking_doesNotWait() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket here = pair[0];
                Socket there = pair[1];
                Socket copy = here.dup()) {
            ByteBuffer b = ByteBuffer.allocate(8);
            for (Socket s : List.of(there, here, copy)) {
                assertEquals(Socket.WOULD_BLOCK, s.recv(b, Bsd.MSG_DONTWAIT));
                assertEquals(
                        Socket.WOULD_BLOCK,
                        Virtual.call(() -> s.recv(b, Bsd.MSG_DONTWAIT)).get());
            }
            there.setNonblocking(true);
            assertEquals(
                    Socket.WOULD_BLOCK, Virtual.call(() -> there.recv(b, 0)).get());
            Task<Integer> timed = Virtual.call(() -> there.recv(b, 0, HOUR)).awaitParked();
            assertEquals(3, here.send(ByteBuffer.allocate(3), 0));
            assertEquals(3, timed.get());
        }
    }

    /** An unconnected Unix datagram socket stays writable while its full receiver refuses: no spinning, and no sleep for ever. */
    @Test
    void sendto_aFullReceiver_waitsUntilThereIsRoom() throws Exception {
        try (Socket receiver = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unixUnnamed());
                Socket sender = Socket.open(AF_UNIX, SOCK_DGRAM, 0)) {
            Sockaddr to = receiver.localAddress();
            ByteBuffer b = ByteBuffer.allocateDirect(64);
            int filled = 0;
            while (sender.sendto(b.clear(), 0, to, 0) > 0) {
                assertTrue(++filled < 100_000);
            }
            assertEquals(
                    Socket.WOULD_BLOCK,
                    Virtual.call(() -> sender.sendto(ByteBuffer.allocate(1), 0, to, SHORT))
                            .get());
            Task<Integer> waiting = Virtual.call(() -> sender.sendto(ByteBuffer.allocate(1), 0, to));
            for (int i = 0; i < filled; i++) {
                assertEquals(64, receiver.recv(b.clear(), 0, HOUR));
            }
            assertEquals(1, waiting.get());
            assertEquals(1, receiver.recv(b.clear(), 0, HOUR));
        }
    }

    /** What only the blocking system call gives is still given, on a pinned carrier: all the bytes, the kernel's own timeout. */
    @Test
    void waitall_andKernelTimeouts_meanTheSame() throws Exception {
        Socket[] pair = tcpPair();
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            Task<Integer> all = Virtual.call(() -> here.recv(ByteBuffer.allocate(8), Bsd.MSG_WAITALL));
            there.send(ByteBuffer.allocate(3), 0);
            there.send(ByteBuffer.allocate(5), 0);
            assertEquals(8, all.get());
            here.setOption(SocketOptions.SO_RCVTIMEO, java.time.Duration.ofMillis(50));
            assertEquals(
                    Socket.WOULD_BLOCK,
                    Virtual.call(() -> here.recv(ByteBuffer.allocate(8), 0)).get());
        }
    }
}
