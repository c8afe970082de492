package io.baresock.close;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.close.Kind.Rig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Closing a descriptor whose open file others have as well: shutdown(2) would hit them, so it must not be used. */
@SuppressWarnings("try") // closing early is the subject
class SharedCloseIT {

    static Stream<Arguments> everyBlockedCall() {
        return CloseIT.everyBlockedCall();
    }

    @ParameterizedTest
    @MethodSource("everyBlockedCall")
    void close_endsTheBlockedCall_afterDup(Blocking blocking, Kind kind) throws Exception {
        try (Rig rig = kind.open();
                Socket copy = rig.socket.dup()) {
            blocking.prepare(rig);
            CallThread caller = CallThread.start(() -> blocking.call(rig));
            caller.awaitBlockedIn(blocking.sleepsIn());
            rig.socket.close();
            CloseIT.assertClosed(caller.await());
            assertTrue(copy.isOpen());
        }
    }

    /** The copy's own blocked call goes on: here until the peer's data ends it. */
    @Test
    void close_leavesTheCopyAlone_whileItIsBlocked() throws Exception {
        for (Socket[] pair : List.of(tcpPair(), Socket.pair(AF_UNIX, SOCK_STREAM, 0))) {
            try (Socket one = pair[0];
                    Socket other = pair[1];
                    Socket copy = one.dup()) {
                CallThread original = CallThread.start(() -> one.recv(ByteBuffer.allocate(8), 0));
                CallThread copied = CallThread.start(() -> copy.recv(ByteBuffer.allocate(8), 0));
                original.awaitBlockedIn(Blocking.RECV.sleepsIn());
                copied.awaitBlockedIn(Blocking.RECV.sleepsIn());
                one.close();
                CloseIT.assertClosed(original.await());
                assertEquals(3, other.send(ByteBuffer.allocate(3), 0));
                assertEquals(3, copied.await().result());
                assertEquals(2, copy.send(ByteBuffer.allocate(2), 0));
                assertEquals(2, other.recv(ByteBuffer.allocate(8), 0));
                copy.close();
                assertEquals(0, other.recv(ByteBuffer.allocate(8), 0)); // now it is the end
            }
        }
    }

    @Test
    void close_doesNotShutDown_whatWasAdopted() throws Exception {
        int[] sv = new int[2];
        assertEquals(0, Bsd.socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
        int elsewhere = Bsd.dup(sv[0]); // as another library might hold it
        try (Socket adopted = Socket.adopt(sv[0])) {
            CallThread caller = CallThread.start(() -> adopted.recv(ByteBuffer.allocate(8), 0));
            caller.awaitBlockedIn(Blocking.RECV.sleepsIn());
            adopted.close();
            CloseIT.assertClosed(caller.await());
            assertEquals(1, Bsd.send(elsewhere, ByteBuffer.allocate(1), 0));
            assertEquals(1, Bsd.recv(sv[1], ByteBuffer.allocate(8), 0));
            assertFalse(SweptCalls.isOpen(sv[0]));
        } finally {
            assertEquals(0, Bsd.close(elsewhere));
            assertEquals(0, Bsd.close(sv[1]));
        }
    }

    @Test
    void close_twice_isHarmless_andNeverClosesAStranger() throws Exception {
        boolean same = false;
        for (int i = 0;
                i < 100 && !same;
                i++) { // another thread of the JVM may have opened or closed something in between
            Socket first = Socket.open(AF_INET, SOCK_STREAM, 0);
            int fd = first.fd();
            first.close();
            try (Socket second = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                same = second.fd() == fd;
                first.close();
                assertFalse(first.isOpen());
                assertEquals(SOCK_STREAM, second.getsockopt(Bsd.SOL_SOCKET, Bsd.SO_TYPE));
            }
        }
        assertTrue(same, "the kernel gives the lowest free number (open(2))");
    }

    @Test
    void close_inTryWithResources_isNotDisturbedByAnEarlierOne() throws Exception {
        Socket kept;
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            kept = s;
            s.close();
        }
        assertFalse(kept.isOpen());
    }

    static Socket[] tcpPair() throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            listener.bind(Sockaddr.loopback4(0)).listen(1);
            Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
            client.connect(listener.localAddress());
            return new Socket[] {client, listener.accept()};
        }
    }
}
