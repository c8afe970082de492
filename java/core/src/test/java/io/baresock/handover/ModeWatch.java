package io.baresock.handover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A thread that looks at the mode of a path again and again, and keeps every mode that it ever saw. */
final class ModeWatch implements AutoCloseable {

    private final Set<Integer> seen = new ConcurrentSkipListSet<>();
    private final AtomicLong looks = new AtomicLong();
    private final Thread thread = new Thread(this::run, "mode-watch");
    private volatile @Nullable Path path;
    private volatile boolean stop;

    ModeWatch() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stop) {
            Path p = path;
            if (p != null) {
                try {
                    int mode = mode(p);
                    seen.add(mode);
                    looks.incrementAndGet();
                } catch (NoSuchFileException e) {
                    Thread.onSpinWait(); // not there yet
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    static int mode(Path p) throws IOException {
        return (int) Files.getAttribute(p, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    void watch(Path next) {
        path = next;
    }

    /** Returns after the path was looked at once more from beginning to end. */
    void awaitALook() {
        long enough = looks.get() + 2;
        while (looks.get() < enough && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    Set<Integer> seen() {
        return seen;
    }

    @Override
    public void close() {
        stop = true;
    }
}
