package io.baresock.close;

import static io.baresock.Bsd.*;
import static io.baresock.close.SweptCalls.SHORT;
import static io.baresock.close.SweptCalls.check;
import static io.baresock.close.SweptCalls.closed;
import static io.baresock.close.SweptCalls.pair;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.ReceivedControl;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import io.baresock.close.SweptCalls.Call;
import io.baresock.close.SweptCalls.Sweep;
import io.baresock.internal.OwnedFds;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import io.baresock.testkit.Fds;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The stack overflows at each place of a call, and afterwards everything can be closed: a program of {@link OverflowsIT}. The stack of a
 * thread is used up; then the call is made after each return, with one frame more room each time, until it has room.
 */
final class Overflows {

    // For each StackOverflowError the JVM walks all of it: no more than the calls take.
    private static final long STACK = 160 << 10;
    private static final int FRAMES = 500; // more than a call takes
    private static final int MORE_FRAMES = 8 * FRAMES; // for what has more than one call in it
    private static final int ENOUGH = 60; // calls in a row that had room: those that follow have, too
    private static final int ROUNDS = 3;
    private static final int WARM = Integer.getInteger("warm", 200);
    private static final int WARM_TIMED = WARM / 4; // they sleep, and have most of their code in common
    private final int frames;
    private int overflows;
    private int returns;
    private int made;
    private int inARow;
    private int enough; // rounds that went on until there was room

    private Overflows(int frames) {
        this.frames = frames;
    }

    public static void main(String[] args) throws Exception {
        List<String> before = Fds.open();
        Sweep sweep = new Sweep() {
            @Override
            public void of(String what, Call call) throws Exception {
                Overflows.sweep(what, call);
            }

            @Override
            public void timed(String what, Call call) throws Exception {
                Overflows.sweep(what, WARM_TIMED, call);
            }
        };
        SweptCalls.data(sweep);
        SweptCalls.datagrams(sweep);
        listener();
        accepts();
        SweptCalls.connects(sweep);
        SweptCalls.options(sweep);
        SweptCalls.objects(sweep);
        messages();
        poller(sweep);
        opens();
        numbers();
        taken();
        givenUp();
        loop();
        for (EventLoop.Engine engine : AsyncListener.engines()) {
            asyncAccept(engine);
            asyncCloses(engine);
        }
        if (Virtual.AVAILABLE) {
            Virtual.call(Overflows::parked).get();
        }
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
        if (returns++ < frames && inARow < ENOUGH) {
            attempt(call);
        }
    }

    private void attempt(Call call) {
        inARow++;
        try {
            call.make();
            made++;
        } catch (StackOverflowError e) {
            overflows++;
            inARow = 0;
        } catch (ErrnoException e) {
            made++; // such as ECONNREFUSED
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void rounds(Call call) {
        for (int i = 0; i < ROUNDS; i++) {
            returns = 0;
            inARow = 0;
            atEachDepth(call);
            enough += inARow == ENOUGH ? 1 : 0;
        }
    }

    private static void sweep(String what, Call call) throws Exception {
        sweep(what, WARM, call);
    }

    private static void sweep(String what, int warm, Call call) throws Exception {
        warmUp(what, warm, call);
        sweepOnly(what, FRAMES, call, Runnable::run);
    }

    private static void warmUp(String what, int warm, Call call) throws Exception {
        for (int i = 0; i < warm; i++) {
            try {
                call.make();
            } catch (ErrnoException e) {
                check(!e.getMessage().isEmpty(), what);
            }
        }
    }

    private interface Setting {
        void run(Runnable rounds) throws Exception;
    }

    /** @param where runs it on the thread with the small stack */
    private static void sweepOnly(String what, int frames, Call call, Setting where) throws Exception {
        Overflows o = new Overflows(frames);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Runnable body = () -> {
            try {
                where.run(() -> o.rounds(call));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        Thread t = new Thread(null, body, "small stack", STACK);
        t.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        t.start();
        t.join();
        if (thrown.get() != null) {
            throw new AssertionError(what, thrown.get());
        }
        check(o.overflows > ROUNDS, what + ": " + o.overflows + " overflows");
        check(o.enough == ROUNDS, what + ": the stack ended before the calls had room");
    }

    // ---- what is called ----

    private static void listener() throws Exception {
        Socket listener =
                Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(16);
        sweep("accept, nothing", () -> listener.accept(null, 0, 0));
        sweep("accept, time", WARM_TIMED, () -> listener.accept(null, 0, SHORT));
        closed("listener", listener);
    }

    /** A connection waits each time. None that was accepted is lost. */
    private static void accepts() throws Exception {
        Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0)
                .bind(Sockaddr.unixUnnamed())
                .listen(16);
        Sockaddr address = listener.localAddress();
        Socket[] held = new Socket[2];
        sweep("accept", () -> {
            if (held[0] == null) {
                held[0] = listener.accept(null, 0, 0);
            }
            for (int i = 0; i < held.length; i++) {
                if (held[i] != null) {
                    held[i].close();
                    held[i] = null;
                }
            }
            held[1] = Socket.open(AF_UNIX, SOCK_STREAM, 0);
            held[1].connect(address);
        });
        listener.setNonblocking(true);
        int[] number = {-1};
        sweep("accept4", () -> {
            if (number[0] < 0) {
                number[0] = Bsd.accept4(listener.fd(), null, 0);
            }
            if (number[0] >= 0) {
                Bsd.close(number[0]);
                number[0] = -1;
            }
            held[1].close();
            held[1] = Socket.open(AF_UNIX, SOCK_STREAM, 0);
            held[1].connect(address);
        });
        closed("listener", listener, held[1]);
    }

    /** One object for all calls: none of them leaves it in use. */
    private static void messages() throws Exception {
        Socket[] pair = pair(SOCK_DGRAM);
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        Socket[] passed = pair(SOCK_STREAM);
        pair[0].send(b.clear(), 0);
        try (Message out = new Message(1, 64);
                Message in = new Message(1, 0)) {
            out.add(b);
            out.control().rights(passed);
            in.add(b);
            sweep("sendmsg", () -> {
                b.clear();
                pair[0].sendmsg(out, MSG_DONTWAIT);
            });
            sweep("recvmsg", () -> {
                b.clear();
                pair[1].recvmsg(in, MSG_PEEK | MSG_DONTWAIT);
            });
            sweep("add", () -> in.clearBuffers().add(b));
        }
        closed("messages, and what they pass on", passed);
        closed("with messages", pair);
    }

    private static void opens() throws Exception {
        Socket[] made = new Socket[3 * (WARM + FRAMES * ROUNDS)];
        int[] n = {0};
        Socket first = Socket.open(AF_UNIX, SOCK_STREAM, 0);
        sweep("open", () -> {
            made[n[0]] = (n[0] & 16) == 0 ? Socket.open(AF_UNIX, SOCK_STREAM, 0) : first.dup();
            made[n[0]++].close();
        });
        for (int i = 0; i < n[0]; i++) {
            made[i].close();
        }
        closed("the first", first);
    }

    /** Calls that return a plain number: the number is there, or there is no descriptor. */
    private static void numbers() throws Exception {
        int[] fds = {-1, -1, -1, -1, -1, -1};
        sweep("socket, dup, pipe and pairs of Bsd", () -> {
            for (int i = 0; i < fds.length; i++) { // those of the call before
                if (fds[i] >= 0) {
                    Bsd.close(fds[i]);
                    fds[i] = -1;
                }
            }
            fds[0] = Bsd.socket(AF_UNIX, SOCK_STREAM, 0);
            fds[1] = Bsd.dup(fds[0]);
            int[] pair = {-1, -1};
            Bsd.socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
            fds[2] = pair[0];
            fds[3] = pair[1];
            Bsd.pipe(pair);
            fds[4] = pair[0];
            fds[5] = pair[1];
        });
        for (int fd : fds) {
            Bsd.close(fd);
        }
    }

    /** A descriptor has one owner at each time: what it came from, or who took it. What is taken comes first, where there is least room. */
    private static void taken() throws Exception {
        Socket[] pair = pair(SOCK_DGRAM);
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        try (Message out = new Message(1, 64);
                Message in = new Message(1, 64);
                MessageBatch batch = new MessageBatch(1, 8, 64)) {
            out.add(b);
            in.add(b);
            out.control().rights(pair[0].fd());
            boolean pidfds = Bsd.setsockopt(pair[1].fd(), SOL_SOCKET, SO_PASSPIDFD, 1) == 0; // Linux 6.5
            pair[0].sendmsg(out, 0);
            Call receive = () -> {
                b.clear();
                pair[1].recvmsg(in, MSG_PEEK | MSG_DONTWAIT); // each time with a new descriptor
            };
            sweepTake("takeFd", receive, () -> number(in.received(), SCM_RIGHTS), () -> in.takeFd(0));
            sweepTake(
                    "takeFd of a batch",
                    () -> pair[1].recvmmsg(batch, MSG_PEEK | MSG_DONTWAIT),
                    () -> number(batch.received(0), SCM_RIGHTS),
                    () -> batch.takeFd(0, 0));
            sweepTakeSocket(receive, in);
            if (pidfds) {
                sweepTake("takePidfd", receive, () -> number(in.received(), SCM_PIDFD), in::takePidfd);
            }
        }
        closed("with descriptors in messages", pair);
    }

    private interface Taken {
        int get() throws Exception;
    }

    private static int number(ReceivedControl received, int type) {
        return ByteBuffer.wrap(received.copy(received.find(SOL_SOCKET, type)))
                .order(ByteOrder.nativeOrder())
                .getInt();
    }

    private static void sweepTake(String what, Call receive, Taken number, Taken take) throws Exception {
        int[] in = {-1}; // the message
        int[] taken = {-1};
        sweep(what, () -> {
            if (in[0] >= 0) {
                check(!OwnedFds.owns(in[0]), what + ": descriptor " + in[0] + " has two owners");
                taken[0] = take.get();
                check(taken[0] == in[0] && OwnedFds.owns(in[0]), what + ": " + taken[0] + " is not " + in[0]);
                in[0] = -1;
            }
            if (taken[0] >= 0) {
                check(Bsd.close(taken[0]) == 0, what + ": not the taker's");
                taken[0] = -1;
            }
            receive.make();
            in[0] = number.get();
        });
    }

    private static void sweepTakeSocket(Call receive, Message in) throws Exception {
        Socket[] taken = new Socket[1];
        boolean[] there = {false};
        sweep("takeSocket", () -> {
            if (there[0]) {
                taken[0] = in.takeSocket(0);
                there[0] = false;
            }
            if (taken[0] != null) {
                taken[0].close();
                taken[0] = null;
            }
            receive.make();
            there[0] = in.fdCount() == 1;
        });
    }

    /** The same where the number is not a message's. */
    private static void givenUp() throws Exception {
        Socket[] held = new Socket[1];
        int[] number = {-1};
        sweep("detach", () -> {
            if (held[0] != null) {
                check(held[0].isOpen(), "detach has lost the descriptor");
                number[0] = held[0].detach();
                held[0] = null;
            }
            if (number[0] >= 0) {
                check(Bsd.close(number[0]) == 0, "detach: not the caller's");
                number[0] = -1;
            }
            held[0] = Socket.open(AF_UNIX, SOCK_STREAM, 0);
        });
        int fd = held[0].fd();
        boolean[] owned = {false};
        sweep("own", () -> {
            if (owned[0]) {
                boolean noted = OwnedFds.forget(fd);
                owned[0] = false; // before the stack can overflow again
                check(noted, "own: not noted");
            }
            check(!OwnedFds.owns(fd), "own: noted, but it failed");
            owned[0] = Bsd.own(fd) == 0;
        });
        OwnedFds.forget(fd);
        closed("the last", held[0]);
    }

    private static void loop() throws Exception {
        EventLoop loop = EventLoop.create();
        loop.exceptionHandler((t, e) -> check(e instanceof StackOverflowError, "thrown: " + e));
        int[] done = {0};
        sweep("a turn", () -> {
            loop.execute(() -> done[0]++);
            loop.runOnce(0);
        });
        int before = done[0];
        loop.execute(() -> done[0]++);
        check(loop.runOnce(-1) && done[0] > before, "the loop does nothing");
        AsyncSocket socket = loop.open(AF_INET, SOCK_DGRAM, 0);
        check(loop.size() == 1, "the loop takes no socket");
        socket.close();
        loop.close();
    }

    /** A connection waits each time, or was accepted already. None is lost, and the listener goes on. */
    private static void asyncAccept(EventLoop.Engine engine) throws Exception {
        AsyncListener on = new AsyncListener(engine);
        Socket[] peer = new Socket[1];
        Call turn = () -> {
            if (on.hasAccepted()) {
                if (peer[0] != null) {
                    peer[0].close(); // first, so that the call after an overflow finds what is left to do
                    peer[0] = null;
                }
                on.closeAccepted();
            }
            if (peer[0] == null) {
                peer[0] = Socket.open(AF_UNIX, SOCK_STREAM, 0);
            }
            connect(peer[0], on.address);
            on.turn();
        };
        String what = "accept on the loop, " + engine;
        warmUp(what, WARM_TIMED, turn);
        sweepOnly(what, MORE_FRAMES, turn, Runnable::run);
        for (int i = 0; i < 100 && !on.hasAccepted(); i++) {
            on.turn();
        }
        check(on.hasAccepted(), "a connection was lost, " + engine);
        on.closeAccepted();
        peer[0].close();
        on.loop.runOnce(0);
        on.loop.runOnce(0);
        check(on.loop.size() == 1, on.loop.size() + " sockets, not only the listener, " + engine);
        int fd = on.listener.socket().fd();
        on.loop.close();
        check(!SweptCalls.isOpen(fd), "the listener is open, " + engine);
    }

    private static void connect(Socket s, Sockaddr to) throws ErrnoException {
        try {
            s.connect(to);
        } catch (ErrnoException e) {
            check(e.errno() == EISCONN, "not connected: " + e.getMessage()); // else the call before has
        }
    }

    /** On the loop's own thread, which ends the socket there and then: what it has no room for, it does in the next turn. */
    private static void asyncCloses(EventLoop.Engine engine) throws Exception {
        EventLoop loop = EventLoop.builder().engine(engine).create();
        loop.exceptionHandler((t, e) -> check(e instanceof StackOverflowError, "thrown: " + e));
        List<AsyncSocket> sockets = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<Status> receives = new ArrayList<>();
        for (int i = 0; i < WARM_TIMED + 400; i++) {
            AsyncSocket s = loop.open(AF_UNIX, SOCK_DGRAM, 0);
            sockets.add(s);
            numbers.add(s.socket().fd());
            receives.add(s.recv(ByteBuffer.allocateDirect(8), null));
        }
        loop.runOnce(0);
        int[] next = {0};
        for (; next[0] < WARM_TIMED; next[0]++) {
            loop.execute(() -> sockets.get(next[0]).close());
            loop.runOnce(0);
        }
        Call call = () -> {
            if (next[0] < sockets.size()) {
                sockets.get(next[0]++).close();
            }
        };
        sweepOnly("close on the loop, " + engine, MORE_FRAMES, call, rounds -> {
            loop.execute(rounds);
            loop.runOnce(0);
        });
        for (int i = 0; i < 4; i++) {
            loop.runOnce(0);
        }
        check(next[0] > WARM_TIMED, "nothing was closed, " + engine);
        long open = sockets.stream().filter(AsyncSocket::isOpen).count();
        check(loop.size() == open, loop.size() + " sockets, " + open + " open, " + engine);
        for (int i = 0; i < next[0]; i++) {
            if (!sockets.get(i).isOpen()) { // else close has thrown, and changed nothing
                check(!SweptCalls.isOpen(numbers.get(i)), "close " + i + " has left a descriptor open");
                check(receives.get(i).errno() == EBADF, "close " + i + ": " + receives.get(i));
            }
        }
        loop.close();
        for (int i = 0; i < sockets.size(); i++) {
            check(!SweptCalls.isOpen(numbers.get(i)), "the loop has left a descriptor open");
            check(receives.get(i).errno() == EBADF, "the loop: " + receives.get(i));
        }
    }

    /** On a virtual thread: who overflowed while it waited is in no queue, and takes nobody's event. */
    private static Void parked() throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        Overflows o = new Overflows(MORE_FRAMES);
        for (int i = 0; i < 10; i++) {
            pair[1].recv(b.clear(), 0, SHORT);
        }
        o.rounds(() -> pair[1].recv(b.clear(), 0, SHORT));
        check(o.overflows > ROUNDS && o.made > 0, o.overflows + " overflows of a virtual thread");
        Virtual.Task<Integer> receiver =
                Virtual.call(() -> pair[1].recv(ByteBuffer.allocate(8), 0)).awaitParked();
        pair[0].send(new byte[1], 0, 1, 0);
        check(receiver.get() == 1, "not received");
        closed("parked", pair);
        return null;
    }

    private static void poller(Sweep sweep) throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        Poller poller = Poller.open();
        Registration r = poller.register(pair[0], Poller.WRITABLE, null);
        sweep("Poller.poll", () -> {
            poller.poll(0);
            poller.next();
        });
        SweptCalls.poller(sweep, poller, r);
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
            check(!SweptCalls.isOpen(numbers.get(i)), "close " + i + " has left a descriptor open");
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
