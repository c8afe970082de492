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
 * Fails a test if an exception, such as a failed assertion, ended one of its threads: JUnit only sees what its own thread throws.
 * {@code META-INF/services} turns it on for every test. Event loops give the exceptions of callbacks to the same handler, unless the test
 * sets its own.
 */
public final class LostFailures implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Queue<Throwable> LOST = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> LOST.add(thrown));
    }

    /** What threads have thrown since the last check. */
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
