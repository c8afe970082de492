package io.baresock.close;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.close.Kind.Rig;
import io.baresock.option.SocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A call waits alike whoever else may have the open file, and whatever thread makes it: the flags and options that say how to wait mean
 * what they mean in C, and nobody finds the mode of the open file changed.
 */
@EnabledOnOs(OS.LINUX)
class SharingIT {

    private static final long BOUND = TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Set<Syscalls> ANYWHERE = EnumSet.complementOf(EnumSet.of(Syscalls.OTHER));

    /** Who else may have the open file. */
    enum Holder {
        NOBODY {
            @Override
            Rig share(Rig rig) {
                return rig;
            }
        },
        A_COPY {
            @Override
            Rig share(Rig rig) throws ErrnoException {
                rig.socket.dup().close();
                return rig;
            }
        },
        THE_ONE_IT_WAS_ADOPTED_FROM {
            @Override
            Rig share(Rig rig) throws ErrnoException {
                return rig.adopted();
            }
        },
        A_FUNCTION {
            @Override
            Rig share(Rig rig) throws ErrnoException {
                rig.socket.withFd(fd -> fd);
                return rig;
            }
        },
        WHOEVER_KNOWS_THE_NUMBER {
            @Override
            Rig share(Rig rig) {
                assertTrue(rig.socket.fd() >= 0);
                return rig;
            }
        };

        abstract Rig share(Rig rig) throws ErrnoException;
    }

    static Stream<Arguments> holdersAndThreads() {
        return Arrays.stream(Holder.values()).flatMap(h -> Stream.of(Arguments.of(h, false), Arguments.of(h, true)));
    }

    private static CallThread start(boolean virtual, CallThread.Call call) {
        return virtual ? CallThread.startVirtual(call) : CallThread.start(call);
    }

    /** A receive of eight bytes. */
    private interface Receive {
        int into(Socket s, ByteBuffer b) throws ErrnoException;
    }

    private static final List<Receive> WAITALL = List.of(
            (s, b) -> s.recv(b, MSG_WAITALL),
            (s, b) -> s.recv(b, MSG_WAITALL, BOUND),
            (s, b) -> s.recvfrom(b, MSG_WAITALL, new SockaddrStorage()),
            (s, b) -> s.recvfrom(b, MSG_WAITALL, new SockaddrStorage(), BOUND),
            (s, b) -> s.recvmsg(new Message().add(b), MSG_WAITALL),
            (s, b) -> s.recvmsg(new Message().add(b), MSG_WAITALL, BOUND),
            (s, b) -> {
                byte[] a = new byte[b.remaining()];
                int n = s.recv(a, 0, a.length, MSG_WAITALL);
                b.put(a, 0, n);
                return n;
            });

    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void waitall_waitsForAll(Holder holder, boolean virtual) throws Exception {
        for (Kind kind : List.of(Kind.TCP_CLIENT, Kind.UNIX_STREAM)) {
            for (Receive receive : WAITALL) {
                for (boolean direct : new boolean[] {true, false}) {
                    try (Rig rig = holder.share(kind.open())) {
                        ByteBuffer b = direct ? ByteBuffer.allocateDirect(8) : ByteBuffer.allocate(8);
                        CallThread caller = start(virtual, () -> receive.into(rig.socket, b));
                        for (String part : List.of("abc", "de", "fgh")) {
                            caller.awaitBlockedIn(ANYWHERE);
                            assertEquals(part.length(), rig.peer().send(ByteBuffer.wrap(part.getBytes(UTF_8)), 0));
                            awaitTaken(rig.socket);
                        }
                        assertEquals(8, caller.await().result());
                        byte[] got = new byte[8];
                        b.flip().get(got);
                        assertArrayEquals("abcdefgh".getBytes(UTF_8), got);
                    }
                }
            }
        }
    }

    /** Returns when nothing is left to be read: the waiting call has it. */
    private static void awaitTaken(Socket s) throws ErrnoException {
        long start = System.nanoTime();
        while (s.available() > 0) {
            assertTrue(System.nanoTime() - start < BOUND, "the bytes are not taken");
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void waitall_endsWithWhatThereIs_atTheEnd_andWhenTheTimeHasPassed(Holder holder, boolean virtual) throws Exception {
        for (Receive receive : WAITALL) {
            try (Rig rig = holder.share(Kind.UNIX_STREAM.open())) {
                ByteBuffer b = ByteBuffer.allocate(8);
                CallThread caller = start(virtual, () -> receive.into(rig.socket, b));
                caller.awaitBlockedIn(ANYWHERE);
                assertEquals(3, rig.peer().send(ByteBuffer.allocate(3), 0));
                awaitTaken(rig.socket);
                rig.peer().shutdown(SHUT_WR);
                assertEquals(3, caller.await().result());
            }
        }
        try (Rig rig = holder.share(Kind.UNIX_STREAM.open())) {
            assertEquals(3, rig.peer().send(ByteBuffer.allocate(3), 0));
            ByteBuffer b = ByteBuffer.allocate(8);
            CallThread caller = start(virtual, () -> rig.socket.recv(b, MSG_WAITALL, SHORT.toNanos()));
            assertEquals(3, caller.await().result());
            assertEquals(3, b.position());
        }
    }

    /** recv(2) stops at the out-of-band mark, also if that comes while it waits and where the data ends. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void waitall_stopsAtTheMark(Holder holder, boolean virtual) throws Exception {
        for (Receive receive : WAITALL) {
            for (boolean inline : new boolean[] {false, true}) {
                try (Rig rig = holder.share(Kind.TCP_CLIENT.open())) {
                    rig.socket.setOption(SocketOptions.SO_OOBINLINE, inline);
                    ByteBuffer b = ByteBuffer.allocate(8);
                    CallThread caller = start(virtual, () -> receive.into(rig.socket, b));
                    caller.awaitBlockedIn(ANYWHERE);
                    assertEquals(3, rig.peer().send(ByteBuffer.wrap("abc".getBytes(UTF_8)), 0));
                    awaitTaken(rig.socket);
                    caller.awaitBlockedIn(ANYWHERE);
                    assertEquals(1, rig.peer().send(ByteBuffer.wrap(new byte[] {'!'}), MSG_OOB));
                    assertEquals(3, caller.await().result());
                    assertTrue(rig.socket.atMark());
                    assertEquals(2, rig.peer().send(ByteBuffer.wrap("de".getBytes(UTF_8)), 0));
                    String rest = inline ? "!de" : "de";
                    b.clear();
                    rig.socket.recvFully(b.limit(rest.length()), BOUND);
                    assertEquals(rest, UTF_8.decode(b.flip()).toString());
                }
            }
        }
    }

    /** A mark ahead ends no wait, and the bytes before it are taken one call after another. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void waitall_takesWhatIsBeforeTheMark(Holder holder, boolean virtual) throws Exception {
        for (boolean peeks : new boolean[] {false, true}) {
            for (Receive receive : WAITALL) {
                try (Rig rig = holder.share(Kind.TCP_CLIENT.open())) {
                    assertEquals(3, rig.peer().send(ByteBuffer.wrap("abc".getBytes(UTF_8)), 0));
                    assertEquals(1, rig.peer().send(ByteBuffer.wrap(new byte[] {'!'}), MSG_OOB));
                    assertEquals(2, rig.peer().send(ByteBuffer.wrap("de".getBytes(UTF_8)), 0));
                    assertTrue(rig.socket.poll(Socket.PRIORITY, Duration.ofNanos(BOUND)) > 0);
                    ByteBuffer b = ByteBuffer.allocate(8);
                    if (peeks) {
                        CallThread caller = start(virtual, () -> rig.socket.recv(b, MSG_PEEK | MSG_WAITALL, BOUND));
                        assertEquals(3, caller.await().result());
                        b.clear();
                    }
                    CallThread caller = start(virtual, () -> receive.into(rig.socket, b));
                    assertEquals(3, caller.await().result());
                    assertEquals("abc", UTF_8.decode(b.flip()).toString());
                    assertEquals(2, rig.socket.recv(b.clear(), 0));
                }
            }
        }
    }

    /** MSG_PEEK leaves the data where it is, so that it cannot be put together from parts. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void waitall_waitsForAll_whenItPeeks(Holder holder, boolean virtual) throws Exception {
        int flags = MSG_WAITALL | MSG_PEEK;
        for (long timeout : new long[] {-1, BOUND}) {
            peekAll(holder, virtual, (s, b) -> s.recv(b, flags, timeout));
            peekAll(holder, virtual, (s, b) -> s.recvmsg(new Message().add(b), flags, timeout));
        }
    }

    /** unix(7): there a look does not wait for more than the first bytes. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void waitall_isOneLook_whenItPeeksAtAUnixStream(Holder holder, boolean virtual) throws Exception {
        long never = 10 * BOUND; // longer than the test waits
        List<Receive> looks = List.of(
                (s, b) -> s.recv(b, MSG_PEEK | MSG_WAITALL, never),
                (s, b) -> s.recvfrom(b, MSG_PEEK | MSG_WAITALL, new SockaddrStorage()),
                (s, b) -> s.recvmsg(new Message().add(b), MSG_PEEK | MSG_WAITALL, never));
        for (Receive look : looks) {
            try (Rig rig = holder.share(Kind.UNIX_STREAM.open())) {
                ByteBuffer b = ByteBuffer.allocate(8);
                CallThread caller = start(virtual, () -> look.into(rig.socket, b));
                caller.awaitBlockedIn(ANYWHERE);
                assertEquals(3, rig.peer().send(ByteBuffer.allocate(3), 0));
                assertEquals(3, caller.await().result());
                assertEquals(3, b.position());
            }
        }
    }

    /** The mark comes with more bytes before it, while the call waits. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void waitall_seesAllBeforeTheMark_whenItPeeks(Holder holder, boolean virtual) throws Exception {
        try (Rig rig = holder.share(Kind.TCP_CLIENT.open())) {
            assertEquals(3, rig.peer().send(ByteBuffer.wrap("abc".getBytes(UTF_8)), 0));
            ByteBuffer b = ByteBuffer.allocate(8);
            CallThread caller = start(virtual, () -> rig.socket.recv(b, MSG_WAITALL | MSG_PEEK, BOUND));
            caller.awaitBlockedIn(ANYWHERE);
            ByteBuffer more = ByteBuffer.wrap("de!".getBytes(UTF_8)); // the mark is at the last
            assertEquals(3, rig.peer().send(more, MSG_OOB));
            assertEquals(5, caller.await().result());
            assertEquals("abcde", UTF_8.decode(b.flip()).toString());
        }
    }

    private static void peekAll(Holder holder, boolean virtual, Receive receive) throws Exception {
        try (Rig rig = holder.share(Kind.TCP_CLIENT.open())) {
            ByteBuffer b = ByteBuffer.allocate(8);
            assertEquals(3, rig.peer().send(ByteBuffer.wrap("abc".getBytes(UTF_8)), 0));
            CallThread caller = start(virtual, () -> receive.into(rig.socket, b));
            caller.awaitBlockedIn(ANYWHERE);
            assertEquals(5, rig.peer().send(ByteBuffer.wrap("defgh".getBytes(UTF_8)), 0));
            assertEquals(8, caller.await().result());
            assertArrayEquals("abcdefgh".getBytes(UTF_8), b.array());
            assertEquals(8, rig.socket.available());
        }
    }

    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void kernelsTimeouts_endEveryCallThatReceives(Holder holder, boolean virtual) throws Exception {
        for (Kind kind : List.of(Kind.TCP_CLIENT, Kind.UDP_UNCONNECTED, Kind.UNIX_DGRAM, Kind.UNIX_SEQPACKET)) {
            try (Rig rig = holder.share(kind.open());
                    MessageBatch batch = new MessageBatch(4, 8);
                    Message message = new Message().add(ByteBuffer.allocate(8))) {
                Socket s = rig.socket.setOption(SocketOptions.SO_RCVTIMEO, SHORT);
                List<CallThread.Call> calls = List.of(
                        () -> s.recv(ByteBuffer.allocate(8), 0),
                        () -> s.recv(new byte[8], 0, 8, 0),
                        () -> s.recv(ByteBuffer.allocateDirect(8), MSG_WAITALL),
                        () -> s.recvfrom(ByteBuffer.allocate(8), 0, new SockaddrStorage()),
                        () -> s.recvmsg(message, 0),
                        () -> s.recvmmsg(batch, 0));
                for (CallThread.Call call : calls) {
                    assertEquals(
                            Socket.WOULD_BLOCK, start(virtual, call).await().result(), kind.name());
                }
                if (kind != Kind.TCP_CLIENT && kind != Kind.UDP_UNCONNECTED) { // some came by then
                    assertEquals(1, rig.peer().send(ByteBuffer.allocate(1), 0));
                    assertEquals(
                            1,
                            start(virtual, () -> s.recvmmsg(batch, 0)).await().result());
                }
            }
        }
    }

    /** Set behind the object's back, by somebody who has the number. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void kernelsTimeouts_count_whoeverSetThem(Holder holder, boolean virtual) throws Exception {
        try (Rig rig = holder.share(Kind.UNIX_DGRAM.open())) {
            ByteBuffer timeval = ByteBuffer.allocateDirect(16).order(java.nio.ByteOrder.nativeOrder());
            timeval.putLong(0).putLong(20_000).flip();
            assertEquals(0, Bsd.setsockopt(rig.socket.fd(), SOL_SOCKET, SO_RCVTIMEO, timeval));
            CallThread caller = start(virtual, () -> rig.socket.recv(ByteBuffer.allocate(8), 0));
            assertEquals(Socket.WOULD_BLOCK, caller.await().result());
        }
    }

    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void kernelsTimeouts_endAccept_connect_andSends(Holder holder, boolean virtual) throws Exception {
        for (Kind kind : List.of(Kind.TCP_LISTENER, Kind.UNIX_LISTENER)) {
            try (Rig rig = holder.share(kind.open())) {
                rig.socket.setOption(SocketOptions.SO_RCVTIMEO, SHORT);
                start(virtual, () -> {
                            assertNull(rig.socket.accept());
                            return 0;
                        })
                        .await();
            }
        }
        try (Rig rig = holder.share(Kind.TCP_UNCONNECTED.open())) {
            rig.socket.setOption(SocketOptions.SO_SNDTIMEO, SHORT);
            CallThread caller = start(virtual, () -> rig.socket.connect(rig.fullPeer()) ? 1 : 0);
            assertEquals(0, caller.await().result()); // C: EINPROGRESS
        }
        try (Rig rig = holder.share(Kind.UNIX_STREAM_UNCONNECTED.open())) {
            rig.socket.setOption(SocketOptions.SO_SNDTIMEO, SHORT);
            CallThread caller = start(virtual, () -> rig.socket.connect(rig.fullPeer()) ? 1 : 0);
            assertEquals(-EAGAIN, caller.await().result());
        }
        for (Kind kind : List.of(Kind.UNIX_STREAM, Kind.UNIX_DGRAM)) {
            try (Rig rig = holder.share(kind.open())) {
                Socket s = rig.socket;
                ByteBuffer b = ByteBuffer.allocateDirect(1024);
                int sends = 0;
                while (s.send(b.clear(), MSG_DONTWAIT) > 0) {
                    assertTrue(++sends < 100_000, "a socket that never fills");
                }
                s.setOption(SocketOptions.SO_SNDTIMEO, SHORT);
                assertEquals(
                        Socket.WOULD_BLOCK,
                        start(virtual, () -> s.send(b.clear(), 0)).await().result());
                assertEquals(
                        Socket.WOULD_BLOCK,
                        start(virtual, () -> s.sendmsg(new Message().add(b.clear()), 0))
                                .await()
                                .result());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void errqueue_neverWaits(Holder holder, boolean virtual) throws Exception {
        for (Kind kind : List.of(Kind.UDP_UNCONNECTED, Kind.TCP_CLIENT)) {
            try (Rig rig = holder.share(kind.open());
                    Message message = new Message()) {
                Socket s = rig.socket;
                List<CallThread.Call> calls = List.of(
                        () -> s.recv(ByteBuffer.allocate(8), MSG_ERRQUEUE),
                        () -> s.recvfrom(ByteBuffer.allocate(8), MSG_ERRQUEUE, new SockaddrStorage()),
                        () -> s.recvmsg(message, MSG_ERRQUEUE));
                for (CallThread.Call call : calls) {
                    assertEquals(
                            Socket.WOULD_BLOCK, start(virtual, call).await().result());
                }
            }
        }
    }

    static Stream<Arguments> everyBlockedCall() {
        List<Arguments> cells = new ArrayList<>();
        CloseIT.everyBlockedCall().forEach(a -> {
            cells.add(Arguments.of(a.get()[0], a.get()[1], false));
            cells.add(Arguments.of(a.get()[0], a.get()[1], true));
        });
        return cells.stream();
    }

    /** While the call waits, and after it. */
    @ParameterizedTest
    @MethodSource("everyBlockedCall")
    void noCall_changesTheMode(Blocking blocking, Kind kind, boolean virtual) throws Exception {
        try (Rig rig = kind.open();
                Socket copy = rig.socket.dup()) {
            blocking.prepare(rig);
            CallThread caller = start(virtual, () -> blocking.call(rig));
            caller.awaitBlockedIn(blocking.sleepsIn());
            assertEquals(0, Bsd.fcntl(copy.fd(), F_GETFL, 0) & O_NONBLOCK);
            rig.socket.close();
            assertTrue(caller.await().isClosed());
            assertEquals(0, Bsd.fcntl(copy.fd(), F_GETFL, 0) & O_NONBLOCK);
        }
    }

    /** What somebody asks for during another thread's call stays. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void setNonblocking_duringAConnect_isKept(Holder holder, boolean virtual) throws Exception {
        try (Rig rig = holder.share(Kind.TCP_UNCONNECTED.open())) {
            CallThread caller = start(virtual, () -> rig.socket.connect(rig.fullPeer(), SHORT.toNanos()) ? 1 : 0);
            rig.socket.setNonblocking(true);
            int r = caller.await().result();
            assertEquals(0, r, "connected to a full peer");
            assertEquals(O_NONBLOCK, Bsd.fcntl(rig.socket.fd(), F_GETFL, 0) & O_NONBLOCK);
            assertTrue(rig.socket.isNonblocking());
        }
    }

    /** A connection that another accept takes between the poll and the accept: the time still counts. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void timedAccept_endsInTime_thoughOthersAcceptAtOnce(Holder holder, boolean virtual) throws Exception {
        try (Rig rig = holder.share(Kind.TCP_LISTENER.open());
                Socket copy = rig.socket.dup()) {
            CallThread thief = CallThread.start(() -> {
                int taken = 0;
                for (Socket s = copy.accept(); s != null; s = copy.accept()) {
                    s.close();
                    taken++;
                }
                return taken;
            });
            thief.awaitBlockedIn(EnumSet.of(Syscalls.ACCEPT4));
            int mine = 0;
            for (int i = 0; i < 50; i++) {
                try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                    CallThread caller = start(virtual, () -> {
                        Socket s = rig.socket.accept(null, 0, TimeUnit.MILLISECONDS.toNanos(1));
                        if (s != null) {
                            s.close();
                        }
                        return s == null ? 0 : 1;
                    });
                    client.connect(rig.socket.localAddress());
                    mine += caller.await().result();
                }
            }
            assertTrue(mine <= 50);
            copy.close();
            assertTrue(thief.await().isClosed());
            assertFalse(rig.socket.isNonblocking());
        }
    }

    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void accept_afterTheListenerWasShutDown_isAnError(Holder holder, boolean virtual) throws Exception {
        for (long timeout : new long[] {-1, BOUND, 0}) {
            try (Rig rig = holder.share(Kind.TCP_LISTENER.open())) {
                rig.socket.shutdown(SHUT_RD);
                CallThread caller = start(virtual, () -> {
                    ErrnoException e = assertThrows(ErrnoException.class, () -> rig.socket.accept(null, 0, timeout));
                    return e.errno();
                });
                assertEquals(EINVAL, caller.await().result());
            }
            try (Rig rig = holder.share(Kind.TCP_LISTENER.open())) { // and during the call
                CallThread caller = start(virtual, () -> {
                    ErrnoException e = assertThrows(ErrnoException.class, () -> rig.socket.accept());
                    return e.errno();
                });
                caller.awaitBlockedIn(ANYWHERE);
                rig.socket.shutdown(SHUT_RD);
                assertEquals(EINVAL, caller.await().result());
            }
        }
    }

    /** C waits for data that it has no room for, and then says 0, which looks like the end. */
    @ParameterizedTest
    @MethodSource("holdersAndThreads")
    void receiveWithoutRoom_isRefused_onAStream_andMeansSomethingElsewhere(Holder holder, boolean virtual)
            throws Exception {
        List<Receive> receives = List.of(
                (s, b) -> s.recv(b, 0),
                (s, b) -> s.recv(b, 0, BOUND),
                (s, b) -> s.recvfrom(b, 0, new SockaddrStorage()),
                (s, b) -> s.recv(new byte[0], 0, 0, 0),
                (s, b) -> s.recv(0L, 0, 0),
                (s, b) -> s.recvmsg(new Message().add(b), 0),
                (s, b) -> s.recvmsg(new Message(), 0));
        for (Receive receive : receives) {
            for (Kind kind : List.of(Kind.TCP_CLIENT, Kind.UNIX_STREAM)) {
                try (Rig rig = holder.share(kind.open())) {
                    CallThread caller = start(virtual, () -> {
                        IllegalArgumentException e = assertThrows(
                                IllegalArgumentException.class, () -> receive.into(rig.socket, ByteBuffer.allocate(0)));
                        assertTrue(e.getMessage().contains("the buffer is full"), e.getMessage());
                        return 0;
                    });
                    assertEquals(0, caller.await().result());
                }
            }
            for (Kind kind : List.of(Kind.UNIX_DGRAM, Kind.UNIX_SEQPACKET)) {
                try (Rig rig = holder.share(kind.open())) {
                    assertEquals(3, rig.peer().send(ByteBuffer.allocate(3), 0));
                    CallThread caller = start(virtual, () -> receive.into(rig.socket, ByteBuffer.allocate(0)));
                    assertTrue(caller.await().result() >= 0); // the datagram is gone, none of it was wanted
                    assertEquals(Socket.WOULD_BLOCK, rig.socket.recv(ByteBuffer.allocate(8), MSG_DONTWAIT));
                }
            }
        }
    }
}
