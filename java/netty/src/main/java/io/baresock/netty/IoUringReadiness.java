package io.baresock.netty;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;

/**
 * On a loop with io_uring(7): one request to poll at a time, for the whole interest. A request that ended is made again, and the kernel
 * looks at the socket first, so this is level-triggered. A request for another interest first cancels the one before. The kernel may refuse
 * to cancel a request that is just being woken, and then go on with it; so that is tried again. Netty forgets the descriptor only when no
 * request is left, and takes none after the end of the registration, so that end waits too.
 */
final class IoUringReadiness extends Readiness implements IoUringIoHandle {

    // linux/io_uring.h
    private static final byte POLL_ADD = 6;
    private static final byte POLL_REMOVE = 7;

    private int wanted;
    private int asked; // of the request that the kernel has; 0: it has none
    private long request;
    private boolean cancelling;
    private boolean inEvent;
    private boolean ended;

    private IoUringReadiness(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
        super(loop, socket, events);
    }

    /** Returns the super type: a caller that names this one makes the JVM look for Netty's jar, which may not be there. */
    static Readiness of(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
        return new IoUringReadiness(loop, socket, events);
    }

    @Override
    void submit(IoRegistration r, int ops) {
        wanted = ops;
        if (asked == 0) {
            if (!inEvent) { // else handled() does it
                ask(r);
            }
        } else if (asked != ops) {
            cancelRequest(r);
        }
    }

    private void ask(IoRegistration r) {
        if (wanted != 0) {
            int mask = ((wanted & READABLE) != 0 ? Bsd.POLLIN : 0) | ((wanted & WRITABLE) != 0 ? Bsd.POLLOUT : 0);
            asked = wanted;
            cancelling = false;
            request = r.submit(ops(POLL_ADD, number(), 0, mask));
        }
    }

    private void cancelRequest(IoRegistration r) {
        if (!cancelling) {
            cancelling = true;
            r.submit(ops(POLL_REMOVE, -1, request, 0));
        }
    }

    private static IoUringIoOps ops(byte opcode, int fd, long address, int mask) {
        return new IoUringIoOps(opcode, (byte) 0, (short) 0, fd, 0, address, 0, mask, 0L, (short) 0, (short) 0, 0, 0);
    }

    @Override
    int what(IoEvent event) {
        IoUringIoEvent e = (IoUringIoEvent) event;
        int res = e.res();
        if (e.opcode() != POLL_ADD) {
            cancelling = cancelling && res != -Bsd.EALREADY;
            return 0;
        }
        asked = 0;
        inEvent = true;
        if (res < 0) {
            return res == -Bsd.ECANCELED ? 0 : ERROR;
        }
        boolean error = (res & (Bsd.POLLERR | Bsd.POLLHUP | Bsd.POLLNVAL)) != 0;
        return ((res & Bsd.POLLIN) != 0 ? READABLE : 0)
                | ((res & Bsd.POLLOUT) != 0 ? WRITABLE : 0)
                | (error ? ERROR : 0);
    }

    @Override
    void handled(IoRegistration r) {
        inEvent = false;
        if (ended) {
            end(r);
        } else if (asked == 0) {
            ask(r);
        } else if (asked != wanted) {
            cancelRequest(r);
        }
    }

    @Override
    void end(IoRegistration r) {
        ended = true;
        if (asked == 0) {
            r.cancel();
        } else {
            cancelRequest(r);
        }
    }
}
