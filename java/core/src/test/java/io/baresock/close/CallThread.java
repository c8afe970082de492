package io.baresock.close;

import io.baresock.ErrnoException;
import io.baresock.SocketClosedException;
import io.baresock.testkit.Patience;
import io.baresock.vthread.Virtual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thread that makes one call, and knows from the kernel whether that call is blocked: {@code /proc/PID/task/TID/syscall}
 * (proc(5)) names the system call a thread sleeps in. Where there is no /proc the caller only learns that the thread is
 * about to call; the tests hold there as well, but see fewer of the cases.
 */
final class CallThread {

    /** How long anything may take before a test calls it hung. */
    static final long BOUND_SECONDS = Patience.SECONDS;

    /** What a thread says when its call came back. */
    record Outcome(int result, ErrnoException error, long nanoTime) {
        boolean isClosed() {
            return error instanceof SocketClosedException;
        }
    }

    /** The call; its result is not negative, or {@code WOULD_BLOCK}. */
    interface Call {
        int run() throws ErrnoException;
    }

    private static final boolean HAS_PROC = Files.exists(Path.of("/proc/thread-self/syscall"));

    private final CompletableFuture<Path> task = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final boolean virtual;
    private final Thread thread;

    private CallThread(Call call, boolean virtual) {
        this.virtual = virtual;
        Runnable body = () -> {
            try {
                task.complete(
                        HAS_PROC && !virtual
                                ? Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")))
                                : Path.of(""));
                outcome.complete(run(call));
            } catch (Throwable e) {
                task.completeExceptionally(e);
                outcome.completeExceptionally(e);
            }
        };
        if (virtual) {
            thread = Virtual.start(body);
        } else {
            thread = new Thread(body);
            thread.setDaemon(true); // a hang fails its test, and must not hang the JVM as well
            thread.start();
        }
    }

    private static Outcome run(Call call) {
        try {
            int result = call.run();
            return new Outcome(result, null, System.nanoTime());
        } catch (ErrnoException e) {
            return new Outcome(-e.errno(), e, System.nanoTime());
        }
    }

    static CallThread start(Call call) {
        return new CallThread(call, false);
    }

    /** The same on a virtual thread; skips the test where the JDK has none. */
    static CallThread startVirtual(Call call) {
        Virtual.required();
        return new CallThread(call, true);
    }

    /** Returns when the thread sleeps in one of these system calls, or is parked if it is virtual; fails if it never does. */
    void awaitBlockedIn(Set<Syscalls> expected) throws Exception {
        if (virtual) {
            awaitParked();
            return;
        }
        Path self = task.get(BOUND_SECONDS, TimeUnit.SECONDS);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        String last = "";
        while (HAS_PROC && expected.stream().noneMatch(Syscalls.of(last)::equals)) {
            if (outcome.isDone()) {
                throw new AssertionError("the call did not block: " + outcome.get());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not blocked in " + expected + " but in " + last);
            }
            Thread.onSpinWait();
            last = syscallOf(self);
        }
    }

    private void awaitParked() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            if (outcome.isDone()) {
                throw new AssertionError("the call did not block: " + outcome.get());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not parked but " + thread.getState());
            }
            Thread.onSpinWait();
        }
    }

    /** The thread's number, as tgkill(2) takes it. */
    int tid() throws Exception {
        return Integer.parseInt(
                task.get(BOUND_SECONDS, TimeUnit.SECONDS).getFileName().toString());
    }

    /** Whether the thread knows where to look for it, and is about to call. */
    boolean hasBegun() {
        return task.isDone();
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /** Whether the thread sleeps in the kernel; false when it has ended meanwhile. */
    boolean isInSyscall() throws Exception {
        return Syscalls.of(syscallOf(task.get(BOUND_SECONDS, TimeUnit.SECONDS))) != Syscalls.OTHER;
    }

    private static String syscallOf(Path self) {
        try {
            return Files.readString(self.resolve("syscall"));
        } catch (IOException e) {
            return ""; // the thread has ended
        }
    }

    /** The outcome; fails if there is none in good time, which is what a call that close does not wake looks like. */
    Outcome await() throws InterruptedException, ExecutionException {
        try {
            return outcome.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError hung = new AssertionError("the call hangs: close did not end it");
            hung.setStackTrace(thread.getStackTrace());
            throw hung;
        }
    }
}
