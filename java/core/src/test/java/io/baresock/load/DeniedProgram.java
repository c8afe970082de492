package io.baresock.load;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.ErrorQueue;
import io.baresock.FdSet;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.PollFds;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.poll.Poller;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what needs the system calls that are denied to it, and says so. */
final class DeniedProgram {

    static final String DONE = "everything was done";

    private static final int SIZE = 64;
    private static final long LONG = Patience.NANOS;

    private DeniedProgram() {}

    private static void expect(long wanted, long got, String what) {
        if (wanted != got) {
            throw new AssertionError(what + ": " + got + ", not " + wanted);
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 3; i++) { // to find out, and to remember
            batches(new MessageBatch(4, SIZE));
            batches(MessageBatch.withRing(4, SIZE));
            accepting();
            descriptors();
            readiness();
            pollers();
        }
        System.out.println(DONE);
    }

    private static void batches(MessageBatch in) throws IOException {
        try (Socket a = Socket.open(AF_INET, SOCK_DGRAM, 0);
                MessageBatch out = new MessageBatch(4, SIZE);
                in) {
            a.bind(Sockaddr.inet("127.0.0.1", 0));
            a.connect(a.localAddress());
            for (int i = 0; i < 4; i++) {
                out.length(i, 1 + i);
            }
            for (int round = 0; round < 3; round++) {
                expect(4, a.sendmmsg(out.range(0, 4), 0), "sendmmsg");
                expect(4, a.recvmmsg(in, MSG_DONTWAIT), "recvmmsg");
                expect(4, in.length(3), "length");
                expect(4, Bsd.sendmmsg(a.fd(), out.range(0, 4), 0), "sendmmsg");
                expect(4, Bsd.recvmmsg(a.fd(), in, 0, LONG), "recvmmsg");
                expect(4, a.sendmmsg(out.range(0, 4), new Gso(), 0), "sendmmsg, Gso");
                expect(4, a.recvmmsg(in, MSG_DONTWAIT), "recvmmsg");
                expect(-EAGAIN, Bsd.recvmmsg(a.fd(), in, 0, 1_000_000), "recvmmsg of nothing");
            }
            expect(0, a.errors(new ErrorQueue(4, 0)), "errors");
        }
    }

    private static void accepting() throws IOException {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            listener.bind(Sockaddr.inet("127.0.0.1", 0)).listen(4);
            for (int i = 0; i < 2; i++) {
                try (Socket client = Socket.open(AF_INET, SOCK_STREAM, 0)) {
                    client.connect(listener.localAddress());
                    try (Socket server = listener.accept()) {
                        expect(FD_CLOEXEC, fcntl(server.fd(), F_GETFD, 0), "accept");
                        expect(1, client.send(ByteBuffer.allocate(1), 0), "send");
                        expect(1, server.recv(ByteBuffer.allocate(1), 0, LONG), "recv");
                        expect(Socket.WOULD_BLOCK, server.recv(ByteBuffer.allocate(1), 0, 1_000_000), "recv");
                    }
                }
            }
        }
    }

    private static void descriptors() {
        int[] ends = new int[2];
        expect(0, pipe(ends), "pipe");
        int copy = dup(ends[0]); // its number is ours to give to another
        expect(copy, dup2(ends[1], copy), "dup2");
        for (int fd : new int[] {ends[0], ends[1], copy}) {
            expect(FD_CLOEXEC, fcntl(fd, F_GETFD, 0), "close-on-exec");
        }
        expect(3, writev(copy, ByteBuffer.allocate(2), ByteBuffer.allocate(1)), "writev");
        expect(3, readv(ends[0], ByteBuffer.allocate(8)), "readv");
        expect(0, Bsd.close(ends[0]), "close");
        expect(-EPIPE, writev(copy, ByteBuffer.allocate(1)), "writev to nobody");
        expect(0, Bsd.close(ends[1]) + Bsd.close(copy), "close");
    }

    private static void readiness() {
        int[] sv = new int[2];
        expect(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sv), "socketpair");
        PollFds fds = new PollFds();
        fds.add(sv[0], POLLIN);
        FdSet set = new FdSet();
        set.set(sv[0]);
        expect(0, poll(fds, 1_000_000), "poll");
        expect(0, select(sv[0] + 1, set, null, null, 1_000_000), "select");
        expect(1, Bsd.send(sv[1], ByteBuffer.allocate(1), 0), "send");
        expect(1, poll(fds, LONG), "poll");
        set.set(sv[0]);
        expect(1, select(sv[0] + 1, set, null, null, -1), "select");
        expect(POLLIN, poll(sv[0], POLLIN, LONG), "poll");
        expect(0, Bsd.close(sv[0]) + Bsd.close(sv[1]), "close");
    }

    private static void pollers() throws IOException {
        AtomicInteger events = new AtomicInteger();
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Poller poller = Poller.open();
                Socket a = pair[0];
                Socket b = pair[1]) {
            poller.register(a, Poller.READABLE, events);
            expect(0, poller.poll(1_000_000), "poll of nothing");
            poller.wakeup();
            expect(0, poller.poll(-1), "poll that is woken");
            expect(1, b.send(ByteBuffer.allocate(1), 0), "send");
            expect(1, poller.poll(LONG), "poll");
        }
    }
}
