package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.fail;

import io.baresock.testkit.Patience;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an application server does: a class loader that has Baresock is dropped. Whatever was in use or was forgotten, no thread,
 * cleaner or list keeps the loader.
 */
class UnloadIT {

    private static final String IDLE = "baresock.idle.millis";
    private static final long BOUND = Patience.NANOS;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

    @BeforeEach
    void beQuick() {
        System.setProperty(IDLE, "50");
    }

    @AfterEach
    void beAsUsual() {
        System.clearProperty(IDLE);
    }

    /** On a thread of its own: the stack of this one, and the JIT's idea of it, keep nothing. */
    private WeakReference<ClassLoader> useAndDrop() throws Exception {
        URL tests = UnloadIT.class.getProtectionDomain().getCodeSource().getLocation();
        URL[] urls = {Child.JAR.toUri().toURL(), tests};
        try (URLClassLoader loader = new URLClassLoader("dropped", urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> program = loader.loadClass("io.baresock.load.Unloading");
            assertNotSame(Unloading.class, program);
            program.getMethod("use").invoke(null);
            return new WeakReference<>(loader, collected);
        }
    }

    @Test
    void classLoader_isCollected_whenNobodyUsesIt() throws Exception {
        Set<Thread> others = Thread.getAllStackTraces().keySet(); // of the copy that this JVM's other tests use
        for (int i = 0; i < 2; i++) { // and the next one can load the library again
            WeakReference<ClassLoader> loader = useAndDrop();
            long start = System.nanoTime();
            while (collected.remove(LOOK_AGAIN_MILLIS) != loader) {
                if (System.nanoTime() - start > BOUND) {
                    fail("still there, with the threads " + threads(others));
                }
                System.gc();
            }
            while (!threads(others).isEmpty() && System.nanoTime() - start < BOUND) {
                Thread.onSpinWait(); // one that runs nothing of the loader's any more may still be at its end
            }
            assertEquals(List.of(), threads(others));
        }
    }

    private static List<String> threads(Set<Thread> others) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !others.contains(t))
                .map(Thread::getName)
                .filter(name -> name.startsWith("baresock") || name.startsWith("unloading"))
                .toList();
    }
}
