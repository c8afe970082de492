package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Another thread moves a buffer's position and limit during calls: the caller's fault, and no harm to anybody else's memory. */
@DisplayName("buffers that are moved meanwhile")
class MovedMeanwhileIT {

    private static final int GUARD = 256;
    private static final int SIZE = 64;
    private static final int ROUNDS = 20_000;
    private static final byte MARK = 0x11;

    private interface Use {
        void with(ByteBuffer b) throws ErrnoException;
    }

    private static Map<String, Use> receives(Socket s) {
        Map<String, Use> all = new LinkedHashMap<>();
        all.put("recv", b -> s.recv(b, MSG_DONTWAIT));
        all.put("recvfrom", b -> s.recvfrom(b, MSG_DONTWAIT, new SockaddrStorage()));
        all.put("Bsd.recv", b -> Bsd.recv(s.fd(), b, MSG_DONTWAIT));
        all.put("Bsd.readv", b -> Bsd.readv(s.fd(), b));
        all.put("recvmsg", b -> {
            try (Message m = new Message(1, 0).add(b)) {
                s.recvmsg(m, MSG_DONTWAIT);
            }
        });
        return all;
    }

    private static Map<String, Use> sends(Socket s) {
        Map<String, Use> all = new LinkedHashMap<>();
        all.put("send", b -> s.send(b, MSG_DONTWAIT));
        all.put("Bsd.send", b -> Bsd.send(s.fd(), b, MSG_DONTWAIT));
        all.put("Bsd.writev", b -> Bsd.writev(s.fd(), b));
        all.put("sendmsg", b -> {
            try (Message m = new Message(1, 0).add(b)) {
                s.sendmsg(m, MSG_DONTWAIT);
            }
        });
        return all;
    }

    private static ByteBuffer inTheMiddle(boolean direct, ByteBuffer[] all) {
        int size = SIZE + 2 * GUARD;
        ByteBuffer whole = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        for (int i = 0; i < size; i++) {
            whole.put(i, MARK);
        }
        all[0] = whole;
        return whole.slice(GUARD, SIZE);
    }

    /** What a call may say of such a buffer; never an error of the kernel's. */
    private static void attempt(Use use, ByteBuffer b) throws ErrnoException {
        try {
            use.with(b);
        } catch (IndexOutOfBoundsException | java.nio.BufferOverflowException | java.nio.BufferUnderflowException e) {
            return; // seen before the call
        }
    }

    private static void drain(Socket s) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocate(SIZE);
        while (s.recv(b, MSG_DONTWAIT) >= 0) {
            b.clear();
        }
    }

    private static Thread mover(ByteBuffer b, AtomicBoolean over) {
        Thread t = new Thread(() -> {
            int i = 0;
            while (!over.get()) {
                try {
                    if ((i++ & 1) == 0) {
                        b.limit(SIZE).position(SIZE / 2);
                    } else {
                        b.position(0).limit(SIZE / 2 + (i & 7));
                    }
                } catch (IllegalArgumentException e) {
                    i++; // the call moved it as well
                }
            }
        });
        t.start();
        return t;
    }

    @Test
    void receiving_writesInsideOfTheBufferAlone() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            ByteBuffer data = ByteBuffer.allocateDirect(SIZE);
            for (Map.Entry<String, Use> e : receives(b).entrySet()) {
                for (boolean direct : new boolean[] {true, false}) {
                    ByteBuffer[] whole = new ByteBuffer[1];
                    ByteBuffer buffer = inTheMiddle(direct, whole);
                    AtomicBoolean over = new AtomicBoolean();
                    Thread mover = mover(buffer, over);
                    try {
                        for (int i = 0; i < ROUNDS; i++) {
                            a.send(data.clear(), 0);
                            attempt(e.getValue(), buffer);
                            drain(b); // of what was refused before the call
                        }
                    } finally {
                        over.set(true);
                        mover.join();
                    }
                    for (int i = 0; i < GUARD; i++) {
                        assertEquals(MARK, whole[0].get(i), e.getKey() + ", direct: " + direct + ", at " + i);
                        assertEquals(MARK, whole[0].get(GUARD + SIZE + i), e.getKey() + ", direct: " + direct);
                    }
                }
            }
        }
    }

    @Test
    void sending_showsTheBufferAlone_andLaterSendsAreRight() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            ByteBuffer got = ByteBuffer.allocate(1024);
            for (Map.Entry<String, Use> e : sends(a).entrySet()) {
                for (int fresh = 0; fresh < 200; fresh++) { // what is remembered of a buffer is found at its first use
                    ByteBuffer buffer = inTheMiddle(true, new ByteBuffer[1]);
                    for (int i = 0; i < SIZE; i++) {
                        buffer.put(i, (byte) (100 + i));
                    }
                    AtomicBoolean over = new AtomicBoolean();
                    Thread mover = mover(buffer, over);
                    try {
                        for (int i = 0; i < ROUNDS / 200; i++) {
                            attempt(e.getValue(), buffer);
                            while (b.recv(got.clear(), MSG_DONTWAIT) >= 0) {
                                for (int k = 0; k < got.position(); k++) {
                                    assertEquals((got.get(0) + k) & 0xFF, got.get(k) & 0xFF, e.getKey());
                                }
                            }
                        }
                    } finally {
                        over.set(true);
                        mover.join();
                    }
                    e.getValue().with(buffer.clear());
                    assertEquals(SIZE, b.recv(got.clear(), MSG_DONTWAIT), e.getKey());
                    assertEquals(100, got.get(0), e.getKey());
                }
            }
        }
    }

    private interface Receive {
        int with(Socket s, ByteBuffer b) throws ErrnoException;
    }

    private static Map<String, Receive> waitingReceives() {
        Map<String, Receive> all = new LinkedHashMap<>();
        all.put("recv", (s, b) -> s.recv(b, 0));
        all.put("recvfrom", (s, b) -> s.recvfrom(b, 0, new SockaddrStorage()));
        all.put("recvFully", (s, b) -> s.recvFully(b));
        all.put("recvmsg", (s, b) -> {
            try (Message m = new Message(2, 0).add(ByteBuffer.allocate(0)).add(b)) {
                return s.recvmsg(m);
            }
        });
        all.put("Bsd.recv", (s, b) -> Bsd.recv(s.fd(), b, 0));
        all.put("Bsd.readv", (s, b) -> Bsd.readv(s.fd(), b));
        return all;
    }

    /** A call goes by the limit that it found: what came is there, in a heap buffer as in a direct one. */
    @Test
    void aLimitThatIsSetWhileAReceiveWaits_losesNothing() throws Exception {
        byte[] data = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        for (boolean direct : new boolean[] {false, true}) {
            for (Map.Entry<String, Receive> receive : waitingReceives().entrySet()) {
                Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                try (Socket a = pair[0];
                        Socket b = pair[1]) {
                    ByteBuffer to = direct ? ByteBuffer.allocateDirect(16) : ByteBuffer.allocate(16);
                    CompletableFuture<Object> got = new CompletableFuture<>();
                    Thread t = new Thread(
                            () -> {
                                try {
                                    got.complete(receive.getValue().with(b, to));
                                } catch (Throwable e) {
                                    got.complete(e);
                                }
                            },
                            "limit-moves");
                    t.start();
                    Calls.awaitBlocked(t);
                    to.limit(2);
                    a.send(data, 0, 16, 0);
                    assertEquals(16, got.get(Patience.SECONDS, TimeUnit.SECONDS), receive.getKey());
                    byte[] there = new byte[16];
                    to.clear().get(there);
                    assertArrayEquals(data, there, receive.getKey());
                    t.join();
                }
            }
        }
    }

    /** Each part of a call begins where the part before ended. If a buffer does not say where that is, the call ends. */
    @Test
    void aLimitThatIsSetBetweenTheParts_endsTheCall() {
        Program.Ended ended = Program.end(List.of(), Displaced.class);
        assertEquals(0, ended.status(), ended.output());
    }
}
