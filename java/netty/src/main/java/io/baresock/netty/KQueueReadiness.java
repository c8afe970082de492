package io.baresock.netty;

import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.kqueue.KQueueIoEvent;
import io.netty.channel.kqueue.KQueueIoHandle;
import io.netty.channel.kqueue.KQueueIoOps;

/** On a loop with kqueue(2), level-triggered, on macOS, FreeBSD and OpenBSD. */
final class KQueueReadiness extends Readiness implements KQueueIoHandle {

    // sys/event.h
    private static final short EVFILT_READ = -1;
    private static final short EVFILT_WRITE = -2;
    private static final short EV_ADD = 1;
    private static final short EV_DELETE = 2;
    private static final int EV_EOF = 0x8000;

    private KQueueReadiness(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
        super(loop, socket, events);
    }

    /** Returns the super type: a caller that names this one makes the JVM look for Netty's jar, which may not be there. */
    static Readiness of(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
        return new KQueueReadiness(loop, socket, events);
    }

    @Override
    public int ident() {
        return number();
    }

    @Override
    void submit(IoRegistration r, int ops) {
        change(r, EVFILT_READ, ops & READABLE, interest() & READABLE);
        change(r, EVFILT_WRITE, ops & WRITABLE, interest() & WRITABLE);
    }

    private static void change(IoRegistration r, short filter, int wanted, int before) {
        if (wanted != before) {
            r.submit(KQueueIoOps.newOps(filter, wanted != 0 ? EV_ADD : EV_DELETE, 0));
        }
    }

    @Override
    int what(IoEvent event) {
        KQueueIoEvent e = (KQueueIoEvent) event;
        int error = (e.flags() & EV_EOF) != 0 && (e.fflags() != 0 || e.filter() == EVFILT_WRITE) ? ERROR : 0;
        return (e.filter() == EVFILT_READ ? READABLE : WRITABLE) | error;
    }

    @Override
    void end(IoRegistration r) {
        submit(r, 0);
        super.end(r);
    }
}
