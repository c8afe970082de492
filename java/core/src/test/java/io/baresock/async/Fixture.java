package io.baresock.async;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** What the tests of the event loop have in common: most drive a loop by themselves, so that nothing is left to chance. */
final class Fixture {

    /** A time that no passing test ever waits for: it only keeps a broken one from hanging. */
    static final long LONG_TIME = Patience.NANOS;

    static final long MILLI = 1_000_000L;

    private Fixture() {}

    /** Turns the loop until it has come to pass. */
    static void until(EventLoop loop, BooleanSupplier done) {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < LONG_TIME, "does not come to pass");
            assertTrue(loop.runOnce(LONG_TIME), "the loop is closed");
        }
    }

    /** Turns the loop as long as it has something to do. */
    static void settle(EventLoop loop) {
        for (int i = 0; i < 10; i++) {
            loop.runOnce(0);
        }
    }

    /** Turns the loop until the operation is over. */
    static Status finish(Status s) {
        until(s.socket().loop(), s::isDone);
        return s;
    }

    static Status succeed(Status s) {
        finish(s);
        assertEquals("", s.errnoName());
        return s;
    }

    static void fail(int errno, Status s) {
        finish(s);
        assertEquals(io.baresock.Errno.name(errno), s.errnoName());
        ErrnoException e = s.cause();
        assertEquals(errno, e == null ? 0 : e.errno());
    }

    /** What its exception says. */
    static String why(Status s) {
        ErrnoException e = s.cause();
        return e == null ? "" : String.valueOf(e.getMessage());
    }

    static AsyncSocket tcp(EventLoop loop) throws ErrnoException {
        return loop.open(AF_INET, SOCK_STREAM, 0);
    }

    /** A TCP listener of the loop's, on a port of the kernel's choice. */
    static AsyncSocket listener(EventLoop loop, int backlog) throws ErrnoException {
        AsyncSocket a = tcp(loop);
        a.socket().bind(Sockaddr.inet("127.0.0.1", 0));
        return a.listen(backlog);
    }

    static Sockaddr address(AsyncSocket a) throws ErrnoException {
        return a.socket().localAddress();
    }

    /** A connection of two blocking sockets by TCP, for one to be adopted. */
    static Socket[] connection() throws ErrnoException {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.inet("127.0.0.1", 0))) {
            listener.listen(1);
            Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
            client.connect(listener.localAddress(), LONG_TIME);
            return new Socket[] {client, listener.accept(null, 0, LONG_TIME)};
        }
    }

    static ByteBuffer text(String s) {
        return ByteBuffer.wrap(s.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    static String text(ByteBuffer received) {
        ByteBuffer b = received.duplicate().flip();
        byte[] bytes = new byte[b.remaining()];
        b.get(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Bytes that say where they are. */
    static ByteBuffer pattern(int length) {
        ByteBuffer b = ByteBuffer.allocateDirect(length);
        for (int i = 0; i < length; i++) {
            b.put(i, (byte) (i * 31 >> 3));
        }
        return b;
    }
}
