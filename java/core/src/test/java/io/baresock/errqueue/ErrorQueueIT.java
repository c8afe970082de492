package io.baresock.errqueue;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrorKind;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.SocketOptions;
import io.baresock.option.Timestamping;
import io.baresock.poll.Poller;
import io.baresock.testkit.Allocations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The error queue as a stream; row G5. */
@EnabledOnOs(OS.LINUX)
@DisplayName("ErrorQueue: row G5")
class ErrorQueueIT {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void refusedPort_isTold_withOffenderDestinationAndPayload(String host) throws IOException {
        boolean four = family(host) == AF_INET;
        try (Socket s = Fixture.udp(host);
                ErrorQueue queue = new ErrorQueue(4, 64)) {
            Sockaddr nobody = Fixture.nobody(host);
            Fixture.recverr(s);
            assertEquals(0, s.errors(queue));
            assertThrows(IndexOutOfBoundsException.class, () -> queue.kind(0));
            s.sendto(Fixture.ascii("lost"), 0, nobody);
            assertEquals(1, Fixture.drain(s, queue));
            assertEquals(four ? ErrorKind.ICMP : ErrorKind.ICMP6, queue.kind(0));
            assertEquals(ECONNREFUSED, queue.errno(0));
            assertEquals(four ? SO_EE_ORIGIN_ICMP : SO_EE_ORIGIN_ICMP6, queue.origin(0));
            assertEquals(four ? 3 : 1, queue.type(0)); // destination unreachable
            assertEquals(four ? 3 : 4, queue.code(0)); // port
            assertEquals(0, queue.info(0));
            assertEquals(0, queue.data(0));
            assertEquals(-1, queue.mtu(0));
            SockaddrStorage a = new SockaddrStorage();
            assertTrue(queue.offender(0, a));
            assertEquals(Fixture.address(host, 0), a.toSockaddr());
            assertTrue(queue.destination(0, a));
            assertEquals(nobody, a.toSockaddr());
            assertEquals("lost", Fixture.text(queue.payload(0)));
            assertFalse(queue.isTruncated(0));
            assertEquals(-1, queue.id(0));
            assertEquals(-1, queue.stamp(0));
            assertEquals(-1, queue.sendNanos(0));
            assertEquals(-1, queue.txTime(0));
            assertEquals(-1, queue.firstCompleted(0));
            assertEquals(0, s.errors(queue));
            assertEquals(0, queue.count());
            assertEquals(0, s.getsockopt(SOL_SOCKET, SO_ERROR)); // draining cleared it
        }
    }

    private static int family(String host) {
        return Fixture.family(host);
    }

    @Test
    void aDrain_takesWhatFits_inOrder_andPayloadsAreCutVisibly() throws IOException {
        try (Socket s = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(3, 4)) {
            Sockaddr nobody = Fixture.nobody("127.0.0.1");
            Fixture.recverr(s);
            for (String text : new String[] {"a", "", "fits", "long one", "e"}) {
                Fixture.refused(s, Fixture.ascii(text), nobody);
            }
            int fd = s.fd();
            assertEquals(3, s.errors(queue));
            assertEquals("a", Fixture.text(queue.payload(0)));
            assertEquals("", Fixture.text(queue.payload(1)));
            assertEquals("fits", Fixture.text(queue.payload(2)));
            assertFalse(queue.isTruncated(2));
            assertEquals(2, errors(fd, queue)); // as Bsd has it
            assertEquals("long", Fixture.text(queue.payload(0)));
            assertTrue(queue.isTruncated(0));
            assertEquals("e", Fixture.text(queue.payload(1)));
            assertFalse(queue.isTruncated(1));
            assertEquals(0, errors(fd, queue));
        }
    }

    @Test
    void aMixOfKinds_isOneStream_ofOneSocket() throws IOException {
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(16, 32)) {
            Sockaddr nobody = Fixture.nobody("127.0.0.1");
            Fixture.recverr(s);
            s.setOption(SocketOptions.SO_ZEROCOPY, true);
            s.setOption(SocketOptions.SO_TIMESTAMPING, Timestamping.sendSoftware());
            ByteBuffer data = ByteBuffer.allocateDirect(8);
            for (int round = 0; round < 3; round++) {
                Fixture.refused(s, data.clear(), nobody); // a time and an ICMP error
                s.sendto(data.clear(), MSG_ZEROCOPY, peer.localAddress()); // a time and a completion
            }
            int[] refused = new int[3];
            int[] stamped = new int[6];
            int[] completed = new int[3];
            int all = 0;
            while (all < 12) { // completions of sends in a row are one entry
                int n = Fixture.drain(s, queue);
                for (int i = 0; i < n; i++) {
                    switch (queue.kind(i)) {
                        case ICMP -> {
                            assertEquals(ECONNREFUSED, queue.errno(i));
                            assertEquals(8, queue.payload(i).remaining());
                            all++;
                            refused[(int) queue.data(i)]++;
                        }
                        case TIMESTAMP -> {
                            assertEquals(ENOMSG, queue.errno(i));
                            assertEquals(SCM_TSTAMP_SND, queue.stamp(i));
                            assertEquals(0, queue.payload(i).remaining()); // OPT_TSONLY
                            assertTrue(queue.sendNanos(i) > 0);
                            assertEquals(queue.transmitNanos(i), queue.sendNanos(i));
                            assertEquals(-1, queue.ackNanos(i));
                            assertEquals(-1, queue.hardwareTransmitNanos(i));
                            stamped[(int) queue.id(i)]++;
                            all++;
                        }
                        case ZEROCOPY -> {
                            assertEquals(0, queue.errno(i));
                            assertTrue(queue.isCopied(i)); // the loopback device always does
                            for (long id = queue.firstCompleted(i); id <= queue.lastCompleted(i); id++) {
                                completed[(int) id]++;
                                all++;
                            }
                        }
                        default -> throw new AssertionError(queue.kind(i));
                    }
                }
            }
            assertEquals(3, refused[0]);
            for (int count : stamped) {
                assertEquals(1, count);
            }
            for (int count : completed) {
                assertEquals(1, count);
            }
            assertEquals(0, s.errors(queue));
        }
    }

    @Test
    void draining_allocatesNothing() throws Exception {
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(16, 32)) {
            Sockaddr nobody = Fixture.nobody("127.0.0.1");
            Fixture.recverr(s);
            s.setOption(SocketOptions.SO_ZEROCOPY, true);
            s.setOption(SocketOptions.SO_TIMESTAMPING, Timestamping.sendSoftware());
            ByteBuffer data = ByteBuffer.allocateDirect(8);
            Sockaddr to = peer.localAddress();
            SockaddrStorage a = new SockaddrStorage();
            ByteBuffer sink = ByteBuffer.allocateDirect(8);
            assertEquals(0, Allocations.leastBytes(2_000, () -> {
                try {
                    Fixture.refused(s, data.clear(), nobody);
                    s.sendto(data.clear(), MSG_ZEROCOPY, to);
                    assertEquals(8, peer.recv(sink.clear(), 0));
                    int all = 0;
                    while (all < 4) {
                        s.errors(queue);
                        all += queue.count();
                        for (int i = 0; i < queue.count(); i++) {
                            read(queue, i, a);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
    }

    private static void read(ErrorQueue queue, int i, SockaddrStorage a) {
        if (queue.kind(i) == ErrorKind.UNKNOWN || queue.errno(i) < 0 || queue.info(i) < 0 || queue.data(i) < 0) {
            throw new AssertionError("entry without a report");
        }
        queue.offender(i, a);
        queue.destination(i, a);
        queue.payload(i);
        if (queue.kind(i) == ErrorKind.TIMESTAMP && queue.sendNanos(i) < 0) {
            throw new AssertionError("no time");
        }
    }

    @Test
    void aPoller_isQuiet_onceTheQueueIsDrained() throws IOException {
        try (Poller poller = Poller.open();
                Socket s = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(2, 16)) {
            Sockaddr nobody = Fixture.nobody("127.0.0.1");
            Fixture.recverr(s);
            s.setNonblocking(true);
            poller.register(s, Poller.READABLE, null);
            assertEquals(0, poller.poll(0));
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 3; i++) {
                    Fixture.refused(s, Fixture.ascii("lost"), nobody);
                }
                int wakeups = 0;
                int entries = 0;
                while (poller.poll(entries < 3 ? Fixture.LONG : 0) > 0) {
                    assertTrue(++wakeups <= 2, "it spins");
                    int n;
                    do {
                        n = s.errors(queue);
                        entries += n;
                    } while (n == queue.capacity());
                }
                assertEquals(3, entries);
                for (int i = 0; i < 100; i++) {
                    assertEquals(0, poller.poll(0));
                }
            }
        }
    }

    @Test
    void anErrorThatIsOnlyPending_isReadBySoError_andThenThePollerIsQuiet() throws IOException {
        try (Poller poller = Poller.open();
                Socket s = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(2, 16)) {
            s.connect(Fixture.nobody("127.0.0.1")); // without IP_RECVERR: pending, and nothing in the queue
            s.setNonblocking(true);
            poller.register(s, Poller.READABLE, null);
            s.send(Fixture.ascii("lost"), 0);
            assertEquals(1, poller.poll(Fixture.LONG));
            assertEquals(0, s.errors(queue));
            assertEquals(1, poller.poll(0)); // still
            assertEquals(ECONNREFUSED, s.getsockopt(SOL_SOCKET, SO_ERROR));
            for (int i = 0; i < 100; i++) {
                assertEquals(0, poller.poll(0));
            }
        }
    }

    @Test
    void misuse_isRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> new ErrorQueue(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new ErrorQueue(1025, 1));
        assertThrows(IllegalArgumentException.class, () -> new ErrorQueue(1, -1));
        assertThrows(IllegalArgumentException.class, () -> new ErrorQueue(1, 65_536));
        ErrorQueue queue = new ErrorQueue(1024, 0);
        assertEquals(1024, queue.capacity());
        assertEquals(-EBADF, errors(-1, queue));
        Socket s = Fixture.udp("127.0.0.1");
        assertEquals(0, s.errors(queue));
        assertThrows(NullPointerException.class, () -> s.errors(null));
        s.close();
        assertThrows(SocketClosedException.class, () -> s.errors(queue));
        queue.close();
        queue.close();
        assertThrows(IllegalStateException.class, () -> errors(-1, queue));
    }
}
