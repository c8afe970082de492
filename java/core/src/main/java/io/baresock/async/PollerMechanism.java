package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.poll.Poller;
import io.baresock.poll.Registration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Readiness by a {@link Poller}: the kernel says which sockets are ready, and each operation is a system call of its own. */
final class PollerMechanism implements Mechanism {

    private final Poller poller;

    PollerMechanism() throws ErrnoException {
        poller = Poller.open();
    }

    @Override
    public Readiness readinessOf(SocketOps operations) {
        return new Polled(operations, poller);
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
    private static final class Polled extends Readiness {
        private final Poller poller;
        private @Nullable Registration registration; // null only until adopt() returns

        Polled(SocketOps operations, Poller poller) {
            super(operations);
            this.poller = poller;
        }

        @Override
        void watch() throws ErrnoException {
            registration = poller.register(operations.socket, Poller.CLOSED, operations);
        }

        @Override
        void tell(int ops) throws ErrnoException {
            Objects.requireNonNull(registration).interest(ops | Poller.CLOSED);
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
