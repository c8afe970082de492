package io.baresock.vthread;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.testkit.Patience;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Virtual threads for tests that are compiled for JDK 17. Where there are none the tests run on ordinary threads, on which the
 * same calls have the same results; only what interrupts do differs.
 */
public final class Virtual {

    /** Whether this JDK has them. */
    public static final boolean AVAILABLE = Runtime.version().feature() >= 21;

    private static final long BOUND_SECONDS = Patience.SECONDS;
    private static final MethodHandle START = AVAILABLE ? find() : null;

    private Virtual() {}

    /** What a thread does. */
    public interface Body<T> {
        /** Its result. */
        T run() throws Exception;
    }

    /** A thread that runs a body, and its result. */
    public static final class Task<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Thread thread;

        private Task(Body<T> body, boolean virtual) {
            Runnable run = () -> {
                try {
                    result.complete(body.run());
                } catch (Throwable t) {
                    result.completeExceptionally(t);
                }
            };
            thread = virtual ? start(run) : startPlatform(run);
        }

        /** The thread. */
        public Thread thread() {
            return thread;
        }

        /** Whether it has come to its end. */
        public boolean isDone() {
            return result.isDone();
        }

        /** The result; fails if there is none in good time. */
        public T get() throws Exception {
            try {
                return result.get(BOUND_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                AssertionError hung = new AssertionError("still in " + thread.getState());
                hung.setStackTrace(thread.getStackTrace());
                throw hung;
            }
        }

        /** Returns when the thread is parked, which a virtual thread in a native call never is. */
        public Task<T> awaitParked() {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
            while (AVAILABLE && !isParked()) {
                if (result.isDone()) {
                    throw new AssertionError("the call did not wait: " + result);
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("not parked but " + thread.getState());
                }
                Thread.onSpinWait();
            }
            return this;
        }

        /** Whether the thread is parked. */
        public boolean isParked() {
            Thread.State state = thread.getState();
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        }
    }

    /** Skips the rest of a test that would show nothing on a JDK without virtual threads. */
    public static void required() {
        assumeTrue(AVAILABLE, "no virtual threads before JDK 21");
    }

    /** Starts a thread with a result. */
    public static <T> Task<T> call(Body<T> body) {
        return new Task<>(body, true);
    }

    /** Starts a daemon with a result. */
    public static <T> Task<T> onPlatformThread(Body<T> body) {
        return new Task<>(body, false);
    }

    /** Starts a virtual thread, or a daemon on a JDK without them. */
    public static Thread start(Runnable body) {
        if (START == null) {
            return startPlatform(body);
        }
        try {
            Thread started = (Thread) START.invokeExact(body);
            if (!started.toString()
                    .startsWith("VirtualThread")) { // not by JUnit, which is not everywhere where this class is
                throw new AssertionError(started);
            }
            return started;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static Thread startPlatform(Runnable body) {
        Thread t = new Thread(body);
        t.setDaemon(true);
        t.start();
        return t;
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Thread.startVirtualThread", e);
        }
    }
}
