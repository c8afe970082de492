package io.baresock.memory;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.Message;
import io.baresock.Socket;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.ForwardingBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Another thread sets a limit below the bytes that a part of a call has moved. No byte is moved twice, or over another one. */
final class Displaced {

    private static final long BRIEF = 20_000_000;
    private static final int SIZE = 600_000; // more than one piece of a copy

    private Displaced() {}

    private static final class Moves extends ForwardingBackend {
        private @Nullable ByteBuffer next;
        private @Nullable Socket peer;

        Moves(Backend real) {
            super(real);
        }

        @Override
        public int recvmsg(int fd, long message, int flags) {
            int n = move(super.recvmsg(fd, message, flags));
            Socket s = peer;
            if (s != null) { // more comes, once
                peer = null;
                Bsd.send(s.fd(), ByteBuffer.wrap(new byte[] {'d', 'e', 'f'}), 0);
            }
            return n;
        }

        @Override
        public int sendmsg(int fd, long message, int flags) {
            return move(super.sendmsg(fd, message, flags));
        }

        private int move(int n) {
            ByteBuffer b = next;
            if (b != null && n > 0) {
                b.limit(2);
                next = null;
            }
            return n;
        }
    }

    private interface Call {
        int of(Socket s, ByteBuffer b) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Moves[] backend = new Moves[1];
        Interposer.install(real -> backend[0] = new Moves(real));
        for (boolean direct : new boolean[] {false, true}) {
            receive(backend, direct ? ByteBuffer.allocateDirect(8) : ByteBuffer.allocate(8));
        }
        send(backend, (s, b) -> s.sendmsg(new Message().add(b)));
        send(backend, (s, b) -> Bsd.sendmsg(s.fd(), new Message().add(b), 0));
        send(backend, (s, b) -> Bsd.writev(s.fd(), b));
    }

    private static void receive(Moves[] backend, ByteBuffer to) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        backend[0].peer = pair[0];
        pair[0].send(new byte[] {'a', 'b', 'c'});
        backend[0].next = to;
        int n = pair[1].recvmsg(new Message().add(to), MSG_WAITALL, BRIEF);
        String got = StandardCharsets.US_ASCII.decode(to.clear()).toString();
        if (!got.startsWith("abc") || n != 3) {
            throw new AssertionError(n + " bytes: " + got);
        }
    }

    private static void send(Moves[] backend, Call call) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        CompletableFuture<ByteBuffer> received = CompletableFuture.supplyAsync(() -> all(pair[1]));
        ByteBuffer from = ByteBuffer.allocate(SIZE);
        for (int i = 0; i < SIZE; i++) {
            from.put(i, at(i));
        }
        backend[0].next = from;
        int n = call.of(pair[0], from);
        pair[0].close();
        ByteBuffer got = received.get();
        if (got.position() != n) {
            throw new AssertionError(got.position() + " bytes came of " + n);
        }
        for (int i = 0; i < n; i++) {
            if (got.get(i) != at(i)) {
                throw new AssertionError("byte " + i + " of " + n);
            }
        }
    }

    private static byte at(int i) {
        return (byte) (i * 31 + (i >> 12));
    }

    private static ByteBuffer all(Socket s) {
        ByteBuffer b = ByteBuffer.allocate(2 * SIZE);
        try {
            s.recvFully(b);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return b;
    }
}
