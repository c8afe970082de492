package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A run-time image that has Baresock inside, as {@code jlink} makes it: no jar is left, and of the JDK only what the module requires. */
@EnabledIf("hasJlink")
class JlinkIT {

    private static final String JAR = System.getProperty("baresock.test.jar");

    @TempDir
    Path dir;

    static boolean hasJlink() {
        return ToolProvider.findFirst("jlink").isPresent();
    }

    @Test
    void image_runsTheReport() throws Exception {
        Path image = dir.resolve("image");
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(out, out, "--module-path", JAR, "--add-modules", "io.baresock", "--output", image.toString());
        assertEquals(0, status, said.toString());
        Process report = new ProcessBuilder(List.of(
                        image.resolve("bin/java").toString(),
                        "--enable-native-access=io.baresock",
                        "-m",
                        "io.baresock/io.baresock.tool.Main"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(report.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, report.waitFor(), printed);
        assertTrue(printed.contains("the jar's META-INF/native/"), printed);
    }
}
