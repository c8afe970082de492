package io.baresock.bench;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** An event loop of Netty with epoll, whose turns the measuring thread makes itself. A turn does not wait, so there are no wake-ups. */
final class NettyLoop implements AutoCloseable {

    /** On loopback a message is there at once. The limit is for a lost message, which must not hang the program. */
    private static final int TURNS = 100_000_000;

    private final ManualIoEventLoop loop;

    /** Only the thread that makes it may use it. */
    NettyLoop() {
        Epoll.ensureAvailability();
        loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
    }

    void register(Channel channel) throws IOException {
        EventLoopGroup group = loop; // EventLoopGroup.register is not deprecated
        await(group.register(channel));
    }

    /** Makes turns until it is done. */
    void await(Future<?> future) throws IOException {
        for (int turns = 0; !future.isDone(); turns++) {
            turn(turns);
        }
        if (!future.isSuccess()) {
            throw new IOException(future.cause());
        }
    }

    /**
     * Makes a turn.
     *
     * @param turns how many there were before, since something is waited for
     */
    void turn(int turns) throws IOException {
        if (turns == TURNS) {
            throw new IOException("the peer has closed, or a message was lost");
        }
        loop.runNow();
    }

    /** Ends the loop. Its channels are to be closed before. */
    @Override
    public void close() throws IOException {
        Future<?> ended = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        await(ended);
    }
}
