package io.baresock.errqueue;

import static io.baresock.Bsd.*;
import static io.baresock.ErrorKind.TIMESTAMP;
import static io.baresock.option.SocketOptions.SO_SNDBUF;
import static io.baresock.option.SocketOptions.SO_TIMESTAMPING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.Timestamping;
import io.baresock.testkit.Allocations;
import io.baresock.testkit.Netns;
import io.baresock.testkit.Program;
import io.baresock.zerocopy.ZeroCopyBuffer;
import io.baresock.zerocopy.ZeroCopyPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MSG_ZEROCOPY from leased buffers; row G6. On loopback the kernel always copies: it cannot show what is gained. */
@EnabledOnOs(OS.LINUX)
@DisplayName("ZeroCopyPool: row G6")
class ZeroCopyIT {

    /** More than the kernel takes at once, less than the usual limit of locked memory. */
    private static final int LARGE = 2 << 20;

    private static ZeroCopyBuffer acquired(ZeroCopyPool pool) {
        ZeroCopyBuffer b = pool.acquire();
        assertNotNull(b, "no buffer is free");
        return b;
    }

    /** Fills it with a pattern that goes on from {@code at}. */
    private static void fill(ByteBuffer b, long at) {
        for (int i = 0; b.hasRemaining(); i++) {
            b.put(pattern(at + i));
        }
        b.flip();
    }

    private static byte pattern(long at) {
        return (byte) (at * 31 + (at >>> 8) * 17);
    }

    /** Reads so many bytes, which must be the pattern from {@code at} on. */
    private static void read(Socket s, long at, long count) throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(65_536);
        for (long got = 0; got < count; ) {
            in.clear().limit((int) Math.min(in.capacity(), count - got));
            int n = s.recv(in, 0, Fixture.LONG);
            assertTrue(n > 0, "no more comes");
            for (int i = 0; i < n; i++) {
                assertEquals(pattern(at + got + i), in.get(i), "byte " + (at + got + i));
            }
            got += n;
        }
    }

    /** Drains until so many buffers are free. */
    private static void await(Socket s, ErrorQueue queue, ZeroCopyPool pool, int available) throws IOException {
        while (pool.available() < available) {
            Fixture.drain(s, queue);
            pool.completed(queue);
        }
        assertEquals(available, pool.available());
    }

    /** The socket can have a pool later, and no memory is left behind. */
    @Test
    void open_givesBackWhatItTook_ifThereIsNoMemory() throws Exception {
        assertEquals("done", Program.output(0, PoolWithoutMemory.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void datagrams_areLentUntilTheirCompletion_andCopiesAreCounted(String host) throws IOException {
        try (Socket s = Fixture.udp(host);
                Socket peer = Fixture.udp(host);
                ErrorQueue queue = new ErrorQueue(8, 0);
                ZeroCopyPool pool = ZeroCopyPool.open(s, 3, 20_000)) {
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 3; i++) {
                    ZeroCopyBuffer b = acquired(pool);
                    fill(b.buffer(), i);
                    assertEquals(20_000, b.sendto(0, peer.localAddress()));
                    assertEquals(i + 1, pool.lent());
                    assertThrows(IllegalStateException.class, b::buffer);
                    assertThrows(IllegalStateException.class, () -> b.send(0));
                    assertThrows(IllegalStateException.class, b::release);
                    read(peer, i, 20_000);
                }
                assertNull(pool.acquire()); // not before the completions were read
                await(s, queue, pool, 3);
                assertEquals(0, pool.lent());
                assertEquals(3L * (round + 1), pool.copied());
            }
            assertEquals(0, pool.zeroCopied());
            assertEquals(0, pool.fallbacks());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aStream_isPartial_andOneBufferWaitsForAllItsSends(String host) throws IOException {
        Socket[] p = Fixture.tcp(host);
        try (Socket s = p[0];
                Socket peer = p[1];
                ErrorQueue queue = new ErrorQueue(8, 0);
                ZeroCopyPool pool = ZeroCopyPool.open(s, 1, LARGE)) {
            s.setNonblocking(true);
            s.setOption(SO_SNDBUF, 1 << 16);
            ZeroCopyBuffer b = acquired(pool);
            fill(b.buffer(), 0);
            long sent = 0;
            long consumed = 0;
            int sends = 0;
            while (sent < LARGE) {
                int n = b.send(0);
                if (n == Socket.WOULD_BLOCK) {
                    assertThrows(IllegalStateException.class, b::buffer, "a part is under way");
                    read(peer, consumed, sent - consumed);
                    consumed = sent;
                    assertTrue((poll(s.fd(), POLLOUT, Fixture.LONG) & POLLOUT) != 0);
                } else {
                    sent += n;
                    sends++;
                }
            }
            assertTrue(sends > 1, "all in one piece: nothing partial was seen");
            assertEquals(1, pool.lent());
            read(peer, consumed, sent - consumed);
            await(s, queue, pool, 1);
            assertEquals(sends, pool.copied() + pool.zeroCopied() + pool.fallbacks());
            assertSame(b, acquired(pool));
            assertEquals(LARGE, b.buffer().remaining());
        }
    }

    /** Sends until the socket takes no more, which nobody reads from. */
    private static long stuff(ZeroCopyBuffer b) throws IOException {
        long sent = 0;
        for (int n = b.send(0); n != Socket.WOULD_BLOCK; n = b.send(0)) {
            sent += n;
        }
        return sent;
    }

    @Test
    void aReleasedBuffer_waitsForThePeer_andComesBack() throws IOException {
        Socket[] p = Fixture.tcp("127.0.0.1");
        try (Socket s = p[0];
                Socket peer = p[1];
                ErrorQueue queue = new ErrorQueue(8, 0);
                ZeroCopyPool pool = ZeroCopyPool.open(s, 2, LARGE)) {
            s.setNonblocking(true);
            s.setOption(SO_SNDBUF, 1 << 16);
            ZeroCopyBuffer b = acquired(pool);
            fill(b.buffer(), 0);
            long sent = stuff(b);
            assertTrue(sent > 0 && sent < LARGE);
            b.release();
            assertThrows(IllegalStateException.class, b::release);
            s.errors(queue);
            pool.completed(queue);
            assertEquals(1, pool.lent()); // the peer has not taken it
            assertEquals(1, pool.available());
            ZeroCopyBuffer other = acquired(pool);
            assertNull(pool.acquire());
            other.release(); // unused: free at once
            assertEquals(1, pool.available());
            read(peer, 0, sent);
            await(s, queue, pool, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closing_changesNothingOfWhatIsUnderWay(boolean socketToo) throws IOException {
        Socket[] p = Fixture.tcp("127.0.0.1");
        try (Socket s = p[0];
                Socket peer = p[1]) {
            ZeroCopyPool pool = ZeroCopyPool.open(s, 1, LARGE);
            s.setNonblocking(true);
            s.setOption(SO_SNDBUF, 1 << 16);
            ZeroCopyBuffer b = acquired(pool);
            ByteBuffer memory = b.buffer();
            fill(memory, 0);
            long sent = stuff(b);
            pool.close();
            pool.close();
            if (socketToo) {
                s.close();
            }
            overwrite(memory); // as if the memory were somebody else's by now
            read(peer, 0, sent);
            assertThrows(IllegalStateException.class, pool::acquire);
            assertThrows(IllegalStateException.class, b::buffer);
            assertThrows(IllegalStateException.class, () -> b.send(0));
        }
    }

    private static void overwrite(ByteBuffer closed) {
        if (Runtime.version().feature() >= 22) { // whose views of closed memory can be made to throw
            assertThrows(IllegalStateException.class, () -> closed.put(0, (byte) 0xEE));
            return;
        }
        for (int i = 0; i < closed.capacity(); i++) {
            closed.put(i, (byte) 0xEE);
        }
    }

    /** Times between the completions keep the kernel from merging them, so that its memory for them runs out. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutMemoryToKeepTrack_itCopies_andGoesBackWhenAllIsComplete(boolean stream) throws IOException {
        Socket[] p =
                stream ? Fixture.tcp("127.0.0.1") : new Socket[] {Fixture.udp("127.0.0.1"), Fixture.udp("127.0.0.1")};
        try (Socket s = p[0];
                Socket peer = p[1];
                ErrorQueue queue = new ErrorQueue(64, 0);
                ZeroCopyPool pool = ZeroCopyPool.open(s, 10_000, 4)) {
            if (stream) {
                s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
            } else {
                s.connect(peer.localAddress());
            }
            s.setOption(SO_TIMESTAMPING, Timestamping.sendSoftware());
            int sent = 0;
            while (pool.fallbacks() == 0 && sent < 10_000) {
                sendAndTake(s, peer, pool);
                sent++;
            }
            assertEquals(1, pool.fallbacks(), "net.core.optmem_max is large here");
            assertEquals(sent - 1, pool.lent()); // the last was free at once
            sendAndTake(s, peer, pool);
            assertEquals(2, pool.fallbacks());
            await(s, queue, pool, 10_000);
            assertEquals(0, pool.lent());
            assertEquals(sent - 1, pool.copied());
            drainTheRest(s, queue);
            sendAndTake(s, peer, pool);
            assertEquals(1, pool.lent());
            assertEquals(2, pool.fallbacks());
            await(s, queue, pool, 10_000);
        }
    }

    private static void drainTheRest(Socket s, ErrorQueue queue) throws IOException {
        while (s.errors(queue) > 0) {
            assertEquals(TIMESTAMP, queue.kind(0));
        }
    }

    private static void sendAndTake(Socket s, Socket peer, ZeroCopyPool pool) throws IOException {
        ZeroCopyBuffer b = acquired(pool);
        b.buffer().putInt(1).flip();
        assertEquals(4, s.type() == SOCK_STREAM ? b.send(0) : b.sendto(0, peer.localAddress()));
        assertEquals(4, peer.recv(ByteBuffer.allocate(4), MSG_WAITALL));
    }

    @Test
    void aDatagramThatFails_isStillTheCallers_andLeavesTheNumbersRight() throws IOException {
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(16, 0);
                ZeroCopyPool pool = ZeroCopyPool.open(s, 4, 60_000)) {
            Sockaddr nowhere = Sockaddr.inet("255.255.255.255", 9); // EACCES without SO_BROADCAST
            for (int round = 0; round < 5; round++) {
                ZeroCopyBuffer first = acquired(pool);
                fill(first.buffer(), 0);
                assertEquals(60_000, first.sendto(0, peer.localAddress()));
                ZeroCopyBuffer failing = acquired(pool);
                fill(failing.buffer(), 0);
                ErrnoException e = assertThrows(ErrnoException.class, () -> failing.sendto(0, nowhere));
                assertEquals(EACCES, e.errno());
                assertEquals(60_000, failing.sendto(0, peer.localAddress())); // in doubt: copied
                assertEquals(round + 1, pool.fallbacks());
                assertEquals(1, pool.lent());
                read(peer, 0, 60_000);
                read(peer, 0, 60_000);
                await(s, queue, pool, 4);

                ZeroCopyBuffer alone = acquired(pool);
                fill(alone.buffer(), 0);
                assertThrows(ErrnoException.class, () -> alone.sendto(0, nowhere));
                assertEquals(60_000, alone.sendto(0, peer.localAddress())); // nothing is under way: no doubt
                assertEquals(round + 1, pool.fallbacks());
                assertEquals(1, pool.lent());
                read(peer, 0, 60_000);
                await(s, queue, pool, 4);

                ZeroCopyBuffer empty = acquired(pool);
                empty.buffer().flip();
                assertEquals(0, empty.sendto(0, peer.localAddress())); // a datagram of no bytes has no number
                assertEquals(4, pool.available());
                assertEquals(0, peer.recv(ByteBuffer.allocate(1), 0));
            }
        }
    }

    /** Sends by an interface that drops everything, and says so because of IP_RECVERR: ENOBUFS, but the kernel has counted. */
    static final class Dropping {
        public static void main(String[] args) throws IOException {
            try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
                    Socket peer = Fixture.udp("127.0.0.1");
                    ErrorQueue queue = new ErrorQueue(16, 0);
                    ZeroCopyPool pool = ZeroCopyPool.open(s, 4, 100)) {
                Fixture.recverr(s);
                Sockaddr dropped = Sockaddr.inet("10.9.0.2", 9);
                for (int round = 0; round < 5; round++) {
                    sendAndTake(s, peer, pool);
                    ZeroCopyBuffer b = acquired(pool);
                    b.buffer().putInt(1).flip();
                    ErrnoException e = assertThrows(ErrnoException.class, () -> b.sendto(0, dropped));
                    assertEquals(ENOBUFS, e.errno());
                    b.release();
                    await(s, queue, pool, 4);
                    assertEquals(round + 1, pool.copied()); // without the one that was dropped
                }
                assertEquals(0, pool.fallbacks());
            }
            System.out.print("counted");
        }
    }

    @Test
    void aDatagramThatIsDropped_wasCountedByTheKernel_andIsByThePool() throws Exception {
        try (Netns ns = Netns.create()) {
            ns.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1");
            ns.ip("link", "set", "v0", "up");
            ns.ip("link", "set", "v1", "up");
            ns.ip("addr", "add", "10.9.0.1/24", "dev", "v0");
            ns.ip("neigh", "add", "10.9.0.2", "lladdr", "02:00:00:00:00:01", "dev", "v0");
            ns.run(List.of("tc", "qdisc", "add", "dev", "v0", "root", "pfifo", "limit", "0"));
            assertEquals("counted", ns.java(Dropping.class));
        }
    }

    /** Sends without the right to lock memory. */
    static final class Unlocked {
        public static void main(String[] args) throws IOException {
            try (Socket s = Fixture.udp("127.0.0.1");
                    Socket peer = Fixture.udp("127.0.0.1");
                    ErrorQueue queue = new ErrorQueue(16, 0);
                    ZeroCopyPool pool = ZeroCopyPool.open(s, 1, 20_000)) {
                for (int i = 1; i <= 5; i++) {
                    ZeroCopyBuffer b = acquired(pool);
                    fill(b.buffer(), i);
                    assertEquals(20_000, b.sendto(0, peer.localAddress()));
                    assertEquals(i, pool.fallbacks());
                    assertEquals(1, pool.available());
                    read(peer, i, 20_000);
                }
                assertEquals(0, s.errors(queue));
            }
            System.out.print("copied");
        }
    }

    @Test
    void withoutTheRightToLockMemory_everySendIsCopied() throws Exception {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--bounding-set=-ipc_lock", "sh", "-c", "ulimit -l 0; exec \"$@\"", "sh"));
        command.addAll(Program.command(Unlocked.class));
        try (Netns ns = Netns.create()) { // which asks for the rights that taking some away needs
            assertEquals("copied", ns.run(command));
        }
    }

    @Test
    void misuse_isRefused() throws IOException {
        Socket s = Fixture.udp("127.0.0.1");
        assertThrows(IllegalArgumentException.class, () -> ZeroCopyPool.open(s, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> ZeroCopyPool.open(s, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> ZeroCopyPool.open(s, 65_536, 1 << 20));
        Socket[] unix = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        assertThrows(IllegalArgumentException.class, () -> ZeroCopyPool.open(unix[0], 1, 1));
        unix[0].close();
        unix[1].close();
        ZeroCopyPool pool = ZeroCopyPool.open(s, 1, 10);
        assertEquals(10, pool.bufferSize());
        assertEquals(1, pool.capacity());
        assertThrows(IllegalStateException.class, () -> ZeroCopyPool.open(s, 1, 1)); // one in its life
        ZeroCopyBuffer b = acquired(pool);
        b.release();
        assertThrows(IllegalStateException.class, b::buffer);
        assertThrows(IllegalStateException.class, b::release);
        assertThrows(IllegalStateException.class, () -> b.send(0));
        assertThrows(NullPointerException.class, () -> b.sendto(0, null));
        try (Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(4, 0)) {
            s.sendto(ByteBuffer.allocateDirect(4), MSG_ZEROCOPY, peer.localAddress()); // past the pool
            Fixture.drain(s, queue);
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> pool.completed(queue));
            assertTrue(e.getMessage().contains("send 0 was not one of the pool"), e.getMessage());
        }
        acquired(pool);
        s.close();
        assertThrows(SocketClosedException.class, () -> b.send(0));
        b.release();
        pool.close();
    }

    /** The kernel counts the sends of all copies together. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCopyOfASocketThatHasAPool_getsNone(boolean copyFirst) throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
                Socket copy = s.dup();
                ZeroCopyPool pool = ZeroCopyPool.open(copyFirst ? copy : s, 1, 4096)) {
            assertThrows(IllegalStateException.class, () -> ZeroCopyPool.open(copyFirst ? s : copy, 1, 4096));
            assertEquals(1, pool.available());
        }
    }

    @Test
    void sending_allocatesNothing() throws Exception {
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(8, 0);
                ZeroCopyPool pool = ZeroCopyPool.open(s, 2, 100)) {
            Sockaddr to = peer.localAddress();
            ByteBuffer sink = ByteBuffer.allocateDirect(100);
            assertEquals(0, Allocations.leastBytes(2_000, () -> {
                try {
                    ZeroCopyBuffer b = pool.acquire();
                    b.buffer().putLong(1).flip();
                    b.sendto(0, to);
                    peer.recv(sink.clear(), 0);
                    while (pool.lent() > 0) {
                        s.errors(queue);
                        pool.completed(queue);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            assertEquals(0, pool.fallbacks());
        }
    }
}
