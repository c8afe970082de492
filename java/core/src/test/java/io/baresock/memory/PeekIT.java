package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Socket;
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

    private static final long LONG = 60_000_000_000L;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatAnotherThreadTakes_isStillTheResult() {
        Program.Ended ended = Program.end(List.of(), Peeks.class);
        assertEquals(0, ended.status(), ended.output());
    }

    /** Then each look begins where the last one ended: unix(7), SO_PEEK_OFF. */
    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @ValueSource(strings = {"direct", "heap", "message", "heap message"})
    void looksAreJoined_ifTheSocketHasAnOffset(String how) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket left = pair[0];
                Socket right = pair[1]) {
            right.setsockopt(SOL_SOCKET, SO_PEEK_OFF, 0);
            left.send(bytes("abc"));
            ByteBuffer b = how.contains("heap") ? ByteBuffer.allocate(5) : ByteBuffer.allocateDirect(5);
            CompletableFuture<Integer> result = new CompletableFuture<>();
            new Thread(() -> peek(right, b, how.contains("message"), result), "peeks").start();
            while (right.getsockopt(SOL_SOCKET, SO_PEEK_OFF) < 3 && !result.isDone()) { // until it has looked once
                Thread.onSpinWait();
            }
            left.send(bytes("de"));
            assertEquals(5, result.get(60, TimeUnit.SECONDS));
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
