package io.baresock.internal;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import io.baresock.internal.backend.ThrowingBackend;
import io.baresock.internal.backend.ThrowingBackend.Injected;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** An Error out of each native call in turn, and that nothing is left behind or lost: a program of {@link ThrownIT}. */
final class Thrown {

    private static final int MOST_CALLS = 200;
    private static final long BOUND = Patience.NANOS;
    private static final String DAEMON = "baresock-virtual-threads";

    private static ThrowingBackend backend;
    private static int thrown;

    private Thrown() {}

    /** Does something while the nth call of somebody throws; false if there was none. */
    private interface Scenario {
        boolean run(int nth, boolean after) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Interposer.install(real -> backend = new ThrowingBackend(real));
        EventLoop.create().close(); // loads the library
        forEachCall("socket", Thrown::socket);
        forEachCall("detach", (nth, after) -> leaves(nth, after, true));
        forEachCall("close", (nth, after) -> leaves(nth, after, false));
        forEachCall("poller", Thrown::poller);
        forEachCall("registration", Thrown::registrationEnds);
        if (Virtual.AVAILABLE) {
            forEachCall("first who parks", (nth, after) -> parks(nth, after, true));
            forEachCall("second who parks", (nth, after) -> parks(nth, after, false));
            forEachCall("daemon", Thrown::daemon);
        }
        forEachCall("loop", Thrown::loop);
        check(thrown > 30, thrown + " Errors thrown");
        System.out.println("done");
    }

    private static void forEachCall(String what, Scenario s) throws Exception {
        s.run(MOST_CALLS, false); // what stays from now on is there: the poller of the virtual threads, files
        List<String> before = Fds.open();
        for (boolean after : new boolean[] {false, true}) {
            int nth = 1;
            while (s.run(nth, after)) {
                thrown++;
                check(nth++ < MOST_CALLS, what + ": no end");
                try {
                    Fds.awaitNoOthersThan(before);
                } catch (AssertionError e) {
                    throw new AssertionError(what + ", call " + nth + (after ? " made" : " not made"), e);
                }
            }
            check(nth > 1, what + ": nothing was thrown");
            backend.cancel();
        }
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    private static Socket[] pair() throws ErrnoException {
        return Socket.pair(AF_UNIX, SOCK_STREAM, 0);
    }

    private static void close(Socket... sockets) {
        for (Socket s : sockets) {
            s.close();
        }
    }

    // ---- a socket ----

    /** Calls of every way to wait; a pin that is left behind makes detach refuse. */
    private static boolean socket(int nth, boolean after) throws Exception {
        Socket[] pair = pair();
        Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(1);
        Sockaddr address = listener.localAddress();
        Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        Socket accepted = null;
        Thread me = Thread.currentThread();
        boolean struck = false;
        backend.plan(t -> t == me, nth, after);
        try {
            pair[0].send(b, 0);
            pair[1].recv(b.clear(), 0);
            pair[1].recv(b.clear(), 0, 1000);
            pair[1].poll(Socket.READABLE, 0, 1);
            listener.accept(null, 0, 1000);
            client.connect(address, BOUND);
            accepted = listener.accept();
            pair[0].send(b.clear(), MSG_DONTWAIT);
            pair[1].withFd(fd -> fd);
        } catch (Injected e) {
            struck = true;
        }
        backend.cancel();
        for (Socket s : new Socket[] {pair[0], pair[1], listener, client}) {
            check(io.baresock.Bsd.close(s.detach()) == 0, "not closed");
        }
        if (accepted != null) {
            accepted.close();
        }
        return struck;
    }

    /** A socket that a poller knows, and for which a virtual thread has waited, is given up or closed. */
    private static boolean leaves(int nth, boolean after, boolean detaches) throws Exception {
        Socket[] pair = pair();
        Poller poller = Poller.open();
        poller.register(pair[1], Poller.READABLE | Poller.CLOSED, null);
        if (Virtual.AVAILABLE) {
            Task<Integer> waited = Virtual.call(() -> receive(pair[1])).awaitParked();
            pair[0].send(new byte[1], 0, 1, 0);
            check(waited.get() == 1, "not received");
        }
        Thread me = Thread.currentThread();
        boolean struck = false;
        int fd = -1;
        backend.plan(t -> t == me, nth, after);
        try {
            if (detaches) {
                fd = pair[1].detach();
            } else {
                pair[1].close();
            }
        } catch (Injected e) {
            struck = true;
        }
        backend.cancel();
        pair[1].close();
        check(fd < 0 || io.baresock.Bsd.close(fd) == 0, "not the caller's");
        check(pair[0].recv(ByteBuffer.allocate(1), MSG_DONTWAIT) == 0, "the descriptor is open");
        check(poller.size() == 0, "a slot is taken");
        poller.close();
        close(pair);
        return struck;
    }

    // ---- a poller ----

    private static boolean poller(int nth, boolean after) throws Exception {
        Socket[] pair = pair();
        Poller poller = Poller.open();
        Registration r = null;
        Thread me = Thread.currentThread();
        boolean struck = false;
        backend.plan(t -> t == me, nth, after);
        try {
            r = poller.register(pair[0], Poller.READABLE, Mode.ONESHOT, 0, null);
            r.interest(Poller.WRITABLE);
            check(poller.poll(0) == 1 && poller.next(), "not ready");
            r.rearm();
            poller.wakeup();
            poller.poll(-1);
            r.close();
        } catch (Injected e) {
            struck = true;
        }
        backend.cancel();
        if (r != null) {
            if (struck && r.isOpen()) {
                r.interest(Poller.WRITABLE);
                r.rearm();
                check(poller.poll(BOUND) == 1 && poller.next(), "armed, and not ready");
            }
            r.close();
        }
        check(poller.size() == 0, "a slot is taken");
        Registration again = poller.register(pair[0], Poller.WRITABLE, null);
        check(poller.poll(BOUND) == 1 && poller.next() && poller.registration() == again, "a stranger is ready");
        check(!poller.next(), "two are ready");
        Thread other = new Thread(poller::wakeup);
        other.start();
        again.interest(0);
        poller.poll(BOUND);
        other.join();
        poller.close();
        close(pair);
        return struck;
    }

    /** One close of a registration is enough. */
    private static boolean registrationEnds(int nth, boolean after) throws Exception {
        Socket[] pair = pair();
        Poller poller = Poller.open();
        Registration r = poller.register(pair[0], Poller.WRITABLE, null);
        Thread me = Thread.currentThread();
        boolean struck = false;
        backend.plan(t -> t == me, nth, after);
        try {
            r.close();
        } catch (Injected e) {
            struck = true;
        }
        backend.cancel();
        check(poller.size() == 0, "a slot is taken");
        check(poller.poll(0) == 0 || !poller.next(), "an event of what has ended");
        close(pair);
        poller.close();
        return struck;
    }

    // ---- virtual threads ----

    private static boolean parks(int nth, boolean after, boolean first) throws Exception {
        Socket[] pair = pair();
        Task<Integer> before =
                first ? null : Virtual.call(() -> receive(pair[1])).awaitParked();
        Task<Integer> victim = Virtual.call(() -> {
            Thread me = Thread.currentThread();
            backend.plan(t -> t == me, nth, after);
            return receive(pair[1]);
        });
        awaitParkedOrDone(victim);
        Task<Integer> last = Virtual.call(() -> receive(pair[1]));
        awaitParkedOrDone(last);
        boolean struck = false;
        // More than all of them take. A call that was made before the Error has taken one along.
        for (int i = 0; i < 4; i++) {
            pair[0].send(new byte[1], 0, 1, 0);
        }
        if (before != null) {
            check(before.get() == 1, "not received");
        }
        check(last.get() == 1, "not received");
        try {
            check(victim.get() == 1, "not received");
        } catch (ExecutionException e) {
            check(e.getCause() instanceof Injected, "thrown: " + e.getCause());
            struck = true;
        }
        close(pair);
        boolean unused = backend.cancel();
        return struck && !unused;
    }

    private static void awaitParkedOrDone(Task<?> task) {
        long start = System.nanoTime();
        while (!task.isDone() && !task.isParked()) {
            check(System.nanoTime() - start < BOUND, "neither parked nor done");
            Thread.onSpinWait();
        }
    }

    private static int receive(Socket s) throws Exception {
        return s.recv(ByteBuffer.allocate(1), 0);
    }

    /** The thread that waits in place of the leader, while two sockets' receivers talk. */
    private static boolean daemon(int nth, boolean after) throws Exception {
        if (nth > 3) { // it makes the same call for ever
            return false;
        }
        Socket[] pair = pair();
        backend.plan(t -> t.getName().equals(DAEMON), nth, after);
        for (int i = 0; i < 5; i++) {
            Task<Integer> one = Virtual.call(() -> receive(pair[0])).awaitParked();
            Task<Integer> other = Virtual.call(() -> receive(pair[1])).awaitParked();
            pair[0].send(new byte[1], 0, 1, 0);
            check(other.get() == 1, "not received");
            pair[1].send(new byte[1], 0, 1, 0);
            check(one.get() == 1, "not received");
        }
        close(pair);
        check(!backend.cancel(), "the daemon made no call");
        return true;
    }

    // ---- an event loop ----

    private static boolean loop(int nth, boolean after) throws Exception {
        AtomicReference<Throwable> struck = new AtomicReference<>();
        ConcurrentLinkedQueue<Status> statuses = new ConcurrentLinkedQueue<>();
        EventLoop loop = EventLoop.start("thrown", true);
        loop.exceptionHandler((t, e) -> {
            check(e instanceof Injected, "thrown: " + e);
            struck.set(e);
        });
        AsyncSocket listener = listen(loop, statuses);
        Sockaddr name = listener.socket().localAddress(); // the Error may close it at any time
        backend.plan(t -> t.getName().equals("thrown"), nth, after);
        for (int i = 0; i < 3; i++) {
            if (!listener.isOpen()) {
                break;
            }
            try {
                talk(name);
            } catch (AssertionError e) {
                e.initCause(struck.get());
                throw e;
            }
        }
        backend.cancel();
        AsyncSocket another = listen(loop, statuses);
        check(talk(another.socket().localAddress()), "no echo");
        loop.closeAsync().get(Patience.SECONDS, TimeUnit.SECONDS);
        for (Status s : statuses) {
            check(s.isDone(), s + " has no end");
        }
        check(loop.size() == 0, loop + " has sockets");
        return struck.get() != null;
    }

    private static AsyncSocket listen(EventLoop loop, ConcurrentLinkedQueue<Status> statuses) throws Exception {
        AsyncSocket listener = loop.open(AF_INET, SOCK_STREAM, 0);
        listener.socket().bind(Sockaddr.loopback4(0));
        statuses.add(listener.listen(16).accept((s, c) -> {
            if (c != null) {
                echo(c, statuses);
            }
        }));
        return listener;
    }

    private static void echo(AsyncSocket c, ConcurrentLinkedQueue<Status> statuses) {
        statuses.add(c.recv(ByteBuffer.allocate(16), (s, b) -> {
            if (!s.isSuccess() || s.isEnd()) {
                c.close();
                return;
            }
            statuses.add(c.send(b.flip(), sent -> {
                if (sent.isSuccess()) {
                    echo(c, statuses);
                }
            }));
        }));
    }

    /** Whether it was echoed; the end of the connection, or of its listener, is a lost socket and no fault. */
    private static boolean talk(Sockaddr to) throws Exception {
        try (Socket s = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            if (!s.connect(to, BOUND)) {
                throw new AssertionError("not connected");
            }
            for (int i = 0; i < 3; i++) {
                s.send(new byte[4], 0, 4, 0);
                int n = s.recv(ByteBuffer.allocate(4), 0, BOUND);
                check(n != Socket.WOULD_BLOCK, "neither echoed nor ended");
                if (n <= 0) {
                    return false;
                }
            }
            return true;
        } catch (ErrnoException e) {
            return false; // reset, or refused
        }
    }
}
