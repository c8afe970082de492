package io.baresock.async;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A socket whose close(2) lingers (SO_LINGER, data that the peer does not take) and the others of its loop. */
class LingerIT {

    private static final int LINGER_SECONDS = 600; // the test would not end in its time
    private static final long BOUND_SECONDS = Patience.SECONDS;

    private static void linger(Socket s) {
        ByteBuffer linger = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        linger.putInt(1).putInt(LINGER_SECONDS).flip(); // struct linger
        assertEquals(0, setsockopt(s.fd(), SOL_SOCKET, SO_LINGER, linger));
    }

    /** A connection with data unsent, and that will linger; the peer reads nothing. */
    private static AsyncSocket full(EventLoop loop, Socket[] peer) throws Exception {
        AsyncSocket s;
        try (Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1)) {
            s = loop.open(AF_INET, SOCK_STREAM, 0);
            s.connect(listener.localAddress(), null).toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
            peer[0] = listener.accept();
        }
        linger(s.socket());
        ByteBuffer data = ByteBuffer.allocate(1 << 16);
        int sent;
        do {
            sent = s.socket().send(data.clear(), 0);
        } while (sent != Socket.WOULD_BLOCK); // until the kernel takes no more
        return s;
    }

    private static Socket echo(EventLoop loop) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        AsyncSocket server = loop.adopt(pair[0]);
        echo(server);
        return pair[1];
    }

    private static void echo(AsyncSocket server) {
        server.recv((status, b) -> {
            if (status.isSuccess() && !status.isEnd()) {
                server.send(b.flip(), null);
                echo(server);
            }
        });
    }

    private static void talk(Socket client) throws Exception {
        for (int i = 0; i < 3; i++) {
            client.send(new byte[] {1}, 0, 1, 0);
            assertEquals(1, client.recv(ByteBuffer.allocate(1), 0, TimeUnit.SECONDS.toNanos(BOUND_SECONDS)));
        }
    }

    private static void assertEchoGoesOn(CloseIt how) throws Exception {
        EventLoop loop = EventLoop.start("lingers", true);
        Socket[] peer = new Socket[1];
        try (Socket client = echo(loop)) {
            talk(client);
            AsyncSocket s = full(loop, peer);
            how.close(loop, s);
            talk(client);
            CompletableFuture<?> end = loop.closeAsync();
            end.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } finally {
            if (peer[0] != null) {
                peer[0].close(); // with data unread: resets the connection, which ends the lingering
            }
        }
    }

    private interface CloseIt {
        void close(EventLoop loop, AsyncSocket s) throws Exception;
    }

    @Test
    void closeInACallback_holdsNobodyUp() throws Exception {
        assertEchoGoesOn((loop, s) -> {
            CountDownLatch closed = new CountDownLatch(1);
            loop.execute(() -> {
                s.close();
                closed.countDown();
            });
            assertTrue(closed.await(BOUND_SECONDS, TimeUnit.SECONDS), "the loop's thread waits in close(2)");
        });
    }

    @Test
    void closeOfTheLoop_doesNotWaitForTheSocket() throws Exception {
        assertEchoGoesOn((loop, s) -> {});
    }

    @Test
    void callbackThatThrows_andLosesItsSocket_holdsNobodyUp() throws Exception {
        assertEchoGoesOn((loop, s) -> {
            CountDownLatch closed = new CountDownLatch(1);
            loop.execute(() -> s.operations().end());
            loop.execute(closed::countDown);
            assertTrue(closed.await(BOUND_SECONDS, TimeUnit.SECONDS), "the loop's thread waits in close(2)");
        });
    }
}
