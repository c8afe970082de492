package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MSG_PEEK with MSG_WAITALL, which looks more than once. */
@DisplayName("MSG_PEEK and MSG_WAITALL")
class PeekIT {

    private static final long LONG = Patience.NANOS;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Of TCP: on a Unix stream a look does not wait for all. */
    static Socket[] connection() throws ErrnoException {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0))) {
            Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
            client.connect(listener.listen(1).localAddress());
            return new Socket[] {client, listener.accept()};
        }
    }

    @Test
    void whatAnotherThreadTakes_isStillTheResult() {
        Program.Ended ended = Program.end(List.of(), Peeks.class);
        assertEquals(0, ended.status(), ended.output());
    }

    /** Then each look begins where the last one ended: SO_PEEK_OFF, on TCP since Linux 6.9. */
    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @ValueSource(strings = {"direct", "heap", "message", "heap message"})
    void looksAreJoined_ifTheSocketHasAnOffset(String how) throws Exception {
        Socket[] pair = connection();
        try (Socket left = pair[0];
                Socket right = pair[1]) {
            assumeTrue(Bsd.setsockopt(right.fd(), SOL_SOCKET, SO_PEEK_OFF, 0) == 0);
            left.send(bytes("abc"));
            ByteBuffer b = how.contains("heap") ? ByteBuffer.allocate(5) : ByteBuffer.allocateDirect(5);
            CompletableFuture<Integer> result = new CompletableFuture<>();
            new Thread(() -> peek(right, b, how.contains("message"), result), "peeks").start();
            while (right.getsockopt(SOL_SOCKET, SO_PEEK_OFF) < 3 && !result.isDone()) { // until it has looked once
                Thread.onSpinWait();
            }
            left.send(bytes("de"));
            assertEquals(5, result.get(Patience.SECONDS, TimeUnit.SECONDS));
            byte[] got = new byte[5];
            b.flip().get(got);
            assertEquals("abcde", new String(got, StandardCharsets.US_ASCII));
        }
    }

    private static void peek(Socket s, ByteBuffer b, boolean message, CompletableFuture<Integer> result) {
        try (Message m = new Message().add(b)) {
            int flags = MSG_PEEK | MSG_WAITALL;
            result.complete(message ? s.recvmsg(m, flags, LONG) : s.recv(b, flags, LONG));
        } catch (ErrnoException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }
}
