package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A listener on an event loop, for {@link Overflows} and {@link FullHeap}: one connection comes at a time, and none may be lost. */
final class AsyncListener {

    private static final long PATIENCE = 100_000_000; // nanoseconds, if nothing comes

    final EventLoop loop;
    final AsyncSocket listener;
    final Sockaddr address;
    private @Nullable AsyncSocket accepted;
    private @Nullable Throwable thrown; // on the loop

    AsyncListener(EventLoop.Engine engine) throws ErrnoException {
        loop = EventLoop.builder().engine(engine).create();
        loop.exceptionHandler((t, e) -> thrown = e);
        listener = loop.open(AF_UNIX, SOCK_STREAM, 0);
        listener.socket().bind(Sockaddr.unixUnnamed());
        address = listener.socket().localAddress();
        listener.listen(16).accept((status, connection) -> accepted = connection);
    }

    /** The engines that there are here. */
    static List<EventLoop.Engine> engines() {
        try {
            EventLoop.builder().engine(EventLoop.Engine.IO_URING).create().close();
        } catch (ErrnoException e) { // not everywhere
            return List.of(EventLoop.Engine.EPOLL);
        }
        return List.of(EventLoop.Engine.EPOLL, EventLoop.Engine.IO_URING);
    }

    /** A turn of the loop; throws an Error of its callbacks. */
    void turn() throws ErrnoException {
        thrown = null;
        loop.runOnce(PATIENCE);
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    boolean hasAccepted() {
        return accepted != null;
    }

    /** Closes the connection that was accepted; if that throws, it is still there. */
    void closeAccepted() {
        AsyncSocket connection = accepted;
        if (connection != null) {
            connection.close();
            accepted = null;
        }
    }
}
