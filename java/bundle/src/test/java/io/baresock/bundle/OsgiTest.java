package io.baresock.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;

/** The jars as bundles of an OSGi framework. */
class OsgiTest {

    @TempDir
    Path cache;

    /** Starts the first jar, with the others beside it, and makes and closes a socket. */
    private void assertWorks(Path... jars) throws Exception {
        Framework framework =
                new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", cache.toString()));
        framework.start();
        try {
            BundleContext context = framework.getBundleContext();
            List<Bundle> bundles = new ArrayList<>();
            for (Path jar : jars) {
                bundles.add(context.installBundle(jar.toUri().toString()));
            }
            Bundle host = bundles.get(0);
            host.start();
            Class<?> bsd = host.loadClass("io.baresock.Bsd");
            assertTrue(bsd != io.baresock.Bsd.class, "this test's own class path was used");
            int fd = (int)
                    bsd.getMethod("socket", int.class, int.class, int.class).invoke(null, 1, 2, 0);
            assertTrue(fd >= 0, () -> "socket: " + fd);
            assertEquals(0, (int) bsd.getMethod("close", int.class).invoke(null, fd));
            Object backend =
                    host.loadClass("io.baresock.Baresock").getMethod("backend").invoke(null);
            assertEquals(Baresock.backend(), backend); // "jni" if META-INF/versions was not seen
        } finally {
            framework.stop();
            framework.waitForStop(0);
        }
    }

    @Test
    void allInOne() throws Exception {
        assertWorks(Published.file("baresock", ".jar"));
    }

    @Test
    void classes_withAPlatformAsFragment() throws Exception {
        assertWorks(
                Published.file("baresock", "-without-natives.jar"),
                Published.file("baresock", "-" + Baresock.platform() + ".jar"));
    }
}
