package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.FdSet;
import io.baresock.MessageBatch;
import io.baresock.PollFds;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import io.baresock.testkit.Fds;
import java.nio.ByteBuffer;

/** The calls that both {@link Overflows} and {@link FullHeap} let fail at each place, and what is true of them afterwards. */
final class SweptCalls {

    static final long SHORT = 1000; // nanoseconds
    static final Sockaddr NOBODY = Sockaddr.loopback4(9);

    private SweptCalls() {}

    interface Call {
        void make() throws Exception;
    }

    /** Makes a call again and again, with a little more of what it lacks each time, until it has enough. */
    interface Sweep {
        void of(String what, Call call) throws Exception;

        /** The same for a call that sleeps. */
        default void timed(String what, Call call) throws Exception {
            of(what, call);
        }
    }

    static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    /** One close is enough, whatever was thrown before. */
    static void closed(String what, Socket... sockets) {
        for (Socket s : sockets) {
            int fd = s.fd();
            s.close();
            check(fd >= 0 && !isOpen(fd), what + ": descriptor " + fd + " is open after close");
        }
    }

    /**
     * Whether this number is a socket, or something else that Baresock opens. The JDK opens files at any time, which may get the number of
     * a descriptor that was just closed.
     */
    static boolean isOpen(int fd) {
        return Bsd.fcntl(fd, F_GETFD, 0) != -EBADF && Fds.isOpen(fd);
    }

    static Socket[] pair(int type) throws ErrnoException {
        return Socket.pair(AF_UNIX, type, 0);
    }

    static void data(Sweep sweep) throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        ByteBuffer direct = ByteBuffer.allocateDirect(8);
        ByteBuffer heap = ByteBuffer.allocate(8);
        byte[] array = new byte[8];
        pair[0].send(array, 0, 8, 0);
        sweep.of("recv, direct", () -> pair[1].recv(direct.clear(), MSG_PEEK));
        sweep.of("recv, heap", () -> pair[1].recv(heap.clear(), MSG_PEEK));
        sweep.of("recv, array", () -> pair[1].recv(array, 0, 8, MSG_PEEK));
        sweep.timed("recv, time", () -> pair[0].recv(direct.clear(), 0, SHORT));
        sweep.of("recv, nothing", () -> pair[0].recv(direct.clear(), MSG_DONTWAIT));
        sweep.timed("poll", () -> pair[0].poll(Socket.READABLE, 0, 1));
        sweep.of("withFd", () -> pair[0].withFd(fd -> fd));
        sweep.of("available", pair[1]::available);
        while (pair[0].send(array, 0, 8, MSG_DONTWAIT) > 0) {
            Thread.onSpinWait();
        }
        sweep.of("send, full", () -> pair[0].send(direct.clear(), MSG_DONTWAIT));
        sweep.timed("send, time", () -> pair[0].send(heap.clear(), 0, SHORT));
        closed("data", pair);
    }

    static void datagrams(Sweep sweep) throws Exception {
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
        Sockaddr to = udp.localAddress();
        SockaddrStorage from = new SockaddrStorage();
        sweep.of("sendto", () -> udp.sendto(b.clear(), 0, to));
        sweep.of("recvfrom", () -> udp.recvfrom(b.clear(), MSG_PEEK, from));
        from.copyFrom(to);
        closed("datagrams", udp);
    }

    static void connects(Sweep sweep) throws Exception {
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0);
        sweep.of("connect", () -> udp.connect(NOBODY));
        sweep.of("localAddress", udp::localAddress);
        sweep.of("peerAddress", udp::peerAddress);
        Socket tcp = Socket.open(AF_INET, SOCK_STREAM, 0);
        sweep.of("connect, refused", () -> tcp.connect(NOBODY));
        sweep.timed("connect, time", () -> tcp.connect(NOBODY, SHORT));
        closed("connect", udp, tcp);
    }

    static void options(Sweep sweep) throws Exception {
        Socket s = Socket.open(AF_INET, SOCK_STREAM, 0);
        sweep.of("getOption, int", () -> s.getOption(SocketOptions.SO_RCVBUF));
        sweep.of("getOption, value", () -> s.getOption(SocketOptions.SO_LINGER));
        sweep.of("setOption", () -> s.setOption(SocketOptions.SO_KEEPALIVE, true));
        sweep.of("setNonblocking", () -> s.setNonblocking(true));
        closed("options", s);
    }

    /** One object for all calls: none of them leaves it in use. */
    static void objects(Sweep sweep) throws Exception {
        Socket[] pair = pair(SOCK_DGRAM);
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0);
        try (ErrorQueue queue = new ErrorQueue(1, 64);
                MessageBatch batch = new MessageBatch(2, 8)) {
            sweep.of("errors", () -> udp.errors(queue));
            sweep.timed("recvmmsg", () -> pair[1].recvmmsg(batch, 0, SHORT));
            sweep.of(
                    "sendmmsg",
                    () -> udp.sendmmsg(batch.to(0, NOBODY).length(0, 1).range(0, 1), 0));
            batch.range(0, 2);
        }
        PollFds fds = new PollFds();
        fds.add(udp.fd(), POLLIN);
        sweep.of("poll of many", () -> Bsd.poll(fds, 0));
        fds.clear();
        FdSet set = new FdSet();
        set.set(udp.fd());
        sweep.of("select", () -> Bsd.select(udp.fd() + 1, set, null, null, 0));
        set.zero();
        closed("errors", udp);
        closed("batches", pair);
    }

    /** {@code r} is registered with it. */
    static void poller(Sweep sweep, Poller poller, Registration r) throws Exception {
        sweep.of("Poller.poll, wakeup", () -> {
            poller.wakeup();
            poller.poll(-1);
        });
        sweep.of("interest", () -> {
            r.interest(Poller.READABLE);
            r.interest(Poller.WRITABLE);
        });
    }
}
