package io.baresock.netty;

import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A Baresock socket of any kind on a Netty event loop: netlink, raw ICMP, CAN, packet sockets, Unix sockets, UDP, TCP. The loop says when
 * the socket is ready, and the listener makes the calls of {@link Socket}.
 *
 * <pre>{@code
 * Socket routes = Socket.open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE).bind(Sockaddr.netlink(0, RTMGRP_LINK));
 * BaresockHandle.register(group.next(), routes, Socket.READABLE, new BaresockHandle.Listener() {
 *     public void readable(BaresockHandle h) throws IOException {
 *         while (h.socket().recv(buffer.clear(), 0, 0) != Socket.WOULD_BLOCK) {
 *             print(buffer.flip());
 *         }
 *     }
 * });
 * }</pre>
 *
 * <p><b>Loops.</b> The group must have {@code EpollIoHandler}, {@code IoUringIoHandler} (which then polls) or {@code KQueueIoHandler}.
 *
 * <p><b>Readiness</b> is level-triggered: while the socket is ready and the interest is there, the listener is called in each turn of the
 * loop. So make each call with a timeout of 0, or put the socket into non-blocking mode.
 *
 * <p><b>Threads.</b> The listener is called on the thread of the loop. Any thread may call any method here, and any method of the socket.
 *
 * <p><b>The end.</b> {@link #close} and {@link Socket#close} do the same, on any thread: the calls of the socket end at once, the loop
 * forgets the descriptor, and only then the descriptor is closed. So no event can reach another socket that gets the same number.
 * {@link Listener#closed} is the last call. A loop that shuts down closes its sockets.
 */
public final class BaresockHandle implements AutoCloseable {

    /** What is called, on the thread of the loop. What a method throws goes to {@link #exceptionCaught}. */
    public interface Listener {

        /**
         * There is something to read, an end of stream, a connection to accept, or an error.
         *
         * @param handle the handle
         * @throws Exception for {@link #exceptionCaught}
         */
        default void readable(BaresockHandle handle) throws Exception {}

        /**
         * There is room to send, a connect has ended, or there is an error.
         *
         * @param handle the handle
         * @throws Exception for {@link #exceptionCaught}
         */
        default void writable(BaresockHandle handle) throws Exception {}

        /**
         * The socket has an error or was hung up. It comes before the call of {@link #readable} and {@link #writable} that the same event
         * causes. The default does nothing, since the next call of the socket throws the error.
         *
         * @param handle the handle
         * @throws Exception for {@link #exceptionCaught}
         */
        default void error(BaresockHandle handle) throws Exception {}

        /**
         * A method of this listener has thrown. The default closes the socket, and gives the exception to the handler of uncaught
         * exceptions of the loop's thread, which prints it if there is no other. What this method throws goes there too. A
         * {@link SocketClosedException} after the socket was closed is no failure: {@link #closed} says it.
         *
         * @param handle the handle
         * @param cause what was thrown
         * @throws Exception for the handler of uncaught exceptions
         */
        default void exceptionCaught(BaresockHandle handle, Throwable cause) throws Exception {
            handle.close();
            uncaught(cause);
        }

        /**
         * The socket was closed. The last call.
         *
         * @param handle the handle
         * @throws Exception for {@link #exceptionCaught}
         */
        default void closed(BaresockHandle handle) throws Exception {}
    }

    private final EventLoop loop;
    private final Socket socket;
    private final Listener listener;
    private final Arrivals arrivals = new Arrivals();
    private volatile int interest;

    // Only the loop's thread
    private @Nullable Readiness readiness;
    private boolean closed;

    private BaresockHandle(EventLoop loop, Socket socket, int interest, Listener listener) {
        this.loop = loop;
        this.socket = socket;
        this.interest = interest;
        this.listener = listener;
    }

    /**
     * Whether a loop can have such handles.
     *
     * @param loop a loop
     * @return true for one with {@code EpollIoHandler}, {@code IoUringIoHandler} or {@code KQueueIoHandler}
     */
    public static boolean isCompatible(EventLoop loop) {
        return Readiness.isCompatible(Objects.requireNonNull(loop, "isCompatible: the loop is null"));
    }

    /**
     * Puts a socket on a loop. If that fails, the socket stays open and the caller's.
     *
     * @param loop such as {@code group.next()}
     * @param socket an open socket; the handle closes it
     * @param interest {@link Socket#READABLE} and {@link Socket#WRITABLE}, or-ed; 0 for none yet
     * @param listener what to call
     * @return the handle, when the loop has it
     * @throws SocketClosedException if the socket is closed
     * @throws IllegalArgumentException if the interest has other bits, or the loop cannot watch a descriptor
     * @throws RejectedExecutionException if the loop has ended
     */
    public static Future<BaresockHandle> register(EventLoop loop, Socket socket, int interest, Listener listener)
            throws SocketClosedException {
        Objects.requireNonNull(loop, "register: the loop is null");
        Objects.requireNonNull(socket, "register: the socket is null");
        Objects.requireNonNull(listener, "register: the listener is null");
        BaresockHandle h = new BaresockHandle(loop, socket, check("register", interest), listener);
        Promise<BaresockHandle> promise = loop.newPromise();
        Readiness.register(loop, socket, h.arrivals).addListener((Future<Readiness> f) -> {
            if (!f.isSuccess()) {
                promise.setFailure(f.cause());
                return;
            }
            try {
                h.readiness = f.getNow();
                h.apply();
                promise.setSuccess(h);
            } catch (RuntimeException e) { // epoll_ctl(2) refuses
                f.getNow().leave();
                promise.setFailure(e);
            }
        });
        return promise;
    }

    private static int check(String call, int ops) {
        if ((ops & ~(Socket.READABLE | Socket.WRITABLE)) != 0) {
            throw new IllegalArgumentException(call + ": interest 0x" + Integer.toHexString(ops)
                    + " has bits other than Socket.READABLE and Socket.WRITABLE; an error is always reported");
        }
        return ops;
    }

    /** {@return the socket} */
    public Socket socket() {
        return socket;
    }

    /** {@return the loop} */
    public EventLoop eventLoop() {
        return loop;
    }

    /** {@return what the listener is called for} */
    public int interest() {
        return interest;
    }

    /**
     * Changes what the listener is called for. On the thread of the loop it counts at once, also for an event that the kernel has
     * reported already; on another thread, soon. After the end it does nothing. With 0 nothing is reported but errors.
     *
     * @param ops {@link Socket#READABLE} and {@link Socket#WRITABLE}, or-ed
     * @throws IllegalArgumentException if it has other bits
     */
    public void interest(int ops) {
        interest = check("interest", ops);
        if (loop.inEventLoop()) {
            apply();
            return;
        }
        try {
            loop.execute(this::apply);
        } catch (RejectedExecutionException e) {
            assert loop.isShuttingDown(); // the loop has ended, and the handle with it
        }
    }

    private void apply() {
        Readiness r = readiness;
        if (r != null) {
            r.interest(interest);
        }
    }

    /** {@return whether the socket is open} */
    public boolean isOpen() {
        return socket.isOpen();
    }

    /** Closes the socket. Harmless when repeated. Thread-safe, and does not wait, except as {@link Socket#close} says. */
    @Override
    public void close() {
        socket.close();
    }

    /** One call of the listener. */
    @FunctionalInterface
    private interface Call {
        void on(BaresockHandle handle) throws Exception;
    }

    /** Nothing may leave it but an Error: after an exception Netty's loop sleeps for a second. */
    private void tell(Call call) {
        try {
            try {
                call.on(this);
            } catch (Exception | AssertionError e) {
                if (!(e instanceof SocketClosedException && isClosing())) {
                    listener.exceptionCaught(this, e);
                }
            }
        } catch (Exception | AssertionError e) {
            uncaught(e);
        }
    }

    /** Another thread has closed the socket during a call, and the listener is about to be told. */
    private boolean isClosing() {
        return !socket.isOpen() && !closed;
    }

    private static void uncaught(Throwable thrown) {
        Thread t = Thread.currentThread();
        t.getUncaughtExceptionHandler().uncaughtException(t, thrown);
    }

    private final class Arrivals implements Readiness.Events {

        @Override
        public void ready(int what) {
            boolean error = (what & Readiness.ERROR) != 0;
            if (error) {
                tell(listener::error);
            }
            if (is(Socket.READABLE, what, error)) {
                tell(listener::readable);
            }
            if (is(Socket.WRITABLE, what, error)) {
                tell(listener::writable);
            }
        }

        /** Whether it is ready and wanted, now: the call before may have changed that. An error makes it ready for both. */
        private boolean is(int which, int what, boolean error) {
            return (error || (what & which) != 0) && (interest & which) != 0 && socket.isOpen();
        }

        @Override
        public void closed() {
            closed = true;
            tell(listener::closed);
        }

        @Override
        public void shutDown() {
            socket.close();
        }
    }

    @Override
    public String toString() {
        return "BaresockHandle[" + socket + ", interest " + interest + "]";
    }
}
