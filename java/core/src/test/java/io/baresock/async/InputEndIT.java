package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a blocking call of C says at once that nothing can come, an operation does not wait. */
@EnabledOnOs(OS.LINUX)
class InputEndIT {

    private EventLoop loop;

    @BeforeEach
    void open() throws ErrnoException {
        loop = EventLoop.create();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private AsyncSocket datagrams(int domain) throws ErrnoException {
        if (domain == AF_UNIX) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
            pair[1].close();
            return loop.adopt(pair[0]);
        }
        AsyncSocket a = loop.open(AF_INET, SOCK_DGRAM, 0);
        a.socket().bind(Sockaddr.loopback4(0));
        a.socket().connect(a.socket().localAddress());
        return a;
    }

    private AsyncSocket listener(int domain, int type) throws ErrnoException {
        AsyncSocket a = loop.open(domain, type, 0);
        a.socket().bind(domain == AF_UNIX ? Sockaddr.unixUnnamed() : Sockaddr.loopback4(0));
        return a.listen(1);
    }

    private static void isEmpty(Status s) {
        succeed(s);
        assertEquals(0, s.bytes());
        assertFalse(s.isEnd());
    }

    private static ByteBuffer room() {
        return ByteBuffer.allocateDirect(8);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 2", "true, 2"})
    void datagramSocket_thatIsShut_receivesNothing(boolean unix, int how) throws ErrnoException {
        AsyncSocket a = datagrams(unix ? AF_UNIX : AF_INET);
        Status before = a.recv(room(), null);
        Status second = a.recvfrom(room(), new SockaddrStorage(), null);
        settle(loop);
        assertFalse(before.isDone());
        a.socket().shutdown(how);
        isEmpty(before);
        isEmpty(second);
        int[] borrowed = {-1};
        isEmpty(a.recv((s, b) -> borrowed[0] = b.position()));
        assertEquals(0, borrowed[0]);
        isEmpty(a.recv(room(), null));
    }

    @Test
    void datagramSocket_thatIsShut_firstReceivesWhatHasCome() throws ErrnoException {
        AsyncSocket a = datagrams(AF_INET);
        a.socket().send(text("come"), 0);
        a.socket().shutdown(SHUT_RD);
        Status first = a.recv(room(), null);
        Status second = a.recv(room(), null);
        assertEquals(4, finish(first).bytes());
        isEmpty(second);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void accept_onAShutUnixListener_isAnError(int how) throws ErrnoException {
        for (int type : new int[] {SOCK_STREAM, SOCK_SEQPACKET}) {
            AsyncSocket before = listener(AF_UNIX, type);
            Status waits = before.accept((s, c) -> {});
            settle(loop);
            assertFalse(waits.isDone());
            before.socket().shutdown(how);
            fail(EINVAL, waits);
            fail(EINVAL, before.accept((s, c) -> {}));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recv_onAListener_isAnError(boolean borrows) throws ErrnoException {
        int[][] kinds = {
            {AF_INET, SOCK_STREAM, ENOTCONN}, {AF_UNIX, SOCK_STREAM, EINVAL}, {AF_UNIX, SOCK_SEQPACKET, ENOTCONN}
        };
        for (int[] k : kinds) {
            AsyncSocket own = listener(k[0], k[1]);
            fail(k[2], own.recv(room(), null));
            AsyncSocket adopted = loop.adopt(own.socket().dup());
            for (AsyncSocket a : new AsyncSocket[] {own, adopted, own, adopted}) {
                fail(k[2], borrows ? a.recv((s, b) -> {}) : a.recv(room(), null));
            }
        }
    }
}
