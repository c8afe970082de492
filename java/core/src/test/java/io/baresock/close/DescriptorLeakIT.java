package io.baresock.close;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.close.Kind.Rig;
import io.baresock.poll.Poller;
import io.baresock.testkit.Fds;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Descriptors go when their sockets go, with the wake descriptors that waiting made; and not before. */
@EnabledOnOs(OS.LINUX)
class DescriptorLeakIT {

    private static final int ROUNDS = 1_000;
    private static final int TO_BE_COMPILED = 50_000;

    static Stream<Kind> kinds() {
        return Kind.here().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void close_leavesNoDescriptor(Kind kind) throws Exception {
        kind.open().close();
        List<String> before = Fds.open(); // after the first: the JDK may open a socket of its own for later use
        for (int round = 0; round < ROUNDS; round++) {
            try (Rig rig = kind.open()) {
                rig.socket.poll(Socket.PRIORITY, 0, 1); // waits, so a wake descriptor is made
                if (round % 2 == 0) {
                    rig.socket.dup().close();
                }
            }
        }
        Fds.assertNoOthersThan(before);
    }

    @Test
    void cleaner_closesAForgottenSocket() throws Exception {
        int[] forgotten = forget();
        awaitCollected(() -> !SweptCalls.isOpen(forgotten[0]) && !SweptCalls.isOpen(forgotten[1]));
    }

    private static int[] forget() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        return new int[] {pair[0].fd(), pair[1].fd()};
    }

    /** Has what it forgets to close, and uses it so often that the guards know the thread. */
    private static final class Forgetful extends Thread {
        private static final int USES = 1_000;
        private final Socket[] pair;
        private final Poller poller;
        private volatile int usesMade;

        Forgetful() throws ErrnoException {
            pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            poller = Poller.open();
        }

        @Override
        public void run() {
            ByteBuffer b = ByteBuffer.allocateDirect(1);
            try {
                for (int i = 0; i < USES; i++) {
                    pair[i % 2].recv(b.clear(), Bsd.MSG_DONTWAIT);
                    poller.poll(0);
                }
                usesMade = USES;
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void cleaner_closesWhatAThreadHadAndForgot() throws Exception {
        Kind.here().get(0).open().close(); // what the JDK opens with the first is there from now on
        List<String> before = Fds.open();
        runAndForget();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);
        while (!before.containsAll(Fds.open())) {
            assertTrue(System.nanoTime() - deadline < 0, "the collector has not closed the forgotten socket or poller");
            System.gc();
        }
    }

    private static void runAndForget() throws Exception {
        Forgetful thread = new Forgetful();
        thread.start();
        thread.join();
        assertEquals(Forgetful.USES, thread.usesMade);
    }

    /**
     * The only reference to the socket is the one that a blocked call is using: it is in use, not forgotten. Compiled code
     * keeps no object beyond its last use, so the call is compiled first, which takes some repetitions.
     */
    @RepeatedTest(5)
    void cleaner_leavesASocketAlone_whileACallIsBlockedOnIt() throws Exception {
        Socket[] uses = new Socket[TO_BE_COMPILED];
        Socket peer = forgetAllBut(uses);
        try (peer) {
            CallThread caller = CallThread.start(() -> recvEach(uses));
            ByteBuffer one = ByteBuffer.allocateDirect(1);
            for (int i = 1; i < uses.length; i++) {
                peer.send(one.clear(), 0);
            }
            awaitNull(uses);
            caller.awaitBlockedIn(Blocking.RECV.sleepsIn());
            int canary = forget()[0];
            awaitCollected(() -> !SweptCalls.isOpen(canary));
            assertEquals(1, peer.send(one.clear(), 0));
            assertEquals(uses.length, caller.await().result());
        }
    }

    private static Socket forgetAllBut(Socket[] uses) throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        Arrays.fill(uses, pair[0]);
        return pair[1];
    }

    /** Receives a byte with each, and forgets it; returns how many bytes came. */
    private static int recvEach(Socket[] uses) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(1);
        int received = 0;
        for (int i = 0; i < uses.length; i++) {
            received += recvAndForget(uses, i, b.clear());
        }
        return received;
    }

    private static int recvAndForget(Socket[] uses, int i, ByteBuffer b) throws ErrnoException {
        Socket s = uses[i];
        uses[i] = null;
        return s.recv(b, 0);
    }

    private static void awaitNull(Socket[] uses) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);
        while (uses[uses.length - 1] != null) {
            assertTrue(System.nanoTime() - deadline < 0, "the calls before the last one do not end");
            VarHandle.fullFence(); // so that the array is read again
        }
    }

    private static void awaitCollected(BooleanSupplier gone) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);
        while (!gone.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "the collector has not closed the forgotten socket");
            System.gc();
        }
    }
}
