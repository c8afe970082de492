package io.baresock.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test of whose threads one died by an exception, such as a failed assertion: JUnit sees only what its own thread throws.
 * For every test, by {@code META-INF/services}. Event loops give what a callback throws to the same handler, unless the test sets
 * one.
 */
public final class LostFailures implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Queue<Throwable> LOST = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> LOST.add(thrown));
    }

    /** What was thrown since the last time, and by no thread that anybody waits for. */
    static List<Throwable> take() {
        List<Throwable> taken = new ArrayList<>();
        for (Throwable t = LOST.poll(); t != null; t = LOST.poll()) {
            taken.add(t);
        }
        return taken;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check();
    }

    private static void check() {
        List<Throwable> lost = take();
        if (!lost.isEmpty()) {
            AssertionError failure = new AssertionError("thrown on another thread: " + lost);
            lost.forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
