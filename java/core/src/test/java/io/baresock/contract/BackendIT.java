package io.baresock.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import io.baresock.Bsd;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rows G14: what the matrix says it runs is what runs. */
class BackendIT {

    @Test
    void backend_isTheOneAskedFor() {
        assertEquals(System.getProperty("baresock.backend"), Baresock.backend());
        assertTrue(Baresock.backendReason().contains(Baresock.backend()), Baresock.backendReason());
    }

    @Test
    void classes_comeFromThePackagedJar() throws Exception {
        Path from = Path.of(
                Bsd.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertEquals(Path.of(System.getProperty("baresock.test.jar")), from);
        assertTrue(Baresock.libraryOrigin().contains("META-INF/native/"), Baresock.libraryOrigin());
    }
}
