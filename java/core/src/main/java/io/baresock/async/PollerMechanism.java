package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.internal.Abi;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Readiness by a {@link Poller}: the kernel says which sockets are ready, and each operation is a system call of its own. */
final class PollerMechanism implements Mechanism {

    /** What says that a receive may not take all. */
    private static final int STOPS = Poller.READ_HANGUP | Poller.PRIORITY;

    private final Poller poller;
    /** Only Linux has error queues. With poll(2) this becomes false at the first try. */
    private boolean edges = Abi.isPresent(Bsd.MSG_ERRQUEUE);

    PollerMechanism() throws ErrnoException {
        poller = Poller.open();
    }

    @Override
    public Readiness readinessOf(SocketOps operations) {
        return new Polled(operations);
    }

    @Override
    public void poll(long nanos) throws ErrnoException {
        poller.poll(nanos);
    }

    @Override
    public @Nullable SocketOps next() {
        return poller.next() ? (SocketOps) Objects.requireNonNull(poller.attachment()) : null;
    }

    @Override
    public int ready() {
        return poller.ready();
    }

    @Override
    public void flush() {} // nothing is put off

    @Override
    public boolean lends(long address) {
        return false;
    }

    @Override
    public void wakeup() {
        poller.wakeup();
    }

    @Override
    public void close() {
        poller.close();
    }

    /** A socket's registration. */
    private final class Polled extends Readiness {
        private @Nullable Registration registration; // null only until adopt() returns

        Polled(SocketOps operations) {
            super(operations);
        }

        @Override
        int touch() {
            return super.touch() + (operations.socket.isNonblocking() ? 1 : 0); // and with it what a call needs
        }

        @Override
        void watch() throws ErrnoException {
            registration = poller.register(operations.socket, Poller.CLOSED, operations);
        }

        @Override
        boolean hasEdges() {
            return edges;
        }

        @Override
        boolean receivesByEdge() {
            return edges;
        }

        @Override
        void tell(int ops, boolean edge) throws ErrnoException {
            Registration r = Objects.requireNonNull(registration);
            int all = ops | Poller.CLOSED | (isByEdge() && (ops & Poller.READABLE) != 0 ? STOPS : 0);
            if (edge == (r.mode() == Mode.EDGE)) {
                r.interest(all);
                return;
            }
            try {
                r.interest(all, edge ? Mode.EDGE : Mode.LEVEL);
            } catch (UnsupportedOperationException e) {
                edges = false;
                r.interest(ops | Poller.CLOSED);
            }
        }

        @Override
        void unwatch() {
            Registration r = registration;
            if (r != null) { // otherwise it was closed during adopt(), which ended the registration
                r.close();
            }
        }
    }
}
