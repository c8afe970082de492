package io.baresock.memory;

import io.baresock.testkit.Patience;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** When another thread is inside of a call. */
final class Calls {

    private static final long LIMIT_NANOS = Patience.NANOS;

    /** recvfrom, recvmsg, recvmmsg, poll, ppoll, accept4, readv: of x86_64, and of the others. */
    private static final Set<String> WAITS = System.getProperty("os.arch").equals("amd64")
            ? Set.of("45", "47", "299", "7", "271", "288", "19")
            : Set.of("207", "212", "243", "73", "242", "65");

    private Calls() {}

    /** Tries a change until it is refused, which it is as soon as the call has begun; the look beside it must go on working. */
    static void awaitInside(Runnable look, Runnable change) {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() < end) {
            look.run();
            try {
                change.run();
            } catch (IllegalStateException e) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nobody is in a call");
    }

    /** Returns when the thread, which has a name of its own, sleeps in a system call that receives or polls: proc(5). */
    static void awaitBlocked(Thread t) throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() < end) {
            if (WAITS.contains(systemCall(t.getName()))) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not blocked but in " + systemCall(t.getName()));
    }

    private static String systemCall(String name) throws IOException {
        int ended = 0; // threads, while this looks
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                try {
                    if (Files.readString(task.resolve("comm")).strip().equals(name)) {
                        return Files.readString(task.resolve("syscall"))
                                .split(" ", 2)[0]
                                .strip();
                    }
                } catch (IOException e) {
                    ended++;
                }
            }
        }
        return "none, of which " + ended + " ended";
    }
}
