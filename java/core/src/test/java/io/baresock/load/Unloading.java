package io.baresock.load;

import static io.baresock.Bsd.*;

import io.baresock.AddrInfo;
import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.handover.FdHold;
import io.baresock.poll.Poller;
import io.baresock.testkit.Patience;
import io.baresock.text.SocketText;
import io.baresock.vthread.Virtual;
import io.baresock.zerocopy.ZeroCopyPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Uses all that has threads, cleaners and lists of its own: a program of {@link UnloadIT}, loaded by a class loader of its own. */
public final class Unloading {

    private static final int TIMES = 20;

    /** As an application has them in static fields. */
    private static final List<Object> CLOSED = new ArrayList<>();

    private Unloading() {}

    /** By reflection. */
    public static void use() throws Exception {
        parkAndResume();
        sendfileOnAVirtualThread();
        forgetRegistered();
        resolve();
        echo();
        EventLoop.create().execute(() -> {});
        new Message();
        new MessageBatch(4, 100);
        refersToClosedOnes();
    }

    /** A class that refers to an open one keeps it open, and so its class loader. A closed one is in no list any more. */
    private static void refersToClosedOnes() throws Exception {
        Socket[] pair = tcpPair();
        Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1);
        check(listener.accept(Duration.ZERO) == null);
        Poller poller = Poller.open();
        CLOSED.add(poller.register(pair[0], Poller.READABLE, pair));
        SocketText text = new SocketText(pair[0]);
        text.puts("x");
        FdHold hold = FdHold.of(pair[1], () -> {});
        Message message = new Message();
        MessageBatch batch = new MessageBatch(4, 100);
        ZeroCopyPool pool = ZeroCopyPool.open(pair[0], 2, 64);
        EventLoop loop = EventLoop.start("unloading");
        AsyncSocket waits = loop.open(AF_INET, SOCK_STREAM, 0);
        waits.socket().bind(Sockaddr.loopback4(0));
        waits.listen(1).accept((status, connection) -> {});
        AsyncSocket other = loop.open(AF_INET, SOCK_STREAM, 0);
        other.connect(waits.socket().localAddress(), null);
        for (AutoCloseable c : List.of(pool, poller, hold, message, batch, listener, pair[0], pair[1], loop)) {
            c.close();
            CLOSED.add(c);
        }
        CLOSED.addAll(List.of(text, waits, other));
    }

    private static Socket[] tcpPair() throws Exception {
        try (Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1)) {
            Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
            client.connect(listener.localAddress());
            return new Socket[] {client, listener.accept()};
        }
    }

    private static void parkAndResume() throws Exception {
        Socket[] pair = tcpPair();
        Virtual.Task<Integer> receive =
                Virtual.call(() -> pair[1].recv(ByteBuffer.allocate(1), 0)).awaitParked();
        pair[0].send(ByteBuffer.allocate(1), 0);
        check(receive.get() == 1);
        Virtual.Task<Boolean> timesOut = Virtual.call(() -> pair[1].recv(ByteBuffer.allocate(1), 0, 1000) < 0);
        check(timesOut.get());
        pair[0].close(); // and the other one is forgotten
    }

    private static void sendfileOnAVirtualThread() throws Exception {
        Socket[] pair = tcpPair();
        try { // whatever comes of it, it is asked of a platform thread
            Virtual.call(() -> pair[0].sendfile(pair[1].fd(), 0, 1)).get();
            check(false);
        } catch (ExecutionException e) {
            check(e.getCause() instanceof ErrnoException);
        }
        pair[0].close();
        pair[1].close();
    }

    private static void forgetRegistered() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Poller poller = Poller.open();
            Socket[] pair = tcpPair();
            poller.register(pair[0], Poller.WRITABLE, pair);
            poller.register(pair[1], Poller.READABLE, poller);
            poller.poll(0);
            poller.wakeup();
        }
    }

    private static void resolve() throws Exception {
        AddrInfo hints = AddrInfo.hints(0, AF_INET, SOCK_STREAM, 0);
        check(Bsd.getaddrinfoAsync("127.0.0.1", "80", hints).get(Patience.SECONDS, TimeUnit.SECONDS).length > 0);
    }

    private static void echo() throws Exception {
        CompletableFuture<Integer> received = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.start("unloading")) {
            AsyncSocket listener = loop.open(AF_INET, SOCK_STREAM, 0);
            listener.socket().bind(Sockaddr.loopback4(0));
            listener.listen(1).accept((status, connection) -> {
                if (connection != null) {
                    connection.recv((s, b) -> received.complete(s.bytes()));
                }
            });
            AsyncSocket client = loop.open(AF_INET, SOCK_STREAM, 0);
            client.connect(listener.socket().localAddress(), null);
            client.send(ByteBuffer.allocate(1), null);
            check(received.get(Patience.SECONDS, TimeUnit.SECONDS) == 1);
        }
    }

    private static void check(boolean right) {
        if (!right) {
            throw new AssertionError();
        }
    }
}
