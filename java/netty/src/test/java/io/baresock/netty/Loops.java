package io.baresock.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The kinds of loops that a test runs on, each with one thread. */
enum Loops {
    EPOLL {
        @Override
        IoHandlerFactory factory() {
            return EpollIoHandler.newFactory();
        }
    },
    IO_URING {
        @Override
        IoHandlerFactory factory() {
            Assumptions.assumeTrue(IoUring.isAvailable(), () -> "no io_uring here: " + IoUring.unavailabilityCause());
            return IoUringIoHandler.newFactory();
        }
    };

    abstract IoHandlerFactory factory();

    /** A loop, and its end. */
    record Loop(MultiThreadIoEventLoopGroup group) implements AutoCloseable {

        EventLoop loop() {
            return group.next();
        }

        /** Does something on the thread of the loop, and waits for it. */
        void run(Runnable task) throws Exception {
            await(group.submit(task));
        }

        /** Close the channels before: without a quiet period Netty may end a loop and leave them open. */
        @Override
        public void close() throws Exception {
            await(group.shutdownGracefully(0, 0, TimeUnit.SECONDS));
        }
    }

    Loop open() {
        return new Loop(new MultiThreadIoEventLoopGroup(1, factory()));
    }

    /** Waits for a success. */
    static <T> T await(Future<T> future) throws Exception {
        assertTrue(future.await(Patience.SECONDS, TimeUnit.SECONDS), "still waiting for " + future);
        assertTrue(future.isSuccess(), () -> String.valueOf(future.cause()));
        return future.getNow();
    }

    /** Waits for a failure. */
    static Throwable failure(Future<?> future) throws Exception {
        assertTrue(future.await(Patience.SECONDS, TimeUnit.SECONDS), "still waiting for " + future);
        assertTrue(!future.isSuccess(), "it did not fail: " + future);
        return future.cause();
    }
}
