package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Socket;
import io.baresock.internal.Memory;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory by its address, which has no position, in messages that take several system calls. */
@DisplayName("raw memory in a message")
class RawMemoryIT {

    private static final int RAW = 10;
    private static final int HEAP = 600_000; // three pieces
    private static final long LONG = Patience.NANOS;

    private final ByteBuffer raw = Memory.allocate(RAW);
    private Socket left;
    private Socket right;

    @BeforeEach
    void open() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        left = pair[0];
        right = pair[1];
    }

    @AfterEach
    void close() {
        left.close();
        right.close();
    }

    private interface Call {
        Object make() throws ErrnoException;
    }

    private static CompletableFuture<Object> start(String name, Call call) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        Thread t = new Thread(
                () -> {
                    try {
                        result.complete(call.make());
                    } catch (Throwable e) {
                        result.complete(e);
                    }
                },
                name);
        t.start();
        return result;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isSentOnce_beforeALargeHeapBuffer(boolean bsd) throws Exception {
        byte[] all = new byte[RAW + HEAP];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i % 251);
        }
        raw.put(0, all, 0, RAW);
        try (Message m = new Message(2, 0).add(Memory.address(raw), RAW).add(ByteBuffer.wrap(all, RAW, HEAP))) {
            CompletableFuture<Object> sent = start("sends-raw", () -> {
                int n = bsd ? sendmsg(left.fd(), m, 0) : left.sendmsg(m);
                left.shutdown(SHUT_WR);
                return n;
            });
            ByteBuffer got = ByteBuffer.allocate(2 * all.length);
            assertEquals(all.length, right.recvFully(got, LONG));
            assertEquals(all.length, sent.get(Patience.SECONDS, TimeUnit.SECONDS));
            byte[] came = new byte[all.length];
            got.flip().get(came);
            assertArrayEquals(all, came);
        }
    }

    @Test
    void isWholeAgain_inTheNextCall() throws Exception {
        raw.put(0, "0123456789".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer large = ByteBuffer.allocate(HEAP);
        try (Message m = new Message(2, 0).add(Memory.address(raw), RAW).add(large)) {
            CompletableFuture<Object> sent = start("sends-raw", () -> left.sendmsg(m));
            assertEquals(RAW + HEAP, right.recvFully(ByteBuffer.allocate(RAW + HEAP), LONG));
            assertEquals(RAW + HEAP, sent.get(Patience.SECONDS, TimeUnit.SECONDS));
            ByteBuffer got = ByteBuffer.allocate(RAW);
            assertEquals(RAW, left.sendmsg(m));
            assertEquals(RAW, right.recv(got, 0));
            assertEquals("0123456789", new String(got.array(), StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, LONG})
    void isFilledFromParts_ifAllIsWaitedFor(long timeout) throws Exception {
        ByteBuffer heap = ByteBuffer.allocate(3);
        try (Message m = new Message(2, 0).add(Memory.address(raw), RAW).add(heap)) {
            left.send("abcd".getBytes(StandardCharsets.US_ASCII), 0, 4, 0);
            CompletableFuture<Object> got = start("receives-raw", () -> right.recvmsg(m, MSG_WAITALL, timeout));
            for (String part : new String[] {"efgh", "ijkl", "m"}) {
                while (right.available() > 0 && !got.isDone()) { // until the receive has taken the part before
                    Thread.onSpinWait();
                }
                left.send(part.getBytes(StandardCharsets.US_ASCII), 0, part.length(), 0);
            }
            assertEquals(RAW + 3, got.get(Patience.SECONDS, TimeUnit.SECONDS));
            byte[] came = new byte[RAW];
            raw.get(0, came);
            assertEquals("abcdefghij", new String(came, StandardCharsets.US_ASCII));
            assertEquals("klm", new String(heap.array(), StandardCharsets.US_ASCII));
        }
    }
}
