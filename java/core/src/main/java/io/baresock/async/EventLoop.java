package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.internal.Abi;
import io.baresock.internal.Deadlines;
import io.baresock.internal.LoopThreads;
import io.baresock.internal.Printable;
import io.baresock.internal.StackRoom;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for many sockets and runs their callbacks. {@link #start} makes a loop with its own thread. {@link #create} makes
 * one for the caller's thread, which calls {@link #runOnce(long)}.
 *
 * <pre>{@code
 * EventLoop loop = EventLoop.start("server"); // serves until loop.close(); a try block would close it at once
 * AsyncSocket listener = loop.open(AF_INET, SOCK_STREAM, 0);
 * listener.socket().bind(Sockaddr.inet("127.0.0.1", 7000));
 * listener.listen(128).accept((status, connection) -> {
 *     if (connection != null) {
 *         serve(connection);
 *     }
 * });
 * }</pre>
 *
 * <p><b>Callbacks</b> run on the loop's thread, one after the other, never inside another call and never with
 * a lock held. A callback that blocks delays all others. An exception from a callback goes to the {@link #exceptionHandler} and has no
 * other effect.
 *
 * <p><b>Fairness.</b> A turn of the loop gives each socket at most 16 accepts, 16 receives and 16 sends; with io_uring(7) it may give a socket more of
 * what has come, after all others. It runs at most 1024 timers, 1024 tasks of {@link #execute}, and 1024 callbacks
 * ({@link Builder#tasksPerTurn}); the others wait for the next turn, in their order. So a timer that is due, and a socket that is ready,
 * wait for one turn at most. A receive into the loop's buffer runs the callbacks before its own first; they count.
 *
 * <p>Thread-safe, except {@link #runOnce(long)}.
 */
public final class EventLoop implements Executor, AutoCloseable {

    private static final int NONBLOCK = Abi.isPresent(Bsd.SOCK_NONBLOCK) ? Bsd.SOCK_NONBLOCK : 0;
    private static final long FOREVER = Long.MAX_VALUE / 2; // ns; differences of times must not overflow
    private static final int TASKS = 1024; // a turn
    private static final int TURNS = 16; // of runSome
    private static final long POLL_PAUSE = 1_000_000; // ns

    /** The loops that are not over. Weak, because a loop without a thread may be forgotten. Guarded by itself. */
    private static final Set<EventLoop> ALL = Collections.newSetFromMap(new WeakHashMap<>());

    static {
        LoopThreads.install(EventLoop::inAnyLoop); // so no loop waits for a close(2) that lingers
    }

    private final String name;
    private final boolean ownThread;
    final Mechanism mechanism;
    private final String whyNoRing;
    private final Inbox inbox = new Inbox();
    private final Set<SocketOps> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> idle = new AtomicReference<>();
    private volatile boolean closing;
    private boolean ended; // the runner's, as all that follows
    private boolean eventsLost; // something was thrown between the kernel's report and the sockets

    final TimerHeap timers = new TimerHeap();
    /** Listeners that cannot accept because descriptors have run out. */
    final Set<SocketOps> starving = new LinkedHashSet<>();

    /** For receives without a buffer of their own. */
    final Loan loan = new Loan();

    final Dispatcher dispatcher;

    private EventLoop(String name, boolean ownThread, Engine engine, int tasks) throws ErrnoException {
        this.name = Printable.of(Objects.requireNonNull(name, "the name is null"));
        this.ownThread = ownThread;
        this.dispatcher = new Dispatcher(inbox, timers, tasks);
        Engines.Choice choice = Engines.open(engine);
        this.mechanism = choice.mechanism();
        this.whyNoRing = choice.whyNoRing();
        synchronized (ALL) {
            ALL.add(this);
        }
    }

    // ---- starting, running and closing ----

    /** How a loop learns what its sockets can do. A loop behaves the same with each. */
    public enum Engine {
        /**
         * What {@code -Dbaresock.engine} says, {@code epoll} or {@code io_uring}; without it {@link #EPOLL}. If that is {@code io_uring} and
         * the system has none, {@link #EPOLL}, and {@link EventLoop#whyNoRing} says why.
         */
        AUTO,
        /** The kernel says which sockets are ready: epoll(7), kqueue(2) or poll(2), as a {@link io.baresock.poll.Poller}. */
        EPOLL,
        /**
         * The kernel receives for streams by itself, and makes the sends of a turn by one system call: io_uring(7), Linux 6.1. It takes 2.3 MiB
         * of memory for the loop, and a piece that a stream receives has 4 KiB at most. What differs: a socket that receives cannot be
         * {@linkplain io.baresock.Socket#detach detached}, because data may be on its way; and if another thread closes it, the peer sees the end
         * when the loop has had its turn.
         */
        IO_URING
    }

    /** How to make a loop that is not the usual one. {@link EventLoop#builder} returns one. Not thread-safe. */
    public static final class Builder {
        private Engine engine = Engine.AUTO;
        private boolean daemon;
        private int tasks = TASKS;

        private Builder() {}

        /**
         * Sets the engine; {@link Engine#AUTO} if this is not called.
         *
         * @param engine the engine
         * @return this
         */
        public Builder engine(Engine engine) {
            this.engine = Objects.requireNonNull(engine, "engine: the engine is null");
            return this;
        }

        /**
         * Sets whether the JVM may end while the loop's own thread runs; false if this is not called.
         *
         * @param daemon true if it may
         * @return this
         */
        public Builder daemon(boolean daemon) {
            this.daemon = daemon;
            return this;
        }

        /**
         * Sets how many timers, how many tasks and how many callbacks a turn runs at most; 1024 of each if this is not called. With fewer,
         * sockets and timers wait less behind a thread that calls {@link EventLoop#execute} without end, and there are more system calls.
         *
         * @param most of each kind, at least 1
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder tasksPerTurn(int most) {
            if (most < 1) {
                throw new IllegalArgumentException(
                        "tasksPerTurn: " + most + " is less than 1; the default is " + TASKS);
            }
            this.tasks = most;
            return this;
        }

        /**
         * Starts a loop with its own thread.
         *
         * @param name the thread's name
         * @return the loop
         * @throws ErrnoException as in epoll_create(2), or io_uring_setup(2) if the engine is {@link Engine#IO_URING}; the message says why
         *     the system has no ring
         */
        public EventLoop start(String name) throws ErrnoException {
            return EventLoop.start(name, daemon, engine, tasks);
        }

        /**
         * Makes a loop without a thread, as {@link EventLoop#create}.
         *
         * @return the loop
         * @throws ErrnoException as {@link #start}
         */
        public EventLoop create() throws ErrnoException {
            return new EventLoop("created", false, engine, tasks);
        }

        /** {@return what it would make, such as {@code EventLoop.Builder[engine AUTO, daemon]}} */
        @Override
        public String toString() {
            String turn = tasks == TASKS ? "" : ", " + tasks + " tasks a turn";
            return "EventLoop.Builder[engine " + engine + turn + (daemon ? ", daemon]" : "]");
        }
    }

    /** {@return what makes a loop with an engine of your choice} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a loop with its own thread, which keeps the JVM running until {@link #close}.
     *
     * @param name the thread's name
     * @return the loop
     * @throws ErrnoException as in epoll_create(2)
     */
    public static EventLoop start(String name) throws ErrnoException {
        return start(name, false);
    }

    /**
     * Starts a loop with its own thread.
     *
     * @param name the thread's name
     * @param daemon whether the JVM may end while it runs
     * @return the loop
     * @throws ErrnoException as in epoll_create(2)
     */
    public static EventLoop start(String name, boolean daemon) throws ErrnoException {
        return start(name, daemon, Engine.AUTO, TASKS);
    }

    private static EventLoop start(String name, boolean daemon, Engine engine, int tasks) throws ErrnoException {
        EventLoop loop = new EventLoop(name, true, engine, tasks);
        try {
            Thread t = new Thread(loop::runToTheEnd, name);
            t.setDaemon(daemon);
            t.start();
            return loop;
        } catch (Throwable e) { // the system cannot start a thread
            loop.terminate();
            throw e;
        }
    }

    /**
     * Makes a loop without a thread. The caller's thread calls {@link #runOnce(long)} again and again.
     *
     * @return the loop
     * @throws ErrnoException as in epoll_create(2)
     */
    public static EventLoop create() throws ErrnoException {
        return new EventLoop("created", false, Engine.AUTO, TASKS);
    }

    private void runToTheEnd() {
        runner.set(Thread.currentThread());
        try {
            while (!closing) {
                runSome();
            }
        } finally {
            try {
                terminate();
            } finally {
                runner.set(null);
            }
        }
    }

    /** Some turns. The JVM compiles a method that is called often much sooner than a loop that began once, and is interpreted till then. */
    private void runSome() {
        for (int i = 0; i < TURNS && !closing; i++) {
            turn(-1);
        }
    }

    /**
     * Runs one turn of a loop made by {@link #create}: waits until there is something to do, does it, and runs the callbacks. During the
     * call the thread is the loop's thread.
     *
     * @param timeoutNanos how long to wait, in nanoseconds; 0 does not wait, negative waits for ever
     * @return false if the loop is closed, else true, however much there was to do
     * @throws IllegalStateException if another thread or a callback is in this method, or the loop has its own thread
     */
    public boolean runOnce(long timeoutNanos) {
        if (ownThread) {
            throw new IllegalStateException("runOnce: the event loop \"" + name + "\" has its own thread");
        }
        StackRoom.ask(StackRoom.FOR_CALLS); // for the end of the turn
        if (!runner.compareAndSet(null, Thread.currentThread())) {
            if (closing && !inLoop()) {
                return false; // the thread that closes the loop runs its last callbacks, between two turns of this one
            }
            throw new IllegalStateException("runOnce: the event loop is already running");
        }
        try {
            if (!closing) {
                turn(timeoutNanos);
                flush(); // the caller may not come back soon
            }
        } finally {
            runner.set(null);
            if (closing) {
                tryTerminate();
            }
        }
        return !closing;
    }

    /**
     * One turn, as {@link #runOnce(long)}.
     *
     * @param timeout how long to wait for something; zero does not wait, negative waits for ever
     * @return false if the loop is closed
     * @throws IllegalStateException as in {@link #runOnce(long)}
     */
    public boolean runOnce(Duration timeout) {
        return runOnce(Deadlines.nanos("runOnce", timeout));
    }

    private boolean tryTerminate() {
        StackRoom.ask(StackRoom.FOR_CALLS);
        if (!runner.compareAndSet(null, Thread.currentThread())) {
            return false;
        }
        try {
            terminate();
        } finally {
            runner.set(null);
        }
        return true;
    }

    /**
     * Ends the loop. Tasks of {@link #execute} still run, all sockets are closed, the callback of every pending operation gets EBADF, and
     * timers are dropped. This waits for the end, but not on the thread of any loop, so two loops can close each other in callbacks.
     * {@link #closeAsync} reports the end. Any thread; harmless when repeated.
     */
    @Override
    public void close() {
        beginToClose();
        if (!inAnyLoop()) {
            awaitTheEnd();
        }
    }

    /**
     * The same without waiting. Any thread; a second call returns another future for the same end.
     *
     * @return completes when the loop is over and all its callbacks have returned. That is on the loop's thread; for a loop without a
     *     thread it may be the caller's. Cancelling or completing the future has no effect on the loop
     */
    public CompletableFuture<@Nullable Void> closeAsync() {
        beginToClose();
        return over.copy();
    }

    private void beginToClose() {
        closing = true;
        boolean runs = ownThread && !over.isDone();
        if (!inLoop() && (runs || !tryTerminate())) {
            mechanism.wakeup();
        }
    }

    /** Whether this is a loop's thread. Such a thread must not wait for another loop, which may wait for this one, or for close(2). */
    private static boolean inAnyLoop() {
        synchronized (ALL) {
            return ALL.stream().anyMatch(EventLoop::inLoop);
        }
    }

    private void awaitTheEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                over.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("the end of a loop never fails", e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void terminate() {
        if (ended) {
            return;
        }
        closing = true;
        try {
            ended = endAll();
        } finally { // also if something was thrown: a thread that waits for the end must not wait for ever
            try {
                if (ended) {
                    mechanism.close();
                    loan.free();
                }
            } finally {
                synchronized (ALL) {
                    ALL.remove(this);
                }
                tell(idle.getAndSet(null));
                over.complete(null);
            }
        }
    }

    /** False if memory or stack has run out before all sockets have ended: another close ends them. */
    private boolean endAll() {
        if (!inbox.isSealed()) {
            dispatcher.startLast();
        }
        boolean all = true;
        for (SocketOps s : sockets) {
            all &= dispatcher.end(s);
        }
        dispatcher.tellAll();
        if (all) {
            sockets.clear();
        }
        return all;
    }

    /** {@return whether {@link #close} was called} */
    public boolean isClosed() {
        return closing;
    }

    /** {@return whether the calling thread is the loop's, as in a callback} */
    public boolean inLoop() {
        return runner.get() == Thread.currentThread();
    }

    // ---- sockets ----

    /**
     * Opens a non-blocking socket on this loop.
     *
     * @param domain the family, such as {@code AF_INET}
     * @param type such as {@code SOCK_STREAM}
     * @param protocol 0 for the usual one
     * @return the socket
     * @throws ErrnoException as in socket(2)
     * @throws IllegalStateException if the loop is closed
     * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
     */
    public AsyncSocket open(int domain, int type, int protocol) throws ErrnoException {
        Socket s = Socket.open(domain, type | NONBLOCK, protocol);
        try {
            return adopt(s);
        } catch (Throwable e) {
            s.close();
            throw e;
        }
    }

    /**
     * Adds a socket to the loop and makes it non-blocking. From now on, send, receive and poll only through the loop. The mode belongs to
     * the open file: duplicates of the descriptor have it too, also in other processes, and it stays after the loop is closed.
     *
     * @param socket an open socket
     * @return the asynchronous socket. If the call fails, the caller still owns the socket, in the mode that it had
     * @throws ErrnoException as in fcntl(2); SocketClosedException if it is not open
     * @throws IllegalStateException if the loop is closed; if that happens during the call, the socket may be closed too
     */
    public AsyncSocket adopt(Socket socket) throws ErrnoException {
        Objects.requireNonNull(socket, "adopt: the socket is null");
        StackRoom.ask(StackRoom.FOR_A_PIN); // a socket that it does not get is no socket of the loop
        if (inbox.isSealed()) {
            throw closed("adopt");
        }
        boolean blocking = !socket.isNonblocking();
        if (blocking) {
            socket.setNonblocking(true);
        }
        try {
            return watch(new AsyncSocket(this, socket));
        } catch (Throwable e) {
            if (blocking) {
                makeBlocking(socket);
            }
            throw e;
        }
    }

    private static void makeBlocking(Socket socket) {
        try {
            socket.setNonblocking(false);
        } catch (ErrnoException e) {
            // it is closed by now; the exception of adopt() says more
        }
    }

    private AsyncSocket watch(AsyncSocket a) throws ErrnoException {
        boolean watched = false;
        sockets.add(a.operations()); // before the loop can see that another thread closed it
        try {
            a.operations().readiness.watch();
            watched = !inbox.isSealed(); // otherwise terminate() may have missed this socket
        } catch (ErrnoException e) {
            if (inbox.isSealed()) { // terminate() has closed the mechanism or the socket
                throw closed("adopt");
            }
            throw e;
        } finally {
            if (!watched) {
                sockets.remove(a.operations());
                try {
                    a.operations().readiness.unwatch();
                } finally {
                    if (idle.get() != null) {
                        mechanism.wakeup(); // the turn ends with tellIfIdle
                    }
                }
            }
        }
        if (!watched) {
            throw closed("adopt");
        }
        return a;
    }

    private IllegalStateException closed(String call) {
        return new IllegalStateException(call + ": the event loop \"" + name + "\" is closed");
    }

    /** {@return the number of open sockets of the loop} */
    public int size() {
        return sockets.size();
    }

    /**
     * Returns a future that completes when the loop has no open socket, after the callbacks of the last one. If it has none now, that is
     * at once. For the next time, call this again. Timers and tasks do not count. Any thread.
     *
     * @return completes on the loop's thread, or with the end of the loop. Cancelling or completing it has no effect on the loop
     */
    public CompletableFuture<@Nullable Void> whenIdle() {
        CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> before = idle.compareAndExchange(null, mine);
        CompletableFuture<@Nullable Void> told = before == null ? mine : before;
        if (sockets.isEmpty()) {
            if (inbox.isSealed()) {
                told.complete(null); // the loop is over
            } else {
                mechanism.wakeup();
            }
        }
        return told.copy();
    }

    /** At the end of each turn. It needs no memory. */
    private void tellIfIdle() {
        if (idle.get() != null && sockets.isEmpty()) {
            tell(idle.getAndSet(null));
        }
    }

    private static void tell(@Nullable CompletableFuture<@Nullable Void> told) {
        if (told != null) {
            told.complete(null);
        }
    }

    // ---- tasks ----

    /**
     * Runs a task on the loop's thread, later, in the order of the calls. Any thread may call; on another thread than the loop's, the task
     * can run before this returns.
     *
     * @param task what to run
     * @throws IllegalStateException if the loop is closed
     */
    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "execute: the task is null");
        if (!later(task)) {
            throw closed("execute");
        }
    }

    /**
     * Runs a task on the loop's thread at its time, unless the loop is closed before. Any thread may call. On another thread the task can
     * run before this returns, so call it on the loop's thread if the task uses the timer.
     *
     * @param task what to run
     * @param nanos nanoseconds from now; 0 is at once
     * @return the timer, to cancel the task or to run it again
     * @throws IllegalArgumentException if {@code nanos} is negative
     * @throws IllegalStateException if the loop is closed
     */
    public LoopTimer schedule(Runnable task, long nanos) {
        LoopTimer t = new LoopTimer(
                this, Objects.requireNonNull(task, "schedule: the task is null"), nanosFromNow("schedule", nanos));
        if (inLoop() && !inbox.isSealed()) {
            t.entry.start();
        } else if (!add(t.entry)) {
            throw closed("schedule");
        }
        return t;
    }

    /**
     * Runs a task on the loop's thread after that time, as {@link #schedule(Runnable, long)}.
     *
     * @param task what to run
     * @param delay from now; {@link Duration#ZERO} is at once
     * @return the timer, to cancel it, or to set it again
     * @throws IllegalArgumentException if {@code delay} is negative
     * @throws IllegalStateException if the loop is closed
     */
    public LoopTimer schedule(Runnable task, Duration delay) {
        return schedule(task, nanos("schedule", delay));
    }

    /**
     * Sets the handler for exceptions of callbacks and tasks. Without one, the thread's own handler for uncaught
     * exceptions gets them. The loop goes on in any case. Any thread.
     *
     * @param handler gets the loop's thread and the exception; null for the thread's own handler
     * @return this
     */
    public EventLoop exceptionHandler(Thread.@Nullable UncaughtExceptionHandler handler) {
        dispatcher.setHandler(handler);
        return this;
    }

    @Override
    public String toString() {
        return "EventLoop[" + name + (closing ? ", closed]" : ", " + size() + " sockets]");
    }

    /** {@return the engine that it has: {@link Engine#EPOLL} or {@link Engine#IO_URING}} */
    public Engine engine() {
        return mechanism instanceof RingMechanism ? Engine.IO_URING : Engine.EPOLL;
    }

    /** {@return why the loop does not use io_uring(7), in words; "" if it does} */
    public String whyNoRing() {
        return whyNoRing;
    }

    // ---- for the package: any thread ----

    /** A time from now in nanoseconds, which is not negative. */
    static long nanos(String call, Duration fromNow) {
        Objects.requireNonNull(fromNow, () -> call + ": the time is null; Duration.ZERO is at once");
        if (fromNow.isNegative()) {
            throw new IllegalArgumentException(call + ": " + fromNow + " from now is in the past; 0 is at once");
        }
        return Deadlines.nanos(call, fromNow);
    }

    static long nanosFromNow(String call, long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(call + ": " + nanos + " ns from now is in the past; 0 is at once");
        }
        return System.nanoTime() + Math.min(nanos, FOREVER);
    }

    void requireInLoop(String call) {
        if (!inLoop()) {
            throw new IllegalStateException(call + ": only on the thread of the event loop \"" + name + "\"");
        }
    }

    /** Begins an operation. */
    void submit(Operation op) {
        if (inLoop() && !inbox.isSealed()) {
            StackRoom.ask(StackRoom.FOR_A_PIN); // an operation that overflows has its end
            dispatcher.start(op);
        } else if (!add(op)) {
            throw closed(op.kind.call);
        }
    }

    /** Runs the task on the loop; false if the loop is over. */
    boolean later(Runnable task) {
        return add(new Entry() {
            @Override
            void start() {
                task.run();
            }
        });
    }

    private boolean add(Entry e) {
        return inbox.add(e, mechanism);
    }

    // ---- for the package: the loop's thread ----

    /** Whether the byte at this address is in memory of the loop that the next receive may overwrite. */
    boolean lends(long address) {
        return loan.has(address) || mechanism.lends(address);
    }

    /** A socket was closed, so a listener that could not accept may use its descriptor. */
    void ended(SocketOps s) {
        sockets.remove(s);
        if (!starving.isEmpty()) {
            starving.iterator().next().readiness.hurry();
        }
    }

    private void flush() {
        try {
            mechanism.flush();
        } catch (ErrnoException e) {
            // the next poll has the same error
        }
    }

    private void turn(long timeoutNanos) {
        poll(timeoutNanos);
        try {
            try {
                dispatcher.dispatch(mechanism);
            } finally {
                if (!dispatcher.hasCallbacks()) {
                    tellIfIdle();
                }
            }
        } catch (Throwable t) { // such as OutOfMemoryError: the loop goes on
            eventsLost = true;
            dispatcher.handle(t);
            LockSupport.parkNanos(POLL_PAUSE);
        }
    }

    private void poll(long timeoutNanos) {
        try {
            if (eventsLost) { // the kernel does not report by the edge again
                for (SocketOps s : sockets) {
                    s.lookAgain();
                }
                eventsLost = false;
            }
            mechanism.poll(dispatcher.nanosToWait(timeoutNanos));
        } catch (ErrnoException e) {
            if (e.errno() == Bsd.EINTR) {
                return;
            }
            if (!Errors.isStarvation(e.errno()) && e.errno() != Bsd.EAGAIN) {
                closing = true; // it cannot go on without it
                dispatcher.handle(e);
            }
            LockSupport.parkNanos(POLL_PAUSE);
        } catch (Throwable t) {
            eventsLost = true;
            dispatcher.handle(t);
            LockSupport.parkNanos(POLL_PAUSE);
        }
    }
}
