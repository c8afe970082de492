package io.baresock.memory;

import static io.baresock.Bsd.*;

import io.baresock.Message;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.CountingBackend;
import io.baresock.text.SocketText;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Moves 8 MiB through heap buffers, and prints of each way how many calls it took, how many bytes these were given, and the most that
 * one moved.
 */
final class Pieces {

    static final int SIZE = 8 << 20;

    private static CountingBackend backend;

    private Pieces() {}

    private interface Move {
        void with(Socket s, ByteBuffer b) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Interposer.install(real -> backend = new CountingBackend(real));
        send("send", (s, b) -> s.send(b, 0));
        send("send-array", (s, b) -> s.send(b.array(), 0, SIZE, 0));
        send("sendFully", (s, b) -> s.sendFully(b, -1));
        send("sendmsg", (s, b) -> s.sendmsg(new Message().add(b), 0));
        send("puts", (s, b) -> new SocketText(s).puts("x".repeat(SIZE - 1)));
        send("async-send", Pieces::sendAsync);
        receive("recv-all", (s, b) -> s.recv(b, MSG_WAITALL));
        receive("recvmsg-all", (s, b) -> s.recvmsg(new Message().add(b), MSG_WAITALL));
        receive("recvFully", (s, b) -> s.recvFully(b, -1));
        receive("recvmsg", (s, b) -> {
            Message m = new Message().add(b);
            while (b.hasRemaining()) {
                s.recvmsg(m, 0);
            }
        });
        receive("read", (s, b) -> new SocketText(s).read(SIZE));
        receive("async-recv", Pieces::receiveAsync);
    }

    private static void sendAsync(Socket s, ByteBuffer b) throws Exception {
        try (EventLoop loop = EventLoop.start("sends", true)) {
            CompletableFuture<Integer> done = new CompletableFuture<>();
            loop.adopt(s).send(b, status -> done.complete(status.bytes()));
            done.get();
        }
    }

    private static void receiveAsync(Socket s, ByteBuffer b) throws Exception {
        try (EventLoop loop = EventLoop.start("receives", true)) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            receiveAll(loop.adopt(s), b, done);
            done.get();
        }
    }

    private static void receiveAll(AsyncSocket s, ByteBuffer b, CompletableFuture<Boolean> done) {
        s.recv(b, (status, buffer) -> {
            if (buffer.hasRemaining() && status.errno() == 0) {
                receiveAll(s, buffer, done);
            } else {
                done.complete(true);
            }
        });
    }

    private static void send(String name, Move move) throws Exception {
        move(name, move, peer -> peer.recvFully(ByteBuffer.allocateDirect(SIZE), -1));
    }

    private static void receive(String name, Move move) throws Exception {
        move(name, move, peer -> peer.sendFully(ByteBuffer.allocateDirect(SIZE), -1));
    }

    private interface Answer {
        void by(Socket peer) throws Exception;
    }

    private static void move(String name, Move move, Answer answer) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket mine = pair[0];
                Socket peers = pair[1]) {
            CompletableFuture<Boolean> answered = new CompletableFuture<>();
            Thread t = new Thread(() -> {
                try {
                    answer.by(peers);
                    answered.complete(true);
                } catch (Exception e) {
                    answered.completeExceptionally(e);
                }
            });
            t.start();
            backend.watch(mine.fd());
            move.with(mine, ByteBuffer.allocate(SIZE));
            answered.get();
            System.out.println(name + " " + backend.calls + " " + backend.given + " " + backend.largest);
        }
    }
}
