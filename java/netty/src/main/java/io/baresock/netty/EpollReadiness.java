package io.baresock.netty;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/** On a loop with epoll(7), level-triggered. */
final class EpollReadiness extends Readiness implements EpollIoHandle {

    /**
     * No interest. Netty would take {@code EpollIoOps.NONE} as the end of the registration and could not begin it again. The kernel always
     * reports errors and hang-ups, and this makes it report each only once.
     */
    private static final EpollIoOps NOTHING = EpollIoOps.EPOLLET;

    private static final int IN = EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLRDHUP.value();
    private static final int OUT = EpollIoOps.EPOLLOUT.value();
    private static final int ERR = EpollIoOps.EPOLLERR.value() | Bsd.EPOLLHUP;

    private static final EpollIoOps[] OPS = {
        NOTHING, EpollIoOps.EPOLLIN, EpollIoOps.EPOLLOUT, EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT)
    };

    private final FileDescriptor descriptor;

    private EpollReadiness(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
        super(loop, socket, events);
        descriptor = new FileDescriptor(number());
    }

    /** Returns the super type: a caller that names this one makes the JVM look for Netty's jar, which may not be there. */
    static Readiness of(IoEventLoop loop, Socket socket, Events events) throws SocketClosedException {
        return new EpollReadiness(loop, socket, events);
    }

    @Override
    public FileDescriptor fd() {
        return descriptor;
    }

    @Override
    void submit(IoRegistration r, int ops) {
        r.submit(OPS[ops]);
    }

    @Override
    int what(IoEvent event) {
        int is = ((EpollIoEvent) event).ops().value();
        return ((is & IN) != 0 ? READABLE : 0) | ((is & OUT) != 0 ? WRITABLE : 0) | ((is & ERR) != 0 ? ERROR : 0);
    }
}
