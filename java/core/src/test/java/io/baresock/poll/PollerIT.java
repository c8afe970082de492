package io.baresock.poll;

import static io.baresock.Bsd.*;
import static io.baresock.poll.Fixture.*;
import static io.baresock.poll.Poller.*;
import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import io.baresock.testkit.Ports;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row G11 and Z18: readiness, interest and attachments, level-triggered. */
class PollerIT {

    private Poller poller;
    private Socket[] pair;

    @BeforeEach
    void open() throws ErrnoException {
        poller = Poller.open();
        pair = pair();
    }

    @AfterEach
    void close() {
        poller.close();
        Fixture.close(pair);
    }

    @Test
    void poll_reportsWhatCanBeRead_asLongAsItCan() throws ErrnoException {
        Registration r = poller.register(pair[0], READABLE, null);
        expectNone(poller);
        sendByte(pair[1]);
        assertEquals(READABLE, expectOne(poller, r));
        assertEquals(READABLE, expectOne(poller, r));
        recvByte(pair[0]);
        expectNone(poller);
    }

    @Test
    @DisplayName("Z18: a healthy socket is always writable; nobody hears of it who did not ask")
    void writable_isReportedOnRequestOnly() throws ErrnoException {
        Registration r = poller.register(pair[0], READABLE, null);
        expectNone(poller);
        r.interest(READABLE | WRITABLE);
        assertEquals(WRITABLE, expectOne(poller, r));
        r.interest(READABLE);
        expectNone(poller);
    }

    @Test
    @DisplayName("Z18: attachment and token come back with the event")
    void attachmentAndToken_comeBack() throws ErrnoException {
        Object attachment = new Object();
        Registration r = poller.register(pair[0], WRITABLE, Mode.LEVEL, Long.MIN_VALUE, attachment);
        assertEquals(1, poller.poll(LONG_TIME));
        assertTrue(poller.next());
        assertSame(attachment, poller.attachment());
        assertEquals(Long.MIN_VALUE, poller.token());
        r.attach("other");
        assertEquals("other", poller.attachment());
        assertFalse(poller.next());
        assertThrows(IllegalStateException.class, poller::attachment);
        assertThrows(IllegalStateException.class, poller::ready);
    }

    @Test
    void interestZero_isSilent_evenAboutHangups() throws ErrnoException {
        Registration r = poller.register(pair[0], 0, null);
        pair[1].close();
        expectNone(poller);
        r.interest(HANGUP);
        assertEquals(HANGUP, expectOne(poller, r) & HANGUP);
        r.interest(0);
        expectNone(poller);
    }

    @Test
    void readHangup_isToldApartFromTheEnd() throws ErrnoException {
        Registration r = poller.register(pair[0], READABLE | READ_HANGUP, null);
        sendByte(pair[1]);
        pair[1].shutdown(SHUT_WR);
        assertEquals(READABLE | READ_HANGUP, expectOne(poller, r));
        recvByte(pair[0]); // data before the end is not lost
        assertEquals(0, pair[0].recv(ByteBuffer.allocate(1), 0));
        pair[1].close();
        assertEquals(READABLE | READ_HANGUP | HANGUP, expectOne(poller, r));
    }

    @Test
    void priority_isOutOfBandData() throws ErrnoException {
        Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0);
        listener.bind(Sockaddr.inet("127.0.0.1", 0)).listen(1);
        Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
        client.connect(listener.localAddress());
        Socket server = listener.accept();
        Registration r = poller.register(server, PRIORITY, null);
        assertEquals(1, client.send(new byte[] {'!'}, 0, 1, MSG_OOB));
        assertEquals(PRIORITY, expectOne(poller, r));
        Fixture.close(listener, client, server);
    }

    @Test
    void error_isReportedUnasked() throws ErrnoException {
        Socket client = Socket.open(AF_INET, SOCK_DGRAM, 0);
        client.connect(Sockaddr.of(Ports.refusing("127.0.0.1")));
        Registration r = poller.register(client, PRIORITY, null);
        sendByte(client);
        assertEquals(ERROR, expectOne(poller, r));
        assertThrows(ErrnoException.class, () -> client.recv(ByteBuffer.allocate(1), 0));
        expectNone(poller);
        client.close();
    }

    @Test
    @DisplayName("Z17: a ready listener has a connection, and accept does not hang if it is gone")
    void listener_isReadableWhenItCanAccept() throws ErrnoException {
        Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0);
        listener.bind(Sockaddr.inet("127.0.0.1", 0)).listen(1);
        Registration r = poller.register(listener, READABLE, null);
        expectNone(poller);
        Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
        client.connect(listener.localAddress());
        assertEquals(READABLE, expectOne(poller, r));
        listener.accept(null, 0, 0).close();
        expectNone(poller);
        assertNull(listener.accept(null, 0, 0)); // somebody else took it: a null, no hang
        Fixture.close(listener, client);
    }

    @Test
    void registeringTwice_isEexist() throws ErrnoException {
        poller.register(pair[0], READABLE, null);
        ErrnoException e = assertThrows(ErrnoException.class, () -> poller.register(pair[0], WRITABLE, null));
        assertEquals(EEXIST, e.errno());
        assertTrue(e.getMessage().contains("in this poller already"), e.getMessage());
        assertEquals(1, poller.size());
        expectNone(poller);
        try (Poller other = Poller.open()) { // but two pollers may have one socket
            expectOne(other, other.register(pair[0], WRITABLE, null));
        }
    }

    @Test
    void closedRegistration_isSilent_andMayBeMadeAgain() throws ErrnoException {
        Registration r = poller.register(pair[0], WRITABLE, null);
        r.close();
        r.close();
        expectNone(poller);
        assertFalse(r.isOpen());
        assertEquals(0, poller.size());
        assertEquals(
                ENOENT,
                assertThrows(ErrnoException.class, () -> r.interest(READABLE)).errno());
        assertEquals(WRITABLE, expectOne(poller, poller.register(pair[0], WRITABLE, null)));
    }

    @Test
    void closedSocket_cannotBeRegistered() throws ErrnoException {
        Registration r = poller.register(pair[0], READABLE, null);
        pair[0].close();
        assertThrows(SocketClosedException.class, () -> poller.register(pair[0], READABLE, null));
        assertThrows(SocketClosedException.class, () -> poller.register(new Socket(), READABLE, null));
        assertThrows(SocketClosedException.class, () -> r.interest(WRITABLE));
        assertFalse(r.isOpen());
        r.close();
        assertEquals(0, poller.size());
    }

    @Test
    void closedPoller_refusesEverything() throws ErrnoException {
        Registration r = poller.register(pair[0], READABLE, null);
        poller.close();
        poller.close();
        poller.wakeup();
        assertThrows(PollerClosedException.class, () -> poller.poll(0));
        assertThrows(PollerClosedException.class, () -> poller.register(pair[1], READABLE, null));
        assertThrows(PollerClosedException.class, () -> r.interest(WRITABLE));
        assertThrows(PollerClosedException.class, poller::busyPoll);
        assertFalse(poller.next());
        assertFalse(r.isOpen());
        assertTrue(pair[0].isOpen());
    }

    @Test
    void badArguments_areRefusedBeforeTheKernelSeesThem() {
        assertThrows(IllegalArgumentException.class, () -> poller.register(pair[0], 1 << 7, null));
        assertThrows(IllegalArgumentException.class, () -> poller.register(pair[0], -1, null));
        assertThrows(IllegalArgumentException.class, () -> Poller.open(0));
        assertThrows(IllegalArgumentException.class, () -> poller.spin(-1));
        assertThrows(NullPointerException.class, () -> poller.register((Socket) null, READABLE, null));
        assertThrows(NullPointerException.class, () -> poller.register(pair[0], READABLE, null, 0, null));
        assertEquals(
                EBADF,
                assertThrows(ErrnoException.class, () -> poller.register(-1, READABLE, Mode.LEVEL, 0, null))
                        .errno());
        assertEquals(
                EBADF,
                assertThrows(ErrnoException.class, () -> poller.register(0x7fff_ffff, READABLE, Mode.LEVEL, 0, null))
                        .errno());
        assertEquals(0, poller.size());
    }

    @Test
    @DisplayName("G11: timeouts are nanoseconds: never early, and not rounded to milliseconds where the kernel can")
    void timeout_isInNanoseconds() throws ErrnoException {
        for (long timeout : new long[] {0, 1, 100_000, 2 * MILLI}) {
            long start = System.nanoTime();
            assertEquals(0, poller.poll(timeout));
            assertTrue(System.nanoTime() - start >= timeout, "returned early from " + timeout);
        }
        long best = Long.MAX_VALUE;
        // On a busy machine a thread that wakes up may have to wait for the tick, many times in a row.
        for (long begin = System.nanoTime(); best >= MILLI && System.nanoTime() - begin < LONG_TIME; ) {
            long start = System.nanoTime();
            poller.poll(100_000);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertTrue(best < MILLI, "100 us took " + best + " ns at best");
    }

    @Test
    @DisplayName("G11: spin, then sleep, in one call")
    void spinning_findsEvents_andEndsWithTheTimeout() throws ErrnoException {
        poller.spin(LONG_TIME);
        assertEquals(0, poller.poll(MILLI)); // the spinning is part of the timeout
        Registration r = poller.register(pair[0], WRITABLE, null);
        expectOne(poller, r);
        r.interest(READABLE);
        poller.spin(1000);
        assertEquals(0, poller.poll(MILLI));
        poller.wakeup();
        assertEquals(0, poller.poll(LONG_TIME));
    }

    @Test
    void foreignDescriptors_areJustNumbers() throws ErrnoException {
        Backend backend = Library.backend();
        long pipe = backend.pipe(0);
        int readEnd = (int) pipe;
        int writeEnd = (int) (pipe >>> 32);
        Registration r = poller.register(readEnd, READABLE, Mode.LEVEL, 7, null);
        expectNone(poller);
        backend.close(writeEnd); // an end is something to read
        assertTrue((expectOne(poller, r) & (READABLE | Poller.HANGUP)) != 0);
        r.close();
        expectNone(poller);
        backend.close(readEnd);
    }

    @Test
    @DisplayName("G11: a poller in a poller")
    void poller_canBePolled() throws ErrnoException {
        assumeFalse(FORCED_POLL, "poll(2) polls no pollers");
        try (Poller outer = Poller.open()) {
            Registration inOuter = outer.register(poller, "inner");
            Registration r = poller.register(pair[0], READABLE, null);
            expectNone(outer);
            sendByte(pair[1]);
            assertEquals(READABLE, expectOne(outer, inOuter));
            assertEquals(READABLE, expectOne(poller, r));
            recvByte(pair[0]);
            expectNone(outer);
            assertEquals(
                    ELOOP,
                    assertThrows(ErrnoException.class, () -> poller.register(outer, null))
                            .errno());
            poller.close();
            assertFalse(inOuter.isOpen());
            expectNone(outer);
            assertEquals(0, outer.staleEvents());
        }
    }

    @Test
    void pollerOfPoll2_cannotBePolled() throws ErrnoException {
        assumeTrue(FORCED_POLL, "epoll and kqueue poll pollers");
        try (Poller outer = Poller.open()) {
            assertThrows(UnsupportedOperationException.class, () -> outer.register(poller, null));
        }
    }

    @Test
    @DisplayName("G8: EPIOCSPARAMS")
    void busyPollParameters_areThoseOfTheKernel() throws ErrnoException {
        BusyPoll wanted = new BusyPoll(150, 16, true);
        try {
            assertEquals(new BusyPoll(0, 0, false), poller.busyPoll());
            poller.busyPoll(wanted);
        } catch (UnsupportedOperationException e) {
            assertTrue(e.getMessage().contains("Linux 6.9"), e.getMessage());
            abort(FORCED_POLL ? "poll(2) has no busy polling" : "this kernel has no EPIOCSPARAMS");
        }
        assertFalse(FORCED_POLL);
        assertEquals(wanted, poller.busyPoll());
        poller.busyPoll(new BusyPoll(0, 0, false));
        assertEquals(0, poller.busyPoll().usecs());
        assertThrows(IllegalArgumentException.class, () -> new BusyPoll(-1, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new BusyPoll(0, 65536, false));
    }
}
