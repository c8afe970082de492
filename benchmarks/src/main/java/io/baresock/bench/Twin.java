package io.baresock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The C twins: the same work as a C programmer would write it, with plain libc calls. Each method is one JNI call for a whole
 * measurement; the loop is in C. A failure is {@code -errno}.
 */
public final class Twin {

    static {
        load();
    }

    private Twin() {}

    /**
     * What a call returned.
     *
     * @throws IOException if that is {@code -errno}
     */
    public static long check(long result, String what) throws IOException {
        if (result < 0) {
            throw new IOException("the C twin cannot " + what + ": errno " + -result);
        }
        return result;
    }

    /** Two sockets on loopback, connected to each other: {@code second << 32 | first}. */
    static native long pair(int transport, boolean blocking);

    static native int close(int fd);

    /** The address of a direct buffer's first byte. */
    static native long address(ByteBuffer direct);

    /** {@code count} times recv(2) of EAGAIN; returns {@code count}. */
    static native int recvNothing(int fd, int count);

    /** {@code count} times getsockopt(2) of SO_RCVBUF; returns its value. */
    static native int getsockoptRcvbuf(int fd, int count);

    /**
     * {@code count} times {@code size} bytes from {@code a} to {@code b}, on request back again too, with both ends in this thread;
     * {@code out} and {@code in} are addresses. Returns {@code count}.
     */
    static native int transfers(int a, int b, long out, long in, int size, boolean thereAndBack, int count);

    /** A TCP connection to 127.0.0.1 that {@link #close} resets, so that none is left in TIME-WAIT. */
    static native int connect(int port);

    // The following methods are for Linux only.

    /** An open file of that size, without a name. */
    static native int file(int size);

    /** As {@link #transfers}, from the beginning of a file, by sendfile(2). */
    static native int sendfiles(int file, int a, int b, long in, int size, int count);

    /** {@code count} times {@link #connect}, accept4(2) and close(2) of both; returns {@code count}. */
    static native int accepts(int listener, int port, int count);

    /** sendmmsg(2) of 32 at a time on a connected socket; returns {@code count}. */
    static native int sendBatches(int fd, int size, int count);

    /** One recvmmsg(2) of up to 32, of 2048 bytes at most; returns how many datagrams came. */
    static native int receiveBatch(int fd);

    /** The same 32 by an io_uring(7) of the thread; all must be there already. Linux 6.1. */
    static native int receiveRing(int fd);

    /** {@code sends} times sendmsg(2) with UDP_SEGMENT; returns {@code sends}. */
    static native int sendSegments(int fd, int size, int segments, int sends);

    /** Sends for that time; returns how many datagrams. {@code kind}: 0 one by one, 1 sendmmsg, 2 UDP_SEGMENT. */
    public static native long flowSend(int fd, int kind, int size, int segments, long nanos);

    /** Receives until a datagram of one byte comes; returns how many came before. */
    public static native long flowReceive(int fd, int kind);

    static native int epollOpen();

    /** Adds {@code fd} to epoll, level-triggered, for readability. */
    static native int epollAdd(int ep, int fd);

    /** {@code count} times epoll_wait(2) without waiting; returns the number of all events. */
    static native long epollWait(int ep, int count);

    /** The CPU that the thread runs on. */
    static native int cpu();

    /**
     * Lets the thread run on this CPU only, with SCHED_BATCH, until {@link #scheduleAsBefore}. A thread that it wakes there does not take
     * the CPU from it, so each message is one change of thread.
     */
    static native int scheduleOn(int cpu);

    static native int scheduleAsBefore();

    /** {@code count} round trips of 64 bytes on a blocking socket whose other end echoes; returns {@code count}. */
    static native int blockingPingPong(int fd, int count);

    /** Starts a C thread on this CPU that echoes on a blocking socket; returns it, for {@link #echoEnd}. */
    static native long echoStart(int fd, int cpu);

    static native int echoEnd(long echo);

    private static void load() {
        try (NativeFile library = NativeFile.extract(System.mapLibraryName("baresock_twin"))) {
            System.load(library.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
