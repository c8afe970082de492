package io.baresock.close;

import static io.baresock.Bsd.*;
import static io.baresock.close.SweptCalls.SHORT;
import static io.baresock.close.SweptCalls.check;
import static io.baresock.close.SweptCalls.closed;
import static io.baresock.close.SweptCalls.pair;

import io.baresock.Baresock;
import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.FdSet;
import io.baresock.Message;
import io.baresock.PollFds;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.close.SweptCalls.Call;
import io.baresock.close.SweptCalls.Sweep;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import io.baresock.testkit.Fds;
import io.baresock.zerocopy.ZeroCopyPool;
import java.nio.ByteBuffer;
import java.util.List;

/** A heap that is full: each allocation of each call fails once. A program of {@link FullHeapIT}. */
final class FullHeap {

    private static final int WARM = 200; // FFM makes classes of what is called as often
    static final int STEP = 16;
    static final int MOST = 8192; // more than a call takes
    private static final int ENOUGH = 3; // times in a row: another thread may give memory back at any time
    static final Heap HEAP = new Heap();

    private static int failures;
    private static boolean full;

    private FullHeap() {}

    public static void main(String[] args) throws Exception {
        FullHeapThreads.watch();
        Sweep sweep = FullHeap::sweep;
        SweptCalls.data(sweep);
        SweptCalls.datagrams(sweep);
        newStorage();
        listener();
        SweptCalls.connects(sweep);
        opens();
        SweptCalls.options(sweep);
        numbers();
        SweptCalls.objects(sweep);
        messages();
        tables();
        poller(sweep);
        loop();
        for (EventLoop.Engine engine : AsyncListener.engines()) {
            asyncAccept(engine);
            if (engine == EventLoop.Engine.IO_URING) {
                FullHeapPieces.all();
            }
        }
        FullHeapMemory.all();
        FullHeapElsewhere.all();
        FullHeapThreads.all();
        check(failures > 100, failures + " failures");
        System.out.println("done");
    }

    /** Makes the call with so little memory that its first allocation fails, then the second, until it has enough. */
    static void sweep(String what, Call call) throws Exception {
        sweep(what, WARM, call);
    }

    private static void sweep(String what, int warm, Call call) throws Exception {
        for (int i = 0; i < warm; i++) {
            with(call);
        }
        List<String> before = Fds.open();
        Trial trial = bytes -> fails(call, bytes);
        Call again = () -> with(call); // nothing is in use
        HEAP.fill();
        failures += failures(what, trial, again);
        HEAP.releaseAll();
        FullHeapThreads.check(what);
        try {
            Fds.assertNoOthersThan(before);
        } catch (AssertionError e) {
            throw new AssertionError(what, e);
        }
    }

    interface Trial {
        /** Whether a call fails with so much memory. */
        boolean fails(int bytes) throws Exception;
    }

    /**
     * Tries with a little more memory each time, until it is enough. How often the trial failed.
     *
     * @param between is made between two trials, with memory
     */
    static int failures(String what, Trial trial, Call between) {
        int failed = 0;
        int bytes = 0;
        try {
            for (int enough = 0; enough < ENOUGH && bytes < MOST; ) {
                if (trial.fails(bytes)) {
                    failed++;
                    bytes += STEP;
                    enough = 0;
                } else {
                    enough++;
                }
                if (enough < ENOUGH) {
                    between.make();
                }
            }
        } catch (Throwable e) {
            HEAP.releaseAll();
            throw new AssertionError(what + ", with " + bytes + " bytes", e);
        }
        check(bytes < MOST, what);
        return failed;
    }

    private static boolean fails(Call call, int bytes) throws Exception {
        HEAP.leave(bytes);
        full = true;
        try {
            with(call);
            return false;
        } catch (OutOfMemoryError e) {
            return true;
        } finally {
            full = false;
            HEAP.release();
        }
    }

    /** Whether the call of now has to make do with little memory. */
    static boolean isFull() {
        return full;
    }

    private static void with(Call call) throws Exception {
        try {
            call.make();
        } catch (ErrnoException e) {
            check(
                    e.errno() != EBADF && e.errno() != EFAULT && e.errno() != EMFILE,
                    "errno"); // but such as ECONNREFUSED
        }
    }

    private static void newStorage() throws Exception {
        ByteBuffer b = ByteBuffer.allocate(8);
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
        Sockaddr to = udp.localAddress();
        udp.sendto(b, to);
        sweep("recvfrom, new", () -> {
            SockaddrStorage s = new SockaddrStorage();
            udp.recvfrom(b.clear(), MSG_PEEK, s);
            check(s.toSockaddr().equals(to), "another address");
        });
        if (Baresock.hasConstant("MSG_ZEROCOPY")) {
            sweep("ZeroCopyPool", FullHeap::zeroCopyPool);
        }
        closed("datagrams", udp);
    }

    /** A pool that had no memory is no pool: the socket can have one later. */
    private static void zeroCopyPool() throws ErrnoException {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            ZeroCopyPool pool;
            try {
                pool = ZeroCopyPool.open(s, 1, 64);
            } catch (OutOfMemoryError e) {
                HEAP.release();
                ZeroCopyPool.open(s, 1, 64).close();
                throw e;
            }
            pool.close();
        }
    }

    /** A connection waits each time. None is lost: what the peer has sent arrives. */
    private static void listener() throws Exception {
        Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0)
                .bind(Sockaddr.unixUnnamed())
                .listen(16);
        Sockaddr address = listener.localAddress();
        sweep("accept, nothing", () -> listener.accept(null, 0, 0));
        sweep("accept, time", () -> listener.accept(null, 0, SHORT));
        Socket[] peer = new Socket[1];
        sweep("accept", () -> {
            connectIfNot(peer, address);
            Socket accepted = listener.accept(null, 0, SHORT);
            peer[0].close();
            peer[0] = null;
            check(accepted != null, "a connection was lost");
            accepted.close();
        });
        closed("listener", listener);
    }

    private static void connectIfNot(Socket[] peer, Sockaddr address) throws ErrnoException {
        if (peer[0] != null) {
            return;
        }
        Socket s = Socket.open(AF_UNIX, SOCK_STREAM, 0);
        try {
            s.connect(address);
        } catch (Throwable e) {
            s.close();
            throw e;
        }
        peer[0] = s;
    }

    private static void opens() throws Exception {
        Socket first = Socket.open(AF_UNIX, SOCK_STREAM, 0);
        sweep("open", () -> Socket.open(AF_UNIX, SOCK_STREAM, 0).close());
        sweep("dup", () -> first.dup().close());
        sweep("pair", () -> {
            Socket[] pair = pair(SOCK_STREAM);
            pair[0].close();
            pair[1].close();
        });
        closed("the first", first);
    }

    /** One object for all calls: none of them leaves it in use. */
    private static void messages() throws Exception {
        Socket[] pair = pair(SOCK_DGRAM);
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        Socket[] passed = pair(SOCK_STREAM);
        try (Message out = new Message(1, 64);
                Message in = new Message(1, 64)) {
            out.add(b);
            in.add(b);
            sweep("sendmsg, recvmsg, rights, takeFd, takeSocket", () -> {
                in.clearBuffers().add(b.clear());
                out.clearBuffers().add(b);
                out.control().clear().rights(passed);
                pair[0].sendmsg(out, MSG_DONTWAIT);
                pair[1].recvmsg(in, 0);
                check(Bsd.close(in.takeFd(0)) == 0, "taken, and not the taker's");
                in.takeSocket(1).close();
            });
            sweep("recvmsg, again", () -> {
                in.clearBuffers().add(b.clear());
                pair[1].recvmsg(in, MSG_DONTWAIT);
            });
        }
        closed("messages, and what they pass on", passed);
        refused(b);
        sweep("new Message", () -> new Message(1, 64).close());
        closed("with messages", pair);
    }

    private static void tables() throws Exception {
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0);
        sweep("PollFds, grows", () -> {
            PollFds many = new PollFds();
            for (int i = 0; i < 40; i++) {
                many.add(udp.fd(), POLLIN);
            }
            many.clear();
        });
        sweep("FdSet, grows", () -> {
            FdSet large = new FdSet();
            large.set(1);
            large.set(5000);
            check(large.count() == 2, "not as many");
        });
        closed("in tables", udp);
    }

    private static void refused(ByteBuffer b) throws Exception {
        Socket[] pair = pair(SOCK_DGRAM);
        pair[1].close();
        try (Message out = new Message(1, 64).add(b)) {
            sweep("sendmsg, refused", () -> {
                b.clear();
                pair[0].sendmsg(out, 0);
            });
        }
        closed("without a peer", pair[0]);
    }

    /** Calls that return a plain number. */
    private static void numbers() throws Exception {
        int[] fds = new int[2];
        sweep("Bsd.socket", () -> Bsd.close(Bsd.socket(AF_UNIX, SOCK_STREAM, 0)));
        sweep("detach", () -> Bsd.close(Socket.open(AF_UNIX, SOCK_STREAM, 0).detach()));
        sweep("Bsd.socketpair", () -> {
            check(Bsd.socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0, "socketpair");
            Bsd.close(fds[0]);
            Bsd.close(fds[1]);
        });
        int[] many = new int[1000];
        sweep("Bsd.dup, many", 1, () -> {
            int first = Bsd.socket(AF_UNIX, SOCK_STREAM, 0);
            int n = 0;
            try {
                while (n < many.length) {
                    many[n] = Bsd.dup(first);
                    n++;
                }
            } finally {
                for (int i = 0; i < n; i++) {
                    Bsd.close(many[i]);
                }
                Bsd.close(first);
            }
        });
    }

    private static void poller(Sweep sweep) throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        Poller poller = Poller.open();
        sweep("register", () -> {
            Registration r = poller.register(pair[1], Poller.WRITABLE, null);
            check(poller.poll(0) == 1 && poller.next() && poller.registration() == r, "no event");
            r.close();
        });
        Registration r = poller.register(pair[0], Poller.WRITABLE, null);
        sweep("Poller.poll", () -> check(poller.poll(0) == 1 && poller.next(), "no event"));
        SweptCalls.poller(sweep, poller, r);
        check(poller.size() == 1, poller.size() + " registrations");
        closed("registered", pair);
        poller.close();
        Socket s = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
        sweep("Poller.open", () -> {
            try (Poller p = Poller.open(1)) {
                p.register(s, Poller.READABLE, null);
            }
        });
        closed("registered with pollers", s);
    }

    private static void loop() throws Exception {
        EventLoop loop = EventLoop.create();
        loop.exceptionHandler((t, e) -> check(e instanceof OutOfMemoryError, "thrown"));
        int[] done = {0};
        sweep("a turn", () -> {
            int before = done[0];
            loop.execute(() -> done[0]++);
            loop.runOnce(0);
            check(done[0] > before, "the loop does nothing");
        });
        sweep("schedule", () -> {
            int before = done[0];
            loop.schedule(() -> done[0]++, 0);
            loop.runOnce(0);
            loop.runOnce(0);
            check(done[0] > before, "the loop forgets its timer");
        });
        Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
        Sockaddr to = udp.localAddress();
        sweep("open on the loop", () -> {
            int before = loop.size();
            loop.open(AF_INET, SOCK_DGRAM, 0).close();
            loop.runOnce(0);
            check(loop.size() == before, "a socket stays");
        });
        AsyncSocket socket = loop.adopt(udp);
        ByteBuffer out = ByteBuffer.allocateDirect(8);
        ByteBuffer in = ByteBuffer.allocateDirect(64);
        int[] pending = {0};
        sweep("sendto, recv on the loop", () -> {
            pending[0]++;
            boolean begun = false;
            try {
                socket.recv(in.clear(), (status, buffer) -> pending[0]--);
                begun = true;
            } finally {
                pending[0] -= begun ? 0 : 1;
            }
            socket.sendto(out.clear(), to, status -> {});
            for (int i = 0; i < 100 && pending[0] > 0; i++) {
                loop.runOnce(0);
            }
        });
        while (pending[0] > 0) { // where the send failed
            socket.sendto(out.clear(), to, status -> {});
            loop.runOnce(SHORT);
        }
        socket.close();
        loop.runOnce(0);
        check(loop.size() == 0, "a socket stays");
        loop.close();
    }

    /** A connection waits each time, or was accepted already. None is lost, and the listener goes on. */
    private static void asyncAccept(EventLoop.Engine engine) throws Exception {
        AsyncListener on = new AsyncListener(engine);
        Socket[] peer = new Socket[1];
        sweep("accept on the loop, " + engine, () -> {
            connectIfNot(peer, on.address);
            for (int i = 0; i < 100 && !on.hasAccepted(); i++) {
                on.turn();
            }
            check(on.hasAccepted(), "a connection was lost");
            on.closeAccepted();
            peer[0].close();
            peer[0] = null;
            on.loop.runOnce(0);
        });
        on.loop.runOnce(0);
        check(on.loop.size() == 1, "another socket than the listener");
        on.loop.close();
    }
}
