package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import io.baresock.testkit.Fds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The stack overflows at each place of a call, and afterwards everything can be closed: a program of {@link OverflowsIT}. The stack of a
 * thread is used up; then the call is made after each return, with one frame more room each time, until it has room.
 */
final class Overflows {

    private static final long STACK = 1 << 18;
    private static final int FRAMES = 500; // more than a call takes
    private static final int ROUNDS = 4;
    private static final int WARM = Integer.getInteger("warm", 200);
    private static final long SHORT = 1000; // nanoseconds

    private int overflows;
    private int returns;
    private int made;

    private Overflows() {}

    private interface Call {
        void make() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        List<String> before = Fds.open();
        data();
        listener();
        connects();
        options();
        objects();
        poller();
        closes();
        pollerCloses();
        Fds.awaitNoOthersThan(before);
        System.out.println("done");
    }

    // ---- at each depth ----

    /** Makes the call where the stack has ended, and then with one frame more room each time. */
    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private void atEachDepth(Call call) {
        try {
            atEachDepth(call);
        } catch (StackOverflowError e) {
            overflows++;
        }
        if (returns++ < FRAMES) {
            attempt(call);
        }
    }

    private void attempt(Call call) {
        try {
            call.make();
            made++;
        } catch (StackOverflowError e) {
            overflows++;
        } catch (ErrnoException e) {
            made++; // such as ECONNREFUSED
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sweep(String what, Call call) throws Exception {
        for (int i = 0; i < WARM; i++) {
            try {
                call.make();
            } catch (ErrnoException e) {
                check(!e.getMessage().isEmpty(), what);
            }
        }
        Overflows o = new Overflows();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread t = new Thread(
                null,
                () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        o.returns = 0;
                        o.atEachDepth(call);
                    }
                },
                "small stack",
                STACK);
        t.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        t.start();
        t.join();
        if (thrown.get() != null) {
            throw new AssertionError(what, thrown.get());
        }
        check(o.overflows > ROUNDS, what + ": " + o.overflows + " overflows");
        check(o.made > 0, what + ": never had room");
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    /** One close is enough, whatever was thrown before. */
    private static void closed(String what, Socket... sockets) {
        for (Socket s : sockets) {
            int fd = s.fd();
            s.close();
            check(fd >= 0 && Bsd.fcntl(fd, F_GETFD, 0) == -EBADF, what + ": descriptor " + fd + " is open after close");
        }
    }

    private static Socket[] pair(int type) throws ErrnoException {
        return Socket.pair(AF_UNIX, type, 0);
    }

    // ---- what is called ----

    private static void data() throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        ByteBuffer direct = ByteBuffer.allocateDirect(8);
        ByteBuffer heap = ByteBuffer.allocate(8);
        byte[] array = new byte[8];
        pair[0].send(array, 0, 8, 0);
        sweep("recv, direct", () -> pair[1].recv(direct.clear(), MSG_PEEK));
        sweep("recv, heap", () -> pair[1].recv(heap.clear(), MSG_PEEK));
        sweep("recv, array", () -> pair[1].recv(array, 0, 8, MSG_PEEK));
        sweep("recv, time", () -> pair[0].recv(direct.clear(), 0, SHORT));
        sweep("recv, nothing", () -> pair[0].recv(direct.clear(), MSG_DONTWAIT));
        sweep("poll", () -> pair[0].poll(Socket.READABLE, 0, 1));
        sweep("withFd", () -> pair[0].withFd(fd -> fd));
        sweep("available", pair[1]::available);
        while (pair[0].send(array, 0, 8, MSG_DONTWAIT) > 0) {
            Thread.onSpinWait();
        }
        sweep("send, full", () -> pair[0].send(direct.clear(), MSG_DONTWAIT));
        sweep("send, time", () -> pair[0].send(heap.clear(), 0, SHORT));
        closed("data", pair);
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
        Sockaddr to = udp.localAddress();
        SockaddrStorage from = new SockaddrStorage();
        sweep("sendto", () -> udp.sendto(direct.clear(), 0, to));
        sweep("recvfrom", () -> udp.recvfrom(direct.clear(), MSG_PEEK, from));
        closed("datagrams", udp);
    }

    private static void listener() throws Exception {
        Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(16);
        sweep("accept, nothing", () -> listener.accept(null, 0, 0));
        sweep("accept, time", () -> listener.accept(null, 0, SHORT));
        closed("listener", listener);
    }

    private static void connects() throws Exception {
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0);
        Sockaddr nobody = Sockaddr.loopback4(9);
        sweep("connect", () -> udp.connect(nobody));
        sweep("localAddress", udp::localAddress);
        sweep("peerAddress", udp::peerAddress);
        Socket tcp = Socket.open(AF_INET, SOCK_STREAM, 0);
        sweep("connect, refused", () -> tcp.connect(nobody));
        sweep("connect, time", () -> tcp.connect(nobody, SHORT));
        closed("connect", udp, tcp);
    }

    private static void options() throws Exception {
        Socket s = Socket.open(AF_INET, SOCK_STREAM, 0);
        sweep("getOption, int", () -> s.getOption(SocketOptions.SO_RCVBUF));
        sweep("getOption, value", () -> s.getOption(SocketOptions.SO_LINGER));
        sweep("setOption", () -> s.setOption(SocketOptions.SO_KEEPALIVE, true));
        sweep("setNonblocking", () -> s.setNonblocking(true));
        closed("options", s);
    }

    private static void objects() throws Exception {
        Socket[] pair = pair(SOCK_DGRAM);
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        Socket[] passed = pair(SOCK_STREAM);
        pair[0].send(b.clear(), 0);
        for (int i = 0; i < ROUNDS; i++) { // a message that is in use for good is not what this is about
            sweep("sendmsg", () -> {
                try (Message m = new Message(1, 64)) {
                    m.add(b.clear()).control().rights(passed);
                    pair[0].sendmsg(m, MSG_DONTWAIT);
                }
            });
            sweep("recvmsg", () -> {
                try (Message m = new Message(1, 0)) {
                    pair[1].recvmsg(m.add(b.clear()), MSG_PEEK | MSG_DONTWAIT);
                }
            });
        }
        closed("messages, and what they pass on", passed);
        while (pair[1].recv(b.clear(), MSG_DONTWAIT) >= 0) {
            Thread.onSpinWait();
        }
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0);
        sweep("errors", () -> {
            try (ErrorQueue queue = new ErrorQueue(1, 64)) {
                udp.errors(queue);
            }
        });
        closed("errors", udp);
        sweep("recvmmsg", () -> {
            try (MessageBatch batch = new MessageBatch(2, 8)) {
                pair[1].recvmmsg(batch, 0, SHORT);
            }
        });
        closed("batches", pair);
    }

    private static void poller() throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        Poller poller = Poller.open();
        Registration r = poller.register(pair[0], Poller.WRITABLE, null);
        sweep("Poller.poll", () -> {
            poller.poll(0);
            poller.next();
        });
        sweep("Poller.poll, wakeup", () -> {
            poller.wakeup();
            poller.poll(-1);
        });
        sweep("interest", () -> {
            r.interest(Poller.READABLE);
            r.interest(Poller.WRITABLE);
        });
        r.interest(Poller.WRITABLE);
        int n = poller.poll(-1);
        check(n == 1 && poller.next() && poller.registration() == r, "the poller lost its socket");
        Thread other = new Thread(poller::wakeup);
        r.interest(0);
        other.start();
        poller.poll(-1); // ends by the wake-up
        other.join();
        closed("registered", pair);
        poller.close();
    }

    // ---- closes, each of its own object ----

    private static void closes() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < WARM + FRAMES * ROUNDS; i++) {
            if (i % FRAMES < 300) {
                Socket s = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
                sockets.add(s);
                numbers.add(s.fd());
            }
        }
        int[] next = {0};
        sweep("close", () -> {
            if (next[0] < sockets.size()) {
                sockets.get(next[0]++).close();
            }
        });
        for (int i = 0; i < sockets.size(); i++) {
            sockets.get(i).close();
            check(Bsd.fcntl(numbers.get(i), F_GETFD, 0) == -EBADF, "close " + i + " has left a descriptor open");
        }
    }

    private static void pollerCloses() throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        List<Poller> pollers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Poller p = Poller.open(1);
            p.register(pair[0], Poller.READABLE, null);
            p.poll(0);
            pollers.add(p);
        }
        int[] next = {0};
        sweep("Poller.close", () -> {
            if (next[0] < pollers.size() && next[0] >= 0) {
                pollers.get(next[0]++).close();
            }
        });
        pollers.forEach(Poller::close);
        closed("registered with pollers", pair);
    }
}
