package io.baresock.close;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.close.RecycleTorture.Counts;
import io.baresock.close.RecycleTorture.Victim;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** No datagram goes out through a descriptor number that was given to another socket; and without the guard some do. */
class RecycleTortureIT {

    private static final int MILLION = 1_000_000;

    @Test
    void guard_letsNoStrangerThrough_inAMillionSends() throws Exception {
        try (RecycleTorture torture = new RecycleTorture(Guarded::new)) {
            Counts result = torture.run(MILLION, 1);
            System.out.println("with the guard: " + result);
            assertEquals(0, result.strangers());
            assertTrue(result.operations() >= MILLION);
            assertTrue(result.reopened() > 0);
            assertTrue(result.sent() > MILLION / 2, "most sends must go out, or nothing was shown: " + result);
            assertEquals(result.sent(), result.received(), "a datagram that is lost cannot be told from a stranger");
        }
    }

    /** The same torture bites: it is the guard that keeps the strangers away. */
    @Test
    void torture_findsAStranger_withoutTheGuard() throws Exception {
        try (RecycleTorture torture = new RecycleTorture(Unguarded::new)) {
            Counts result = torture.run(MILLION, 1);
            System.out.println("without the guard: " + result);
            assertTrue(result.strangers() >= 1);
        }
    }

    private static final class Guarded implements Victim {
        private final Socket socket;

        Guarded(Sockaddr sink) throws ErrnoException {
            socket = Socket.open(AF_INET, SOCK_DGRAM, 0);
            socket.connect(sink);
        }

        @Override
        public boolean send(ByteBuffer datagram) {
            try {
                return socket.send(datagram, 0) == Integer.BYTES;
            } catch (SocketClosedException e) {
                return false;
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    /**
     * What a program with bare descriptors does: reads the number, and uses it later. A thread may lose its processor in between; how often
     * is the machine's affair (in a million sends sometimes never), so here some wait for what is to be shown.
     */
    private static final class Unguarded implements Victim {
        private static final AtomicLong OPENED = new AtomicLong();
        private static final int LATE = 32;

        private volatile int fd;

        Unguarded(Sockaddr sink) throws ErrnoException {
            fd = Bsd.socket(AF_INET, SOCK_DGRAM, 0);
            int r = fd < 0 ? fd : Bsd.connect(fd, sink);
            if (r < 0) {
                throw new ErrnoException("connect", -r);
            }
            OPENED.incrementAndGet();
        }

        @Override
        public boolean send(ByteBuffer datagram) {
            int number = fd;
            if (number >= 0 && ThreadLocalRandom.current().nextInt(LATE) == 0) {
                awaitReuse(number);
            }
            return number >= 0 && Bsd.send(number, datagram, 0) == Integer.BYTES;
        }

        /** Until this one was closed and as many were opened as are closed together: the number is in use again, by one of them. */
        private void awaitReuse(int number) {
            spinUntil(() -> fd != number);
            long swapped = OPENED.get() + 2;
            spinUntil(() -> OPENED.get() >= swapped);
        }

        private static void spinUntil(BooleanSupplier condition) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);
            while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            int number = fd;
            fd = -1;
            Bsd.close(number);
        }
    }
}
