package io.baresock.close;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.SocketLevel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A stack that overflows at each place of a call on a socket: no pin is left behind, so the descriptor can be detached, and a close closes
 * it. The stack is used up, and the call tried again after each return, until it has room.
 */
class StackOverflowIT {

    private static final long STACK = 1 << 18;
    private static final int FRAMES = 300; // more than a call takes
    private static final int ROUNDS = 20;
    private static final long SHORT = 1000;

    private interface Call {
        void run() throws Exception;
    }

    /** Runs calls where the stack ends. */
    private static final class Ends {
        int overflows;
        int returns;

        /** Makes the call where the stack has ended, and then with one frame more room each time. */
        @SuppressWarnings("InfiniteRecursion") // that is what it is for
        void atEachDepth(Call call) {
            try {
                atEachDepth(call);
            } catch (StackOverflowError e) {
                overflows++;
            }
            if (returns++ < FRAMES) {
                try {
                    call.run();
                } catch (StackOverflowError e) {
                    overflows++;
                } catch (SocketClosedException e) {
                    returns = FRAMES; // the call is close
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static void onASmallStack(Call call) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread t = new Thread(
                null,
                () -> {
                    for (int i = 0; i < ROUNDS; i++) { // interpreted, and then compiled
                        Ends ends = new Ends();
                        ends.atEachDepth(call);
                        assertTrue(ends.overflows > 1, ends.overflows + " overflows");
                    }
                },
                "small stack",
                STACK);
        t.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        t.start();
        t.join();
        assertNull(thrown.get());
    }

    /** Each call once with a whole stack first: a class whose initialisation a stack overflow ends is lost for good. */
    private static void leavesNoPin(Socket s, Call call) throws Exception {
        assertTrue(new ErrnoException("warm up", EINTR).getMessage().contains("EINTR"));
        call.run();
        onASmallStack(call);
        int fd = s.detach(); // EBUSY if a pin is left
        assertFalse(s.isOpen());
        assertEquals(0, Bsd.close(fd));
    }

    private static Socket[] pair() throws ErrnoException {
        return Socket.pair(AF_UNIX, SOCK_STREAM, 0);
    }

    @Test
    void calls_leaveNoPinBehind() throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        byte[] a = new byte[8];
        SockaddrStorage from = new SockaddrStorage();
        try (Message message = new Message().add(ByteBuffer.allocateDirect(8));
                MessageBatch batch = new MessageBatch(2, 8)) {
            leaves(s -> s.recv(b.clear(), MSG_DONTWAIT));
            leaves(s -> s.recv(a, 0, 8, MSG_DONTWAIT));
            leaves(s -> s.recv(b.clear(), 0, SHORT));
            leaves(s -> s.recvfrom(b.clear(), 0, from, SHORT));
            leaves(s -> s.recvmsg(message, 0, SHORT));
            leaves(s -> s.recvmmsg(batch, 0, SHORT));
            leaves(s -> s.poll(Socket.POLL_READ, 0, 1));
            leaves(s -> s.getOption(SocketLevel.SO_TYPE));
            leaves(s -> s.setOption(SocketLevel.SO_SNDBUF, 8192));
            leaves(Socket::localAddress);
            leaves(Socket::available);
            leaves(s -> s.withFd(fd -> fd));
            leaves(s -> {
                s.dup().close();
                return s;
            });
        }
    }

    private interface SocketCall {
        Object run(Socket s) throws Exception;
    }

    private static void leaves(SocketCall call) throws Exception {
        Socket[] pair = pair();
        try (Socket peer = pair[1]) {
            leavesNoPin(pair[0], () -> call.run(pair[0]));
            assertTrue(peer.isOpen());
        }
    }

    /** A close that overflows is made good by the next one. */
    @Test
    void close_closes_atTheLatestWhenItIsRepeated() throws Exception {
        for (int room = 0; room < 60; room++) {
            Socket[] pair = pair();
            pair[1].close();
            pair[0].close(); // all classes are there
            Socket[] closed = pair();
            int fd = closed[0].fd();
            int frames = room;
            Thread t = new Thread(
                    null,
                    () -> {
                        Ends ends = new Ends();
                        ends.returns = FRAMES - 1; // one attempt only
                        withRoom(frames, closed[0], ends);
                    },
                    "small stack",
                    STACK);
            t.start();
            t.join();
            closed[0].close();
            assertEquals(-EBADF, Bsd.fcntl(fd, F_GETFD, 0), "with " + room + " frames");
            closed[1].close();
        }
    }

    /** Closes where there is room for so many frames more. */
    private static void withRoom(int frames, Socket s, Ends ends) {
        try {
            withRoom(frames, s, ends);
        } catch (StackOverflowError e) {
            ends.overflows++;
        }
        if (ends.overflows++ == frames) {
            try {
                s.close();
            } catch (StackOverflowError e) {
                ends.returns++;
            }
        }
    }
}
