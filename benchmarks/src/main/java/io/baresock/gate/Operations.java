package io.baresock.gate;

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

/** What is gated, on UDP sockets of the loopback: {@code a} sends to {@code b}; nothing is ever sent to {@code a}. */
public final class Operations implements AutoCloseable {

    private static final int SIZE = 64;
    private static final int LOOPBACK = 0x7f000001;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Socket a = udp();
    private final Socket b = udp();
    private final Socket blocking = udp();
    private final Sockaddr toA = a.localAddress();
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
    private final int fdDescribed = described.fd();
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
        b.connect(toA);
        blocking.connect(blocking.localAddress());
        a.setNonblocking(true);
        b.setNonblocking(true);
    }

    private static Socket udp() throws IOException {
        return Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
    }

    /** All of them, in an order that does not change. */
    public List<Operation> all() {
        return Stream.of(single(), batches.all(), polls.all())
                .flatMap(List::stream)
                .toList();
    }

    private List<Operation> single() {
        return List.of(
                Operation.one("Bsd.recv of EAGAIN", "recvfrom", this::bsdEagain),
                Operation.one("Bsd.recv of EAGAIN, address", "recvfrom", this::bsdEagainAddress),
                Operation.one("Bsd.recvfrom of EAGAIN", "recvfrom", this::bsdRecvfromEagain),
                Operation.echo("Bsd.send, recv, direct buffer", () -> bsdEcho(direct)),
                Operation.echo("Bsd.send, recv, heap buffer", () -> bsdEcho(heap)),
                Operation.echo("Bsd.send, recv, address", this::bsdEchoAddress),
                Operation.echo("Bsd.sendto, recvfrom, direct buffer", () -> bsdEchoTo(direct)),
                Operation.echo("Bsd.sendto, recvfrom, heap buffer", () -> bsdEchoTo(heap)),
                Operation.echo("Bsd.sendto, recvfrom, address", this::bsdEchoToAddress),
                message("Bsd.sendmsg, recvmsg, direct buffer, control data parsed", this::bsdMessage),
                message("Bsd.sendmsg, recvmsg, address", this::bsdMessageAddress),
                new Operation("Bsd.writev, readv", Map.of("sendmsg", 1, "readv", 1), this::bsdVectors),
                message("Socket.sendmsg, recvmsg, direct buffer, control data parsed", this::socketMessage),
                Operation.one("Bsd.errors of none", "recvmmsg", this::bsdErrors),
                Operation.one("Socket.errors of none", "recvmmsg", this::socketErrors),
                Operation.one("Bsd.getsockopt of an int", "getsockopt", this::bsdGetsockopt),
                Operation.one("Bsd.setsockopt of an int", "setsockopt", this::bsdSetsockopt),
                Operation.one("Socket.recv of EAGAIN", "recvfrom", this::socketEagain),
                Operation.one("Socket.recvfrom of EAGAIN", "recvfrom", this::socketRecvfromEagain),
                Operation.echo("Socket.send, recv, direct buffer", () -> socketEcho(direct)),
                Operation.echo("Socket.send, recv, heap buffer", () -> socketEcho(heap)),
                Operation.echo("Socket.send, recv, array", this::socketEchoArray),
                Operation.echo("Socket.send, recv, address", this::socketEchoAddress),
                Operation.echo("Socket.sendto, recvfrom, direct buffer", () -> socketEchoTo(direct)),
                Operation.echo("Socket.send, recv, blocking", this::socketEchoBlocking),
                Operation.echo("Socket.send, recv, with a timeout", this::socketEchoTimeout));
    }

    private static Operation message(String name, Operation.Body body) {
        return new Operation(name, Map.of("sendmsg", 1, "recvmsg", 1), body);
    }

    private static void expect(int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError("expected " + expected + ", got " + actual);
        }
    }

    private void bsdEagain() {
        expect(-Bsd.EAGAIN, Bsd.recv(fdA, direct.clear(), 0));
    }

    private void bsdEagainAddress() {
        expect(-Bsd.EAGAIN, Bsd.recv(fdA, address, SIZE, 0));
    }

    private void bsdRecvfromEagain() {
        expect(-Bsd.EAGAIN, Bsd.recvfrom(fdA, direct.clear(), 0, from));
    }

    private void bsdEcho(ByteBuffer buffer) {
        expect(SIZE, Bsd.send(fdA, buffer.clear(), 0));
        expect(SIZE, Bsd.recv(fdB, buffer.clear(), 0));
    }

    private void bsdEchoAddress() {
        expect(SIZE, Bsd.send(fdA, address, SIZE, 0));
        expect(SIZE, Bsd.recv(fdB, address, SIZE, 0));
    }

    private void bsdEchoTo(ByteBuffer buffer) {
        expect(SIZE, Bsd.sendto(fdA, buffer.clear(), 0, toB));
        expect(SIZE, Bsd.recvfrom(fdB, buffer.clear(), 0, from));
        expect(Bsd.AF_INET, from.family());
    }

    private void bsdEchoToAddress() {
        expect(SIZE, Bsd.sendto(fdA, address, SIZE, 0, toB));
        expect(SIZE, Bsd.recvfrom(fdB, address, SIZE, 0, from));
        expect(Bsd.AF_INET, from.family());
    }

    private void bsdMessage() {
        direct.clear();
        received.clear();
        expect(SIZE, Bsd.sendmsg(fdA, out, 0));
        expect(SIZE, Bsd.recvmsg(fdDescribed, in, 0));
        expectDescribed();
    }

    private void socketMessage() throws IOException {
        direct.clear();
        received.clear();
        expect(SIZE, a.sendmsg(out, 0));
        expect(SIZE, described.recvmsg(in, 0));
        expectDescribed();
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

    private void bsdMessageAddress() {
        expect(SIZE, Bsd.sendmsg(fdA, raw, 0));
        expect(SIZE, Bsd.recvmsg(fdB, raw, 0));
    }

    private void bsdVectors() {
        halves[0].clear();
        halves[1].clear();
        expect(SIZE, Bsd.writev(fdA, halves));
        halves[0].clear();
        halves[1].clear();
        expect(SIZE, Bsd.readv(fdB, halves));
    }

    private void bsdErrors() {
        expect(0, Bsd.errors(fdA, errors));
    }

    private void socketErrors() throws IOException {
        expect(0, a.errors(errors));
    }

    private void bsdGetsockopt() {
        expect(0, Bsd.getsockopt(fdA, Bsd.SOL_SOCKET, Bsd.SO_TYPE, value));
        expect(Bsd.SOCK_DGRAM, value[0]);
    }

    private void bsdSetsockopt() {
        expect(0, Bsd.setsockopt(fdA, Bsd.SOL_SOCKET, Bsd.SO_BROADCAST, 0));
    }

    private void socketEagain() throws IOException {
        expect(Socket.WOULD_BLOCK, a.recv(direct.clear(), 0));
    }

    private void socketRecvfromEagain() throws IOException {
        expect(Socket.WOULD_BLOCK, a.recvfrom(direct.clear(), 0, from));
    }

    private void socketEcho(ByteBuffer buffer) throws IOException {
        expect(SIZE, a.send(buffer.clear(), 0));
        expect(SIZE, b.recv(buffer.clear(), 0));
    }

    private void socketEchoArray() throws IOException {
        expect(SIZE, a.send(array, 0, SIZE, 0));
        expect(SIZE, b.recv(array, 0, SIZE, 0));
    }

    private void socketEchoAddress() throws IOException {
        expect(SIZE, a.send(address, SIZE, 0));
        expect(SIZE, b.recv(address, SIZE, 0));
    }

    private void socketEchoTo(ByteBuffer buffer) throws IOException {
        expect(SIZE, a.sendto(buffer.clear(), 0, toB));
        expect(SIZE, b.recvfrom(buffer.clear(), 0, from));
        expect(Bsd.AF_INET, from.family());
    }

    private void socketEchoBlocking() throws IOException {
        expect(SIZE, blocking.send(direct.clear(), 0));
        expect(SIZE, blocking.recv(direct.clear(), 0));
    }

    private void socketEchoTimeout() throws IOException {
        expect(SIZE, blocking.send(direct.clear(), 0, SECOND));
        expect(SIZE, blocking.recv(direct.clear(), 0, SECOND));
    }

    @Override
    public void close() {
        a.close();
        b.close();
        blocking.close();
        described.close();
        out.close();
        in.close();
        raw.close();
        batches.close();
        polls.close();
        errors.close();
    }
}
