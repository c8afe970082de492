package io.baresock.gate;

import static io.baresock.gate.Operation.echo;
import static io.baresock.gate.Operation.expect;
import static io.baresock.gate.Operation.one;
import static io.baresock.gate.Operation.udp;

import io.baresock.Bsd;
import io.baresock.ErrorQueue;
import io.baresock.Message;
import io.baresock.ReceivedControl;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.internal.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The operations that are gated, on UDP sockets on loopback: {@code a} sends to {@code b}; nothing is sent to {@code a}. Linux may deliver a
 * datagram after the call that sent it, if the processor has much else to do. So a receive that is to have one waits for it, or poll(2) does.
 */
public final class Operations implements AutoCloseable {

    private static final int SIZE = 64;
    private static final int LOOPBACK = 0x7f000001;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long WAIT_SECONDS = 600; // for a datagram that was sent

    private final Socket a = udp();
    private final Socket b = udp();
    private final Socket polled = udp(); // in non-blocking mode, connected to itself
    private final Socket blocking = udp();
    private final Sockaddr toB = b.localAddress();
    private final SockaddrStorage from = new SockaddrStorage();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer heap = ByteBuffer.allocate(SIZE);
    private final byte[] array = new byte[SIZE];
    private final int[] value = new int[1];
    private final long address = Memory.address(direct);
    private final int fdA = a.fd();
    private final int fdB = b.fd();

    private final Socket described = udp(); // its datagrams come with pktinfo and a time
    private final Message out = new Message().add(direct).to(described.localAddress());
    private final ByteBuffer received = ByteBuffer.allocateDirect(SIZE);
    private final Message in = new Message().add(received);
    private final Message raw = new Message().add(address, SIZE);
    private final ErrorQueue errors = new ErrorQueue(16, SIZE);
    private final BatchOperations batches = new BatchOperations();
    private final PollOperations polls = new PollOperations();
    private final ByteBuffer[] halves = {ByteBuffer.allocateDirect(SIZE / 2), ByteBuffer.allocate(SIZE / 2)};

    public Operations() throws IOException {
        described.setsockopt(Bsd.IPPROTO_IP, Bsd.IP_PKTINFO, 1).setsockopt(Bsd.SOL_SOCKET, Bsd.SO_TIMESTAMPNS, 1);
        a.connect(toB);
        b.connect(a.localAddress());
        blocking.connect(blocking.localAddress());
        polled.connect(polled.localAddress());
        a.setNonblocking(true);
        polled.setNonblocking(true);
    }

    /** All operations, always in the same order. */
    public List<Operation> all() {
        return Stream.of(bsd(), sockets(), batches.all(), polls.all())
                .flatMap(List::stream)
                .toList();
    }

    private List<Operation> bsd() {
        int fdDescribed = described.fd();
        return List.of(
                one("Bsd.recv of EAGAIN", "recvfrom", () -> expect(-Bsd.EAGAIN, Bsd.recv(fdA, direct.clear(), 0))),
                one(
                        "Bsd.recv of EAGAIN, address",
                        "recvfrom",
                        () -> expect(-Bsd.EAGAIN, Bsd.recv(fdA, address, SIZE, 0))),
                one(
                        "Bsd.recvfrom of EAGAIN",
                        "recvfrom",
                        () -> expect(-Bsd.EAGAIN, Bsd.recvfrom(fdA, direct.clear(), 0, from))),
                echo("Bsd.send, recv, direct buffer", () -> bsdEcho(direct)),
                echo("Bsd.send, recv, heap buffer", () -> bsdEcho(heap)),
                echo("Bsd.send, recv, address", () -> {
                    expect(SIZE, Bsd.send(fdA, address, SIZE, 0));
                    expect(SIZE, Bsd.recv(fdB, address, SIZE, 0));
                }),
                echo("Bsd.sendto, recvfrom, direct buffer", () -> bsdEchoTo(direct)),
                echo("Bsd.sendto, recvfrom, heap buffer", () -> bsdEchoTo(heap)),
                echo("Bsd.sendto, recvfrom, address", () -> {
                    expect(SIZE, Bsd.sendto(fdA, address, SIZE, 0, toB));
                    expect(SIZE, Bsd.recvfrom(fdB, address, SIZE, 0, from));
                    expect(Bsd.AF_INET, from.family());
                }),
                message("Bsd.sendmsg, recvmsg, direct buffer, control data parsed", () -> {
                    direct.clear();
                    received.clear();
                    expect(SIZE, Bsd.sendmsg(fdA, out, 0));
                    expect(SIZE, Bsd.recvmsg(fdDescribed, in, 0));
                    expectDescribed();
                }),
                message("Bsd.sendmsg, recvmsg, address", () -> {
                    expect(SIZE, Bsd.sendmsg(fdA, raw, 0));
                    expect(SIZE, Bsd.recvmsg(fdB, raw, 0));
                }),
                new Operation("Bsd.writev, readv", Map.of("sendmsg", 1, "readv", 1), this::bsdVectors),
                one("Bsd.errors of none", "recvmmsg", () -> expect(0, Bsd.errors(fdA, errors))),
                one("Bsd.getsockopt of an int", "getsockopt", () -> {
                    expect(0, Bsd.getsockopt(fdA, Bsd.SOL_SOCKET, Bsd.SO_TYPE, value));
                    expect(Bsd.SOCK_DGRAM, value[0]);
                }),
                one(
                        "Bsd.setsockopt of an int",
                        "setsockopt",
                        () -> expect(0, Bsd.setsockopt(fdA, Bsd.SOL_SOCKET, Bsd.SO_BROADCAST, 0))));
    }

    private List<Operation> sockets() {
        return List.of(
                message("Socket.sendmsg, recvmsg, direct buffer, control data parsed", () -> {
                    direct.clear();
                    received.clear();
                    expect(SIZE, a.sendmsg(out, 0));
                    expect(SIZE, described.recvmsg(in, 0));
                    expectDescribed();
                }),
                one("Socket.errors of none", "recvmmsg", () -> expect(0, a.errors(errors))),
                one("Socket.recv of EAGAIN", "recvfrom", () -> expect(Socket.WOULD_BLOCK, a.recv(direct.clear(), 0))),
                one(
                        "Socket.recvfrom of EAGAIN",
                        "recvfrom",
                        () -> expect(Socket.WOULD_BLOCK, a.recvfrom(direct.clear(), 0, from))),
                echo("Socket.send, recv, direct buffer", () -> socketEcho(direct)),
                echo("Socket.send, recv, heap buffer", () -> socketEcho(heap)),
                echo("Socket.send, recv, array", () -> {
                    expect(SIZE, a.send(array, 0, SIZE, 0));
                    expect(SIZE, b.recv(array, 0, SIZE, 0));
                }),
                echo("Socket.send, recv, address", () -> {
                    expect(SIZE, a.send(address, SIZE, 0));
                    expect(SIZE, b.recv(address, SIZE, 0));
                }),
                echo("Socket.sendto, recvfrom, direct buffer", () -> {
                    expect(SIZE, a.sendto(direct.clear(), 0, toB));
                    expect(SIZE, b.recvfrom(direct.clear(), 0, from));
                    expect(Bsd.AF_INET, from.family());
                }),
                polled("Socket.send, poll, recv, direct buffer, non-blocking", () -> polledEcho(direct)),
                polled("Socket.send, poll, recv, heap buffer, non-blocking", () -> polledEcho(heap)),
                polled("Socket.send, poll, recv, array, non-blocking", () -> {
                    expect(SIZE, polled.send(array, 0, SIZE, 0));
                    expectReadable();
                    expect(SIZE, polled.recv(array, 0, SIZE, 0));
                }),
                polled("Socket.send, poll, recv, address, non-blocking", () -> {
                    expect(SIZE, polled.send(address, SIZE, 0));
                    expectReadable();
                    expect(SIZE, polled.recv(address, SIZE, 0));
                }),
                polled("Socket.send, poll, recvfrom, direct buffer, non-blocking", () -> {
                    expect(SIZE, polled.send(direct.clear(), 0));
                    expectReadable();
                    expect(SIZE, polled.recvfrom(direct.clear(), 0, from));
                    expect(Bsd.AF_INET, from.family());
                }),
                echo("Socket.send, recv, blocking", () -> {
                    expect(SIZE, blocking.send(direct.clear(), 0));
                    expect(SIZE, blocking.recv(direct.clear(), 0));
                }),
                echo("Socket.send, recv, with a timeout", () -> {
                    expect(SIZE, blocking.send(direct.clear(), 0, SECOND));
                    expect(SIZE, blocking.recv(direct.clear(), 0, SECOND));
                }));
    }

    private static Operation polled(String name, Operation.Body body) {
        return new Operation(name, Map.of("sendto", 1, "ppoll", 1, "recvfrom", 1), body);
    }

    private static Operation message(String name, Operation.Body body) {
        return new Operation(name, Map.of("sendmsg", 1, "recvmsg", 1), body);
    }

    private void bsdEcho(ByteBuffer buffer) {
        expect(SIZE, Bsd.send(fdA, buffer.clear(), 0));
        expect(SIZE, Bsd.recv(fdB, buffer.clear(), 0));
    }

    private void bsdEchoTo(ByteBuffer buffer) {
        expect(SIZE, Bsd.sendto(fdA, buffer.clear(), 0, toB));
        expect(SIZE, Bsd.recvfrom(fdB, buffer.clear(), 0, from));
        expect(Bsd.AF_INET, from.family());
    }

    private void socketEcho(ByteBuffer buffer) throws IOException {
        expect(SIZE, a.send(buffer.clear(), 0));
        expect(SIZE, b.recv(buffer.clear(), 0));
    }

    private void polledEcho(ByteBuffer buffer) throws IOException {
        expect(SIZE, polled.send(buffer.clear(), 0));
        expectReadable();
        expect(SIZE, polled.recv(buffer.clear(), 0));
    }

    private void expectReadable() throws IOException {
        expect(Socket.READABLE, polled.poll(Socket.READABLE, WAIT_SECONDS, 0));
    }

    private void bsdVectors() {
        halves[0].clear();
        halves[1].clear();
        expect(SIZE, Bsd.writev(fdA, halves));
        halves[0].clear();
        halves[1].clear();
        expect(SIZE, Bsd.readv(fdB, halves));
    }

    private void expectDescribed() {
        ReceivedControl control = in.received();
        expect(LOOPBACK, control.destinationInt());
        out.control().clear().replyFrom(control);
        expect(1, out.control().count());
        if (control.interfaceIndex() <= 0 || control.timestampNanos() <= 0 || control.dropCount() != 0) {
            throw new AssertionError("control data: " + control.count() + " messages");
        }
    }

    @Override
    public void close() {
        Stream.of(a, b, polled, blocking, described).forEach(Socket::close);
        Stream.of(out, in, raw).forEach(Message::close);
        batches.close();
        polls.close();
        errors.close();
    }
}
