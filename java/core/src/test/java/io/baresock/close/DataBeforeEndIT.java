package io.baresock.close;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_SEQPACKET;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was sent before the end is read before the end: however the peer ends, and however the reader waits. */
@EnabledOnOs(OS.LINUX) // elsewhere a reset may throw away what was not read
class DataBeforeEndIT {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final int MANY = 1 << 18;
    private static final int FEW = 5000; // have room in the receiver's queue
    private static final int CHUNK = 1000;

    /** How the reader waits; returns how many bytes came in their order, and adds how it ended. */
    enum Reader {
        PLAIN {
            @Override
            int read(Socket s, Ending ending) throws Exception {
                return readAll(s, -1, ending);
            }
        },
        TIMED {
            @Override
            int read(Socket s, Ending ending) throws Exception {
                return readAll(s, HOUR, ending);
            }
        },
        VIRTUAL {
            @Override
            int read(Socket s, Ending ending) throws Exception {
                Virtual.required();
                return Virtual.call(() -> readAll(s, -1, ending)).get();
            }
        },
        LEVEL {
            @Override
            int read(Socket s, Ending ending) throws Exception {
                return polled(s, Mode.LEVEL, ending);
            }
        },
        EDGE {
            @Override
            int read(Socket s, Ending ending) throws Exception {
                return polled(s, Mode.EDGE, ending);
            }
        },
        ONESHOT {
            @Override
            int read(Socket s, Ending ending) throws Exception {
                return polled(s, Mode.ONESHOT, ending);
            }
        };

        abstract int read(Socket s, Ending ending) throws Exception;
    }

    /** The bytes in order, and how the stream ended: 0 or a negative errno. */
    private static final class Ending {
        private final ByteBuffer b = ByteBuffer.allocateDirect(CHUNK);
        private int next;
        private int result = 1;

        /** Takes what one receive brings; false if nothing is there now or at the end. */
        boolean receive(Socket s, long timeout) throws ErrnoException {
            int n;
            try {
                n = s.recv(b.clear(), 0, timeout);
            } catch (ErrnoException e) {
                n = -e.errno();
            }
            if (n == Socket.WOULD_BLOCK) {
                return false;
            }
            if (n <= 0) {
                result = n;
                return false;
            }
            for (int i = 0; i < n; i++) {
                assertEquals((byte) next, b.get(i));
                next++;
            }
            return true;
        }

        boolean isOver() {
            return result <= 0;
        }
    }

    private static int readAll(Socket s, long timeout, Ending ending) throws ErrnoException {
        while (ending.receive(s, timeout)) {
            assertTrue(ending.next <= MANY);
        }
        return ending.next;
    }

    private static int polled(Socket s, Mode mode, Ending ending) throws ErrnoException {
        try (Poller poller = Poller.open()) {
            var registration = poller.register(s, Poller.READABLE | Poller.READ_HANGUP, mode, 0, null);
            while (!ending.isOver()) {
                assertTrue(poller.poll(TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS)) >= 1, "no event");
                while (poller.next()) {
                    boolean more = ending.receive(s, 0); // level-triggered: one receive an event must do
                    while (more && mode == Mode.EDGE) {
                        more = ending.receive(s, 0);
                    }
                    if (mode == Mode.ONESHOT) {
                        registration.interest(Poller.READABLE | Poller.READ_HANGUP);
                    }
                }
            }
        }
        return ending.next;
    }

    /** The kinds of connection, by family and type. */
    enum Link {
        TCP(AF_INET, SOCK_STREAM),
        UNIX(AF_UNIX, SOCK_STREAM),
        SEQPACKET(AF_UNIX, SOCK_SEQPACKET);

        private final int domain;
        private final int type;

        Link(int domain, int type) {
            this.domain = domain;
            this.type = type;
        }

        Socket[] open() throws Exception {
            return domain == AF_INET ? SharedCloseIT.tcpPair() : Socket.pair(domain, type, 0);
        }
    }

    private static void send(Socket s, int bytes) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(CHUNK);
        for (int sent = 0; sent < bytes; sent += b.limit()) {
            b.clear().limit(Math.min(CHUNK, bytes - sent));
            for (int i = 0; i < b.limit(); i++) {
                b.put(i, (byte) (sent + i));
            }
            s.sendFully(b, HOUR);
            b.flip();
        }
    }

    static Stream<Arguments> readers() {
        List<Arguments> all = new ArrayList<>();
        for (Link link : Link.values()) {
            for (Reader reader : Reader.values()) {
                all.add(Arguments.of(link, reader));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("readers")
    @DisplayName("G10: every byte is read before the end, while the peer sends, then closes")
    void close_comesAfterAllTheData(Link link, Reader reader) throws Exception {
        Socket[] pair = link.open();
        try (Socket here = pair[0]) {
            Virtual.Task<Integer> sender = Virtual.call(() -> {
                try (Socket there = pair[1]) {
                    send(there, MANY);
                }
                return MANY;
            });
            Ending ending = new Ending();
            assertEquals(MANY, reader.read(here, ending));
            assertEquals(0, ending.result);
            assertEquals(MANY, sender.get());
        }
    }

    @ParameterizedTest
    @MethodSource("readers")
    void halfClose_comesAfterAllTheData(Link link, Reader reader) throws Exception {
        Socket[] pair = link.open();
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            Virtual.Task<Integer> sender = Virtual.call(() -> {
                send(there, MANY);
                there.shutdown(Bsd.SHUT_WR);
                return MANY;
            });
            Ending ending = new Ending();
            assertEquals(MANY, reader.read(here, ending));
            assertEquals(0, ending.result);
            assertEquals(MANY, sender.get());
            assertEquals(3, here.send(ByteBuffer.allocate(3), 0));
            assertEquals(3, there.recv(ByteBuffer.allocate(8), 0));
        }
    }

    /** The end is there before the reader looks for the first time: it sees data, hang-up and all in one event. */
    @ParameterizedTest
    @MethodSource("readers")
    void closeBeforeTheFirstRead_comesAfterAllTheData(Link link, Reader reader) throws Exception {
        Socket[] pair = link.open();
        try (Socket here = pair[0]) {
            send(pair[1], FEW);
            pair[1].close();
            Ending ending = new Ending();
            assertEquals(FEW, reader.read(here, ending));
            assertEquals(0, ending.result);
        }
    }

    /** The peer closes with data that it has not read: the kernel sends a reset, and what it had sent is still read first. */
    @ParameterizedTest
    @MethodSource("readers")
    @DisplayName("G10: RST with unread data: every byte that arrived is read before ECONNRESET")
    void closeWithUnreadData_resets_afterAllTheData(Link link, Reader reader) throws Exception {
        Socket[] pair = link.open();
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            here.send(ByteBuffer.allocate(100), 0);
            assertEquals(Socket.READABLE, there.poll(Socket.READABLE, 20, 0)); // unread is only what has arrived
            send(there, FEW);
            awaitArrival(link, here);
            there.close();
            Ending ending = new Ending();
            // Linux tells a seqpacket socket's error once and before its data: who goes on reading loses nothing.
            assertEquals(link == Link.SEQPACKET ? 0 : FEW, reader.read(here, ending));
            assertEquals(-Bsd.ECONNRESET, ending.result);
            assertTrue(here.isOpen());
            ending.result = 1;
            assertEquals(FEW, reader.read(here, ending));
            assertEquals(0, ending.result);
        }
    }

    static Stream<Reader> everyReader() {
        return Stream.of(Reader.values());
    }

    /** SO_LINGER with no time: close(2) is a reset. */
    @ParameterizedTest
    @MethodSource("everyReader")
    void abort_comesAfterAllTheDataThatArrived(Reader reader) throws Exception {
        Socket[] pair = Link.TCP.open();
        try (Socket here = pair[0];
                Socket there = pair[1]) {
            send(there, FEW);
            awaitArrival(Link.TCP, here);
            there.setOption(SocketOptions.SO_LINGER, new Linger(true, 0));
            there.close();
            Ending ending = new Ending();
            assertEquals(FEW, reader.read(here, ending));
            assertEquals(-Bsd.ECONNRESET, ending.result);
        }
    }

    /** Returns when all bytes are in the receiver's queue, so that a reset cannot overtake them. */
    private static void awaitArrival(Link link, Socket here) throws ErrnoException {
        if (link == Link.SEQPACKET) {
            return; // FIONREAD counts the next packet only; a Unix send is an arrival anyway
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);
        while (here.available() < FEW) {
            assertTrue(System.nanoTime() - deadline < 0, "the data does not arrive");
            Thread.onSpinWait();
        }
    }
}
