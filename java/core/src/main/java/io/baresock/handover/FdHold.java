package io.baresock.handover;

import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Guard;
import io.baresock.internal.access.SocketAccess;
import io.baresock.internal.call.Descriptor;
import java.lang.ref.Cleaner;
import java.util.Objects;

/**
 * Keeps the number of a socket's descriptor valid while a list that is not Baresock's has it, such as the event loop of another library.
 * {@link Socket#close} still closes the socket at once for all calls, and then says so, by an action. But the descriptor itself is closed
 * when the last hold ends. Until then the number belongs to no other file, so an event that is on its way cannot reach another file.
 *
 * <pre>{@code
 * Poller list = Poller.open(); // or a list of another library
 * FdHold hold = FdHold.of(socket, () -> System.out.println("closed: leave the list"));
 * Registration entry = list.register(hold.fd(), Poller.READABLE, Mode.LEVEL, 0, null);
 * // when the socket is closed:
 * entry.close();
 * hold.close(); // now the number is free
 * }</pre>
 *
 * <p>Keep this object reachable as long as you use the number. While there is a hold, {@link Socket#detach} throws
 * {@link IllegalStateException}. Thread-safe.
 */
public final class FdHold implements AutoCloseable {

    private static final SocketAccess<Socket, Sockaddr> SOCKETS = SocketAccess.of(Socket.class);

    private final FdGuard guard;

    @SuppressWarnings("UnusedVariable") // keeps the action reachable: the watch holds it only weakly
    private final Runnable closing;

    private final Guard.Watch watch;
    private final LetGo letGo;
    private final Cleaner.Cleanable end;

    private FdHold(FdGuard guard, Runnable closing) {
        this.guard = guard;
        this.closing = closing;
        watch = new Guard.Watch(closing);
        letGo = new LetGo(guard);
        end = Descriptor.CLEANER.register(this, letGo);
    }

    /** Runs once, at the close or when the hold was forgotten. Must not refer to the hold. */
    private static final class LetGo implements Runnable {
        private final FdGuard guard;
        private volatile boolean holds;

        LetGo(FdGuard guard) {
            this.guard = guard;
        }

        /** Begins to hold; false if the socket is closed. Nothing is to be allocated after that. */
        boolean hold() {
            holds = guard.hold();
            return holds;
        }

        @Override
        public void run() {
            if (holds) {
                guard.letGo();
            }
        }
    }

    /**
     * Holds the descriptor that the socket has now.
     *
     * @param socket an open socket
     * @param closing runs once when the socket is closed, by the thread that closes it, before {@link Socket#close} returns. It must not
     *     throw or wait. It does not run after {@link #close}
     * @return the hold, which the caller must close
     * @throws SocketClosedException if the socket is closed
     */
    public static FdHold of(Socket socket, Runnable closing) throws SocketClosedException {
        Objects.requireNonNull(socket, "FdHold.of: the socket is null");
        Objects.requireNonNull(closing, "FdHold.of: the action is null; pass () -> {} for none");
        FdHold hold = new FdHold(SOCKETS.guard(socket), closing);
        if (!hold.letGo.hold() || !hold.guard.watch(hold.watch)) {
            hold.close();
            throw new SocketClosedException("FdHold.of");
        }
        return hold;
    }

    /** {@return the number; it means nothing after {@link #close}} */
    public int fd() {
        return guard.fd();
    }

    /**
     * Ends the hold. If the socket was closed meanwhile and nothing else uses the descriptor, this closes it. Harmless when repeated.
     */
    @Override
    public void close() {
        guard.unwatch(watch);
        end.clean();
    }

    @Override
    public String toString() {
        return "FdHold[descriptor " + fd() + (guard.isClosed() ? ", socket closed]" : "]");
    }
}
