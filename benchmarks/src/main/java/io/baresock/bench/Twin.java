package io.baresock.bench;

import io.baresock.internal.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The C twins: the same work as a C programmer writes it, with plain libc calls. Each method is one JNI call for a whole
 * measurement; the loop is in C. Results are {@code -errno} on failure.
 */
public final class Twin {

    static {
        load();
    }

    private Twin() {}

    /** What a call returned. @throws IOException if that is {@code -errno} */
    static long check(long result, String what) throws IOException {
        if (result < 0) {
            throw new IOException("the C twin cannot " + what + ": errno " + -result);
        }
        return result;
    }

    /** Two non-blocking sockets on the loopback, connected to each other: {@code second << 32 | first}. */
    public static long pair(Transport transport) throws IOException {
        return check(pair(transport.code(), false), "open a pair of " + transport + " sockets");
    }

    /** The same, blocking. */
    static long blockingPair(Transport transport) throws IOException {
        return check(pair(transport.code(), true), "open a pair of " + transport + " sockets");
    }

    private static native long pair(int transport, boolean blocking);

    /** close(2). */
    public static native int close(int fd);

    /** {@code count} times recv(2) of EAGAIN; returns {@code count}. */
    public static native int recvNothing(int fd, int count);

    /** {@code count} times getsockopt(2) of SO_RCVBUF; returns its value. */
    public static native int getsockoptRcvbuf(int fd, int count);

    /**
     * {@code count} round trips of 64 bytes with both ends in this thread.
     *
     * @param nanos a direct buffer that receives the {@code long} duration of each, in native order
     */
    public static native int pingPong(int a, int b, ByteBuffer nanos, int count);

    /** sendmmsg(2) of 32 at a time on a connected socket; returns {@code count}. Linux, as all that follow. */
    public static native int sendBatches(int fd, int size, int count);

    /** recvmmsg(2) of 32 at a time until there is nothing; returns how many datagrams came. */
    public static native int receiveBatches(int fd, int size);

    /** One recvmmsg(2) of up to 32, of 2048 bytes at most; returns how many datagrams came. */
    public static native int receiveBatch(int fd);

    /** The same 32 by an io_uring(7) of the thread's; all have to be there. Linux 6.1. */
    public static native int receiveRing(int fd);

    /** {@code sends} times sendmsg(2) with UDP_SEGMENT; returns {@code sends}. */
    public static native int sendSegments(int fd, int size, int segments, int sends);

    /** Sends for so long; returns how many datagrams. {@code kind}: 0 one by one, 1 sendmmsg, 2 UDP_SEGMENT. */
    public static native long flowSend(int fd, int kind, int size, int segments, long nanos);

    /** Receives until a datagram of one byte comes; returns how many came before. */
    public static native long flowReceive(int fd, int kind);

    /** epoll_create(2); returns the descriptor, for {@link #close}. */
    public static native int epollOpen();

    /** epoll_ctl(2): report, level-triggered, when {@code fd} is readable. */
    public static native int epollAdd(int ep, int fd);

    /** {@code count} times epoll_wait(2) without waiting; returns how many events all of them brought. */
    public static native long epollWait(int ep, int count);

    /**
     * {@code count} times {@code size} bytes that are at the address {@code out} from {@code a} to {@code b}, received to the address
     * {@code in}, and back again if so asked, with both ends in this thread; returns {@code count}.
     */
    static native int transfers(int a, int b, long out, long in, int size, boolean thereAndBack, int count);

    /** The same from the beginning of a file, by sendfile(2), without going back; {@code a} is non-blocking. Linux. */
    static native int sendfiles(int file, int a, int b, long in, int size, int count);

    /** Of the first byte of a direct buffer. */
    static native long address(ByteBuffer direct);

    /** A TCP connection to 127.0.0.1 that {@link #close} resets, so that none is left in TIME-WAIT. */
    public static native int connect(int port);

    /** {@code count} times {@link #connect}, accept4(2) and close(2) of both; returns {@code count}. Linux. */
    public static native int accepts(int listener, int port, int count);

    /** sched_getcpu(3): the CPU that the calling thread runs on. */
    static native int cpu();

    /**
     * sched_setaffinity(2), sched_setscheduler(2): lets the calling thread run on this CPU only, and by SCHED_BATCH, until
     * {@link #scheduleAsBefore}. Whom it wakes there does not take the CPU from it: each message is one change of thread.
     */
    static native int scheduleOn(int cpu);

    /** Restores what was before {@link #scheduleOn}. */
    static native int scheduleAsBefore();

    /** {@code count} round trips of 64 bytes on a blocking socket whose other end echoes; returns {@code count}. */
    static native int blockingPingPong(int fd, int count);

    /** A thread of C's, scheduled on this CPU, that echoes on a blocking socket; returns it, for {@link #echoEnd}. */
    static native long echoStart(int fd, int cpu);

    /** shutdown(2) of the echo's socket, and pthread_join(3). */
    static native int echoEnd(long echo);

    private static void load() {
        String resource =
                "/META-INF/benchmark-native/" + Platform.name() + "/" + System.mapLibraryName("baresock_twin");
        try (InputStream in = Twin.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UnsatisfiedLinkError(resource + " is not in the jar: was it built with -Dnative.skip?");
            }
            Path directory = Files.createTempDirectory("baresock-twin");
            Path file = directory.resolve("twin");
            try {
                Files.copy(in, file);
                System.load(file.toString());
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot extract " + resource, e);
        }
    }
}
