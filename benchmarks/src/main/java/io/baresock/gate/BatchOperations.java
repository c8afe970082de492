package io.baresock.gate;

import static io.baresock.gate.Operation.expect;
import static io.baresock.gate.Operation.udp;

import io.baresock.Bsd;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Metadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Batches of 32 datagrams, and as many in one piece. {@code a} and {@code b} send in turn, to {@code c}. */
final class BatchOperations implements AutoCloseable {

    private static final int MANY = 32;
    private static final int SIZE = 64;

    /** A run of 32 separate datagrams takes 100 to 200 microseconds. */
    private static final int WINDOW = 2_000;

    private final Socket a = udp();
    private final Socket b = udp();
    private final Socket c = udp();
    private final int fdA = a.fd();
    private final int fdC = c.fd();
    private final Sockaddr nameA = a.localAddress();
    private final Sockaddr nameB = b.localAddress();
    private final Sockaddr nameC = c.localAddress();
    private final MessageBatch out = new MessageBatch(MANY, SIZE);
    private final MessageBatch one = new MessageBatch(1, SIZE);
    private final MessageBatch in = new MessageBatch(MANY, 1 << 16);
    private final MessageBatch ring = MessageBatch.withRing(MANY, 1 << 16);
    private final ByteBuffer piece = ByteBuffer.allocateDirect(MANY * SIZE);
    private final Gso gso = new Gso();

    BatchOperations() throws IOException {
        Metadata.receive(c, Metadata.values());
        for (int i = 0; i < MANY; i++) {
            out.length(i, SIZE).to(i, nameC);
        }
        one.length(0, SIZE).to(0, nameC);
        if (ring.hasRing()) { // the ring is used from the second receive on
            expect(MANY, a.sendmmsg(out.range(0, MANY), 0));
            expect(MANY, c.recvmmsg(ring, 0));
        }
    }

    List<Operation> all() {
        Map<String, Integer> batches = Map.of("sendmmsg", 1, "recvmmsg", 1);
        Map<String, Integer> pieces = Map.of("sendmsg", 1, "recvmmsg", 1);
        List<Operation> all = new ArrayList<>(List.of(
                new Operation("Bsd.sendmmsg, recvmmsg of 32", batches, WINDOW, this::bsdBatch),
                new Operation("Socket.sendmmsg, recvmmsg of 32", batches, WINDOW, this::socketBatch),
                new Operation(
                        "Socket.sendmmsg by two in turn, recvmmsg",
                        Map.of("sendmmsg", MANY, "recvmmsg", 1),
                        WINDOW,
                        this::alternating),
                new Operation("Bsd.sendSegments, recvmmsg with GRO", pieces, this::bsdSegments),
                new Operation("Socket.sendSegments, recvmmsg with GRO", pieces, this::socketSegments),
                new Operation("Socket.sendmmsg of one run, recvmmsg with GRO", pieces, this::run)));
        if (ring.hasRing()) {
            Map<String, Integer> byRing = Map.of("sendmmsg", 1, "io_uring_enter", 1);
            all.add(new Operation("Socket.sendmmsg, recvmmsg of 32 by io_uring", byRing, WINDOW, this::ring));
        }
        return all;
    }

    private void bsdBatch() {
        expect(MANY, Bsd.sendmmsg(fdA, out.range(0, MANY), 0));
        expect(MANY, Bsd.recvmmsg(fdC, in, 0));
        expectFrom(in, 31, nameA);
    }

    private void socketBatch() throws IOException {
        expect(MANY, a.sendmmsg(out.range(0, MANY), 0));
        expect(MANY, c.recvmmsg(in, 0));
        expectFrom(in, 31, nameA);
    }

    private void ring() throws IOException {
        expect(MANY, a.sendmmsg(out.range(0, MANY), 0));
        expect(MANY, c.recvmmsg(ring, 0));
        expectFrom(ring, 31, nameA);
    }

    private void alternating() throws IOException {
        for (int i = 0; i < MANY; i++) {
            expect(1, ((i & 1) == 0 ? a : b).sendmmsg(one.range(0, 1), 0));
        }
        expect(MANY, c.recvmmsg(in, 0));
        expectFrom(in, 30, nameA);
        expectFrom(in, 31, nameB);
    }

    /** Checks the sender, and that the values of the slot are set. */
    private static void expectFrom(MessageBatch m, int i, Sockaddr name) {
        expect(SIZE, m.bytes(i));
        expect(name.port(), m.sourcePort(i));
        if (!m.sourceMatches(i, name) || m.ttl(i) < 0 || m.receivedNanos(i) < 0 || m.localFamily(i) <= 0) {
            throw new AssertionError("message " + i + " is not described");
        }
    }

    private void bsdSegments() {
        expect(MANY * SIZE, Bsd.sendSegments(fdA, gso, piece.clear(), SIZE, 0, nameC));
        expectMerged(Bsd.recvmmsg(fdC, in, Bsd.MSG_WAITFORONE));
    }

    private void socketSegments() throws IOException {
        expect(MANY * SIZE, a.sendSegments(gso, piece.clear(), SIZE, 0, nameC));
        expectMerged(c.recvmmsg(in, Bsd.MSG_WAITFORONE));
    }

    private void run() throws IOException {
        expect(MANY, a.sendmmsg(out.range(0, MANY), gso, 0));
        expectMerged(c.recvmmsg(in, Bsd.MSG_WAITFORONE));
    }

    private void expectMerged(int came) {
        expect(1, came);
        expect(MANY, in.datagrams(0));
        for (int k = 0; k < MANY; k++) {
            expect(SIZE, in.datagram(0, k).remaining());
        }
    }

    @Override
    public void close() {
        Stream.of(a, b, c).forEach(Socket::close);
        Stream.of(out, one, in, ring).forEach(MessageBatch::close);
    }
}
