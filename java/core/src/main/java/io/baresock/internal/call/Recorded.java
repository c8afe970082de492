package io.baresock.internal.call;

import io.baresock.internal.FdGuard;
import io.baresock.internal.Scratch;
import io.baresock.internal.address.SockaddrCodecs;
import io.baresock.internal.address.SockaddrSlot;
import io.baresock.internal.jfr.AcceptEvent;
import io.baresock.internal.jfr.CloseEvent;
import io.baresock.internal.jfr.ConnectEvent;
import io.baresock.internal.jfr.ReceiveEvent;
import io.baresock.internal.jfr.SendEvent;
import io.baresock.internal.jfr.SocketEvent;
import io.baresock.internal.jfr.WaitEvent;
import org.jspecify.annotations.Nullable;

/**
 * The calls while Flight Recorder wants their events: each makes the same call as without, and then fills in an event. A call that throws
 * has no event, because it has made no system call, or the JVM is out of memory or stack. Not loaded before a recording asks for an event:
 * the module {@code jdk.jfr} may be missing.
 */
public final class Recorded {

    private Recorded() {}

    /** {@link Waiting#call}. */
    static int call(
            Descriptor d,
            int op,
            @Nullable Transfer t,
            long address,
            int length,
            int flags,
            long second,
            int secondLength,
            long timeout) {
        boolean sends = op < Waiting.RECV || op == Waiting.SENDFILE;
        SocketEvent e = op == Waiting.ACCEPT ? new AcceptEvent() : sends ? new SendEvent() : new ReceiveEvent();
        e.begin();
        int n = Waiting.unrecorded(d, op, t, address, length, flags, second, secondLength, timeout);
        e.end();
        if (n == Waiting.NO_ROOM || !e.shouldCommit()) {
            return n;
        }
        try {
            if (op == Waiting.ACCEPT && n >= 0) {
                fill(e, n, peerOf(n), 0);
            } else {
                fill(e, d.guard.fd(), peer(d, op, t, second, secondLength, n), n);
                moved(e, d, t, n);
            }
            e.commit();
        } catch (VirtualMachineError lost) {
            // no memory or stack for the event: the call is done, and its result matters more
        }
        return n;
    }

    /** {@link Connecting#connect}. */
    static int connect(Descriptor d, long address, int length, long timeout) {
        ConnectEvent e = new ConnectEvent();
        e.begin();
        int r = Connecting.unrecorded(d, address, length, timeout);
        e.end();
        try {
            if (e.shouldCommit()) {
                fill(e, d.guard.fd(), SockaddrCodecs.format(address, length), r);
                e.commit();
            }
        } catch (VirtualMachineError lost) {
            // as in call
        }
        return r;
    }

    /** {@link Waiting#poll}. */
    static int poll(FdGuard g, int events, int interest, long timeout) {
        WaitEvent e = new WaitEvent();
        e.begin();
        int r = Waiting.polled(g, events, interest, timeout);
        try {
            e.end();
            if (e.shouldCommit()) {
                e.descriptor = g.fd();
                e.timeout = timeout;
                e.ready = r > 0 ? 1 : 0;
                e.error = r < 0 ? -r : 0;
                e.commit();
            }
        } catch (VirtualMachineError lost) {
            // as in call
        }
        return r;
    }

    /** {@link FdGuard#close} of a descriptor; only the call that closes it has an event. */
    static void close(Descriptor d) {
        CloseEvent e = null;
        String peer = null;
        try {
            e = new CloseEvent();
            peer = peer(d);
            e.begin();
        } catch (VirtualMachineError lost) {
            e = null; // no memory or stack for the event: it closes all the same
        }
        boolean first = d.guard.close();
        if (e == null) {
            return;
        }
        try {
            e.end();
            if (first && e.shouldCommit()) {
                fill(e, d.guard.fd(), peer, 0);
                e.commit();
            }
        } catch (VirtualMachineError lost) {
            // as in call
        }
    }

    /** What the kernel has done by a ring: it has no beginning that this side knows, so it has no duration. */
    public static void completed(Descriptor d, boolean sends, int n) {
        try {
            SocketEvent e = sends ? new SendEvent() : new ReceiveEvent();
            if (e.shouldCommit()) {
                fill(e, d.guard.fd(), peer(d), n);
                moved(e, d, null, n);
                e.commit();
            }
        } catch (VirtualMachineError lost) {
            // as in call
        }
    }

    private static void fill(SocketEvent e, int fd, @Nullable String address, int n) {
        e.descriptor = fd;
        e.address = address;
        e.error = n < 0 ? -n : 0;
    }

    private static void moved(SocketEvent e, Descriptor d, @Nullable Transfer t, int n) {
        if (n < 0) {
            return;
        }
        if (e instanceof SendEvent s) {
            s.bytes = t == null ? n : t.bytes(n);
            s.messages = t == null ? 1 : t.messages(n);
        } else if (e instanceof ReceiveEvent r) {
            r.bytes = t == null ? n : t.bytes(n);
            r.messages = t == null ? 1 : t.messages(n);
            r.end = n == 0 && d.isStream();
        }
    }

    private static @Nullable String peer(
            Descriptor d, int op, @Nullable Transfer t, long second, int secondLength, int n) {
        String own = null;
        if (t != null && n >= 0) {
            own = t.peer();
        }
        if (own == null && (op == Waiting.SEND || op == Waiting.SENDMSG)) {
            own = SockaddrCodecs.format(second, secondLength);
        } else if (own == null && op == Waiting.RECV && n >= 0) {
            own = SockaddrCodecs.formatSlot(second);
        }
        return own != null || op == Waiting.ACCEPT ? own : peer(d);
    }

    /** The connected peer: as connect(2) was given it, else as the kernel says. */
    private static @Nullable String peer(Descriptor d) {
        Object given = d.peer();
        if (given != null) {
            return given.toString();
        }
        Scratch slot = Scratch.take(SockaddrSlot.BYTES);
        try {
            return Calls.memory(d, Calls.GETPEERNAME, slot.address(), 0) < 0
                    ? null
                    : SockaddrCodecs.formatSlot(slot.address());
        } finally {
            slot.give();
        }
    }

    /** The peer of a new connection. Nothing else has its descriptor yet. */
    private static @Nullable String peerOf(int fd) {
        Scratch slot = Scratch.take(SockaddrSlot.BYTES);
        try {
            return Descriptor.B.getpeername(fd, slot.address()) < 0 ? null : SockaddrCodecs.formatSlot(slot.address());
        } finally {
            slot.give();
        }
    }
}
