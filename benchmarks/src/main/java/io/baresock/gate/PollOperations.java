package io.baresock.gate;

import static io.baresock.gate.Operation.expect;
import static io.baresock.gate.Operation.udp;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.RecvCallback;
import io.baresock.async.SendCallback;
import io.baresock.async.Status;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A poller with an idle socket and, on request, one that is always ready; and an event loop that echoes. */
final class PollOperations implements AutoCloseable {

    private static final int SIZE = 64;
    /** Newer architectures have no epoll_wait(2). */
    private static final String WAIT = System.getProperty("os.arch").equals("amd64") ? "epoll_wait" : "epoll_pwait";

    private final Socket idle = udp();
    private final Socket ready = udp();
    private final Poller none = Poller.open();
    private final Poller one = Poller.open();
    private final Registration registration = none.register(idle, Poller.READABLE, idle);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

    private final EventLoop loop = EventLoop.create();
    private final AsyncSocket echoes = loop.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
    private final ByteBuffer echoed = ByteBuffer.allocateDirect(SIZE);
    private final Status status = new Status();
    private final Socket asks = udp();
    private final SendCallback sent = this::sent; // fields, because a new object for each call would be garbage
    private final RecvCallback received = this::received;

    PollOperations() throws IOException {
        one.register(ready, Poller.READABLE, ready);
        ready.connect(ready.localAddress());
        ready.send(ByteBuffer.allocate(SIZE), 0);
        echoes.socket().bind(Sockaddr.inet("127.0.0.1", 0)).connect(asks.localAddress());
        asks.connect(echoes.socket().localAddress());
        receive();
        loop.runOnce(0);
    }

    List<Operation> all() {
        return List.of(
                Operation.one("Poller.poll of nothing", WAIT, () -> expect(0, none.poll(0))),
                Operation.one("Poller.poll and next, one ready", WAIT, this::pollReady),
                new Operation(
                        "Registration.interest that it has", Map.of(), () -> registration.interest(Poller.READABLE)),
                new Operation("Registration.interest, another and back", Map.of("epoll_ctl", 2), () -> {
                    registration.interest(Poller.READABLE | Poller.PRIORITY);
                    registration.interest(Poller.READABLE);
                }),
                Operation.one("Poller.wakeup by the poller's own thread, twice, and poll", WAIT, this::wakeup),
                new Operation(
                        "AsyncSocket.recv, send: an echo", Map.of("sendto", 2, "recvfrom", 2, WAIT, 1), this::echo));
    }

    private void pollReady() throws IOException {
        expect(1, one.poll(0));
        if (!one.next() || one.attachment() != ready || one.next()) {
            throw new AssertionError("not the one that is ready");
        }
    }

    /** No thread polls, so a wake-up is only noted: the next poll does not wait, although it has a timeout. */
    private void wakeup() throws IOException {
        none.wakeup();
        none.wakeup();
        expect(0, none.poll(-1));
    }

    private void receive() {
        echoes.recv(echoed.clear(), received, status);
    }

    /** Any failure means that the loop has ended. */
    private void received(Status s, ByteBuffer b) {
        if (s.isSuccess()) {
            echoes.send(b.flip(), sent, s);
        }
    }

    private void sent(Status s) {
        if (s.isSuccess()) {
            receive();
        }
    }

    private void echo() throws IOException {
        expect(SIZE, asks.send(buffer.clear(), 0));
        loop.runOnce(-1);
        expect(SIZE, asks.recv(buffer.clear(), 0));
    }

    @Override
    public void close() {
        loop.close();
        none.close();
        one.close();
        Stream.of(asks, idle, ready).forEach(Socket::close);
    }
}
