package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After shutdown(SHUT_RD) recvmmsg(2) fills the rest of the batch with messages of no length, however it waits. With MSG_WAITFORONE there
 * is one. The tables are what a C program says on Linux 6.18.
 */
@EnabledOnOs(OS.LINUX)
class ShutBatchIT {

    private static final int SLOTS = 3;
    private static final long BOUND = TimeUnit.SECONDS.toNanos(Patience.SECONDS);

    /** Two sockets that are connected with each other. */
    enum Kind {
        UDP {
            @Override
            Socket[] pair() throws ErrnoException {
                Socket a = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                Socket b = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                a.connect(b.localAddress());
                b.connect(a.localAddress());
                return new Socket[] {a, b};
            }
        },
        UNIX_DGRAM {
            @Override
            Socket[] pair() throws ErrnoException {
                return Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
            }
        };

        abstract Socket[] pair() throws ErrnoException;
    }

    /** Who receives, and how long it may wait. */
    enum Caller {
        BLOCKING {
            @Override
            int receive(Socket s, MessageBatch m, int flags) throws ErrnoException {
                return s.recvmmsg(m, flags);
            }
        },
        TIMED {
            @Override
            int receive(Socket s, MessageBatch m, int flags) throws ErrnoException {
                return s.recvmmsg(m, flags, BOUND);
            }
        },
        KERNELS_TIMEOUT {
            @Override
            int receive(Socket s, MessageBatch m, int flags) throws ErrnoException {
                s.setOption(SocketOptions.SO_RCVTIMEO, Duration.ofNanos(BOUND));
                return s.recvmmsg(m, flags);
            }
        },
        PLAIN {
            @Override
            int receive(Socket s, MessageBatch m, int flags) {
                return Bsd.recvmmsg(s.fd(), m, flags);
            }
        },
        PLAIN_TIMED {
            @Override
            int receive(Socket s, MessageBatch m, int flags) {
                return Bsd.recvmmsg(s.fd(), m, flags, BOUND);
            }
        };

        abstract int receive(Socket s, MessageBatch m, int flags) throws ErrnoException;
    }

    @ParameterizedTest
    @EnumSource
    void recvmmsg_isFullOfEmptyMessages_afterTheInputIsShut(Kind kind) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Caller caller : Caller.values()) {
            for (boolean virtual : new boolean[] {false, true}) {
                for (int flags : new int[] {0, MSG_WAITFORONE}) {
                    for (int queued = 0; queued <= 1; queued++) {
                        String got = received(kind, caller, virtual, flags, queued);
                        String right = (queued == 1 ? "[2" : "[0") + (flags == 0 ? ", 0, 0]" : "]");
                        if (!got.equals(right)) {
                            wrong.add(caller + (virtual ? ", virtual" : "") + ", flags " + flags + ", " + queued
                                    + " queued: " + got + ", C: " + right);
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** The lengths of the messages that came. */
    private static String received(Kind kind, Caller caller, boolean virtual, int flags, int queued) throws Exception {
        Socket[] pair = kind.pair();
        try (Socket s = pair[0];
                Socket peer = pair[1];
                MessageBatch batch = new MessageBatch(SLOTS, 8)) {
            for (int i = 0; i < queued; i++) {
                peer.send(ByteBuffer.allocate(2));
                assertEquals(Socket.READABLE, s.poll(Socket.READABLE, Patience.SECONDS, 0));
            }
            s.shutdown(SHUT_RD);
            Virtual.Body<Integer> call = () -> caller.receive(s, batch, flags);
            int n = virtual ? Virtual.call(call).get() : call.run();
            List<Integer> lengths = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                lengths.add(batch.length(i));
            }
            return lengths.toString();
        }
    }

    /** What may not wait says that nothing is there. */
    @ParameterizedTest
    @EnumSource
    void recvmmsg_thatDoesNotWait_saysWouldBlock(Kind kind) throws Exception {
        Socket[] pair = kind.pair();
        try (Socket s = pair[0];
                Socket peer = pair[1];
                MessageBatch batch = new MessageBatch(SLOTS, 8)) {
            s.shutdown(SHUT_RD);
            assertEquals(Socket.WOULD_BLOCK, s.recvmmsg(batch, MSG_DONTWAIT));
            assertEquals(Socket.WOULD_BLOCK, s.recvmmsg(batch, 0, 0L));
            assertEquals(-EAGAIN, Bsd.recvmmsg(s.fd(), batch, MSG_DONTWAIT));
            assertTrue(peer.isOpen());
        }
    }
}
