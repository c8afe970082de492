package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cmake/preflight.sh says on machines that lack something: one line, with the way to get it. */
class PreflightTest {

    private static final Path SCRIPT = Path.of(System.getProperty("baresock.test.cmake"), "preflight.sh");

    @TempDir
    Path dir;

    private Path bin;

    @BeforeEach
    void makeBin() throws IOException {
        bin = Files.createDirectory(dir.resolve("bin"));
        for (String tool : List.of("sed", "grep")) {
            executable(bin.resolve(tool), "exec " + which(tool) + " \"$@\"");
        }
    }

    private static Path which(String tool) {
        for (String folder : System.getenv("PATH").split(":")) {
            Path path = Path.of(folder, tool);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        throw new AssertionError("no " + tool + " on the PATH");
    }

    private void have(String... tools) throws IOException {
        for (String tool : tools) {
            executable(bin.resolve(tool), "");
        }
    }

    private static void executable(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + '\n');
        assertTrue(file.toFile().setExecutable(true));
    }

    private Path jdk(String version) throws IOException {
        Path home = dir.resolve("jdk-" + version);
        Path javac = home.resolve("bin/javac");
        Files.createDirectories(javac.getParent());
        executable(javac, "");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** The exit status, a space, and what was said. The places where JDKs usually are get replaced by none. */
    private String run(Path mavenJdk, String nativeSkip) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(which("sh").toString(), SCRIPT.toString(), mavenJdk.toString(), nativeSkip));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", bin.toString(), "HOME", dir.toString(), "BARESOCK_JDK_PLACES", dir.toString()));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        return process.exitValue() + " " + said;
    }

    private static void assertStops(String said, String... words) {
        assertTrue(said.startsWith("1 [ERROR] Baresock cannot be built here: "), said);
        assertEquals(1, said.lines().count(), said);
        for (String word : words) {
            assertTrue(said.contains(word), said);
        }
    }

    @Test
    void allThere_saysNothing() throws Exception {
        have("cmake", "cc", "make");
        assertEquals("0 ", run(jdk("25.0.1"), "false"));
    }

    @Test
    void withoutCmake() throws Exception {
        have("cc", "make");
        assertStops(run(jdk("25.0.1"), "false"), "cmake", "apt-get install cmake", "-Dnative.skip");
    }

    @Test
    void withoutACompiler() throws Exception {
        have("cmake", "make");
        assertStops(run(jdk("25.0.1"), "false"), "no C compiler", "apt-get install gcc", "-Dnative.skip");
    }

    @Test
    void withoutMake() throws Exception {
        have("cmake", "cc");
        assertStops(run(jdk("25.0.1"), "false"), "make", "apt-get install make");
    }

    @Test
    void withoutAnyOfThem_whenTheNativeSideIsSkipped() throws Exception {
        assertEquals("0 ", run(jdk("25.0.1"), "true"));
    }

    @Test
    void withoutANewJdk() throws Exception {
        have("cmake", "cc", "make");
        assertStops(run(jdk("17.0.15"), "false"), "no JDK 22 or newer", "install one");
    }

    @Test
    void newJdkBesideTheOneThatRunsMaven() throws Exception {
        have("cmake", "cc", "make");
        jdk("25.0.1");
        assertEquals("0 ", run(jdk("17.0.15"), "false"));
    }

    @Test
    void newJdkInTheToolchainsFile() throws Exception {
        have("cmake", "cc", "make");
        Files.createDirectories(dir.resolve(".m2"));
        Files.writeString(dir.resolve(".m2/toolchains.xml"), "<provides><version>25</version></provides>");
        assertEquals("0 ", run(jdk("17.0.15"), "false"));
    }
}
