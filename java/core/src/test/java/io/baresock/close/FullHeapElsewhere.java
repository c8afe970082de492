package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.AddrInfo;
import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import io.baresock.internal.access.SocketAccess;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The heap is full while another thread works, or waits, for a call: nobody who waits is forgotten. A part of {@link FullHeap}. */
final class FullHeapElsewhere {

    private static final long BRIEF = TimeUnit.MILLISECONDS.toNanos(100);

    @SuppressWarnings("StaticAssignmentOfThrowable") // it is thrown when there is no memory to make one
    private static final OutOfMemoryError NOT_YET = new OutOfMemoryError("what was waited for has not come yet");

    private static final int WARM = 40;
    private static final int ENOUGH = 4; // calls without memory
    private static final int MOST_TRIES = 400; // for them

    private FullHeapElsewhere() {}

    static void all() throws Exception {
        names();
        futures();
        idle();
        blockedCalls();
        if (Virtual.AVAILABLE) {
            parkedReceive();
            parkedAccept();
        }
    }

    // ---- futures ----

    /** A thread of the resolver completes the future, and has no memory for the exception. */
    private static void names() throws Exception {
        @Nullable CompletableFuture<?>[] pending = new CompletableFuture<?>[1];
        FullHeap.sweep("getaddrinfo, future", () -> {
            CompletableFuture<?> f = pending[0];
            if (!FullHeap.isFull() && f != null) {
                pending[0] = null;
                SweptCalls.check(endsOf(f), "a waiter was lost");
            }
            f = Bsd.getaddrinfoAsync("127.0.0.1", "80", null);
            pending[0] = f;
            if (!await(f::isDone, FullHeap.isFull() ? BRIEF : Patience.NANOS)) {
                throw NOT_YET;
            }
            pending[0] = null;
            rethrow(f);
            AddrInfo[] found = (AddrInfo[]) f.join();
            SweptCalls.check(found.length > 0, "nothing was found");
        });
    }

    private static boolean endsOf(CompletableFuture<?> f) {
        return await(f::isDone, Patience.NANOS);
    }

    private static void rethrow(CompletableFuture<?> f) throws Exception {
        if (f.isCompletedExceptionally()) {
            try {
                f.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        }
    }

    interface Condition {
        boolean holds();
    }

    /** Allocates nothing. */
    static boolean await(Condition c, long nanos) {
        long start = System.nanoTime();
        while (!c.holds()) {
            if (System.nanoTime() - start > nanos) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** The operation ends with an error, for which the loop has no memory. */
    private static void futures() throws Exception {
        EventLoop loop = EventLoop.create();
        loop.exceptionHandler((t, e) -> SweptCalls.check(e instanceof OutOfMemoryError, "thrown"));
        AsyncSocket socket = loop.open(AF_INET, SOCK_DGRAM, 0);
        ByteBuffer in = ByteBuffer.allocateDirect(8);
        @Nullable CompletableFuture<?>[] pending = new CompletableFuture<?>[1];
        FullHeap.sweep("future on the loop", () -> {
            CompletableFuture<?> f = pending[0];
            if (f == null) {
                Status s = socket.recv(in.clear(), null);
                try {
                    f = s.toCompletableFuture();
                } finally {
                    s.cancel();
                }
                pending[0] = f;
            }
            for (int i = 0; i < 20 && !f.isDone(); i++) {
                loop.runOnce(0);
            }
            if (!f.isDone() && FullHeap.isFull()) {
                throw NOT_YET;
            }
            SweptCalls.check(f.isDone(), "a waiter was lost");
            pending[0] = null;
        });
        FullHeap.sweep("whenIdle", () -> {
            EventLoop none = loops();
            CompletableFuture<?> idle = none.whenIdle();
            none.runOnce(0);
            SweptCalls.check(idle.isDone(), "a waiter was lost");
        });
        EventLoop none = loops();
        none.close();
        socket.close();
        loop.close();
    }

    private static @Nullable EventLoop empty;

    private static EventLoop loops() throws ErrnoException {
        EventLoop l = empty;
        if (l == null) {
            l = EventLoop.create();
            empty = l;
        }
        return l;
    }

    /**
     * The last socket ends while another thread adds one, which then fails. With a full heap it has no memory to say why. But a collection just
     * then may find some: an object that another thread of the JVM let go. Either way nobody waits for ever. The first must happen.
     */
    private static void idle() throws Exception {
        EventLoop loop = EventLoop.create();
        for (int i = 0; i < WARM; i++) {
            SweptCalls.check(idle(loop, false) instanceof SocketClosedException, "not closed");
        }
        FullHeap.HEAP.fill();
        int withoutMemory = 0;
        try {
            for (int i = 0; i < MOST_TRIES && withoutMemory < ENOUGH; i++) {
                Throwable thrown = idle(loop, true);
                withoutMemory += thrown instanceof OutOfMemoryError ? 1 : 0;
                SweptCalls.check(
                        thrown instanceof OutOfMemoryError || thrown instanceof SocketClosedException, "not thrown");
            }
        } finally {
            FullHeap.HEAP.releaseAll();
        }
        SweptCalls.check(withoutMemory == ENOUGH, withoutMemory + " times there was no memory");
        loop.close();
    }

    /** Returns what was thrown. */
    private static @Nullable Throwable idle(EventLoop loop, boolean full) throws Exception {
        AsyncSocket last = loop.open(AF_UNIX, SOCK_DGRAM, 0);
        CompletableFuture<?> idle = loop.whenIdle();
        Socket late = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
        Throwable[] thrown = new Throwable[1];
        Thread adopts = new Thread(() -> {
            try {
                loop.adopt(late);
            } catch (ErrnoException | OutOfMemoryError e) {
                thrown[0] = e;
            }
        });
        Condition blocked = () -> loop.size() == 2 && adopts.getState() == Thread.State.BLOCKED;
        SocketAccess<Socket, Sockaddr> sockets = SocketAccess.of(Socket.class);
        synchronized (sockets.guard(late)) { // which stops it before it watches
            adopts.start();
            SweptCalls.check(await(blocked, Patience.NANOS), "it does not watch");
            last.close();
            for (int i = 0; i < 100 && loop.size() == 2; i++) {
                loop.runOnce(0);
            }
            SweptCalls.check(loop.size() == 1 && !idle.isDone(), "there is another one");
            late.close();
            if (full) {
                FullHeap.HEAP.leave(0);
            }
        }
        adopts.join();
        FullHeap.HEAP.release();
        loop.runOnce(0);
        SweptCalls.check(loop.size() == 0 && idle.isDone(), "a waiter was lost");
        return thrown[0];
    }

    // ---- a thread that waits ----

    /** A virtual thread that waits while the heap is full. */
    private static final class Waits implements Runnable {
        private final SweptCalls.Call call;
        final Thread thread;
        volatile boolean ready;
        volatile boolean mayGo;
        volatile boolean over;
        volatile @Nullable Throwable thrown;

        Waits(SweptCalls.Call call) {
            this.call = call;
            thread = Virtual.start(this);
            SweptCalls.check(await(() -> ready, Patience.NANOS), "no thread");
        }

        @Override
        public void run() {
            ready = true;
            while (!mayGo) {
                Thread.onSpinWait();
            }
            try {
                call.make();
            } catch (Throwable t) {
                thrown = t;
            }
            over = true;
        }

        boolean isOver() {
            return over;
        }

        boolean isOverOrParked() {
            return over || thread.getState() == Thread.State.WAITING;
        }
    }

    /** The socket of a call that waits in the kernel is closed. */
    private static void blockedCalls() throws Exception {
        for (int i = 0; i < WARM; i++) {
            blockedCall(i, FullHeap.MOST);
        }
        FullHeap.HEAP.fill();
        try {
            for (int bytes = 0; bytes < 64 * FullHeap.STEP; bytes += FullHeap.STEP) {
                blockedCall(bytes, bytes);
            }
        } finally {
            FullHeap.HEAP.releaseAll();
        }
        FullHeapThreads.check("blocked calls");
    }

    private static void blockedCall(int round, int bytes) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        ByteBuffer in = ByteBuffer.allocateDirect(1);
        boolean[] begins = new boolean[1];
        Thread waits = new Thread(() -> {
            begins[0] = true;
            try {
                pair[1].recv(in, 0);
            } catch (ErrnoException | OutOfMemoryError e) {
                // the end is what counts: there may be no memory to say why
            }
        });
        waits.setDaemon(true); // a failure ends the program
        waits.start();
        SweptCalls.check(
                await(() -> begins[0] && waits.getState() == Thread.State.RUNNABLE, Patience.NANOS), "no thread");
        boolean full = bytes < FullHeap.MOST;
        int fd = pair[1].fd();
        Condition over = () -> !waits.isAlive(); // made now: there will be no memory
        boolean closed = false;
        try {
            if (full) {
                FullHeap.HEAP.leave(bytes);
            }
            pair[1].close();
            closed = true;
        } catch (OutOfMemoryError e) {
            closed = false; // even a message would need memory here
        }
        try {
            SweptCalls.check(!closed || await(over, Patience.NANOS), "a call waits after its socket's close");
        } finally {
            if (full) {
                FullHeap.HEAP.release();
            }
        }
        pair[1].close(); // if it had no memory
        SweptCalls.check(await(over, Patience.NANOS), "a call waits after the close was repeated");
        SweptCalls.check(!SweptCalls.isOpen(fd), "the descriptor is open after close");
        SweptCalls.closed("blocked call " + round, pair[0]);
    }

    private static void parkedReceive() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        ByteBuffer in = ByteBuffer.allocateDirect(1);
        ByteBuffer out = ByteBuffer.allocateDirect(1);
        parked(
                "recv, parked",
                () -> SweptCalls.check(pair[1].recv(in.clear(), 0) == 1, "not received"),
                () -> pair[0].send(out.clear(), 0),
                () -> SweptCalls.check(pair[1].recv(in.clear(), 0, Patience.NANOS) == 1, "a byte was lost"));
        SweptCalls.closed("parked receives", pair);
    }

    private static void parkedAccept() throws Exception {
        Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0)
                .bind(Sockaddr.unixUnnamed())
                .listen(16);
        Sockaddr address = listener.localAddress();
        parked(
                "accept, parked",
                () -> listener.accept().close(),
                () -> {
                    try (Socket peer = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
                        peer.connect(address);
                    }
                },
                () -> {
                    Socket s = listener.accept(null, 0, Patience.NANOS);
                    SweptCalls.check(s != null, "a connection was lost");
                    s.close();
                });
        SweptCalls.closed("parked accepts", listener);
    }

    /**
     * Makes a call on a virtual thread with so little memory that its first allocation fails, then the second, and so on; what it waits for
     * comes while the heap is full.
     *
     * @param comes has what it waits for come
     * @param takes takes what has come, if the call has failed
     */
    private static void parked(String what, SweptCalls.Call call, SweptCalls.Call comes, SweptCalls.Call takes)
            throws Exception {
        for (int i = 0; i < WARM; i++) {
            fails(what, call, comes, takes, -1);
        }
        FullHeap.Trial trial = bytes -> fails(what, call, comes, takes, bytes);
        SweptCalls.Call between = () -> fails(what, call, comes, takes, -1);
        FullHeap.HEAP.fill();
        FullHeap.failures(what, trial, between);
        FullHeap.HEAP.releaseAll();
    }

    private static boolean fails(
            String what, SweptCalls.Call call, SweptCalls.Call comes, SweptCalls.Call takes, int bytes)
            throws Exception {
        Waits waits = new Waits(call);
        Condition parked = waits::isOverOrParked;
        Condition over = waits::isOver;
        boolean late = false;
        boolean came = false;
        try {
            if (bytes >= 0) {
                FullHeap.HEAP.leave(bytes);
            }
            waits.mayGo = true;
            late = !await(parked, bytes < 0 ? Patience.NANOS : BRIEF);
            comes.make();
            came = true;
            late |= bytes >= 0 && !await(over, BRIEF);
        } catch (OutOfMemoryError e) {
            late = true;
        } finally {
            FullHeap.HEAP.release();
        }
        if (!came) {
            comes.make();
        }
        SweptCalls.check(await(over, Patience.NANOS), what + ": a waiter was lost, after " + bytes + " bytes");
        Throwable t = waits.thrown;
        if (t == null) {
            return late;
        }
        if (!(t instanceof OutOfMemoryError) || bytes < 0) {
            throw new AssertionError(what + ", after " + bytes + " bytes", t);
        }
        takes.make();
        return true;
    }
}
