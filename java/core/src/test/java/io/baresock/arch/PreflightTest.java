package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cmake/preflight.sh says on machines that lack something: one line, with the way to get it. */
class PreflightTest {

    @TempDir
    Path dir;

    private BareMachine machine;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new BareMachine(dir);
    }

    private void have(String... tools) throws IOException {
        for (String tool : tools) {
            machine.has(tool, "");
        }
    }

    private Path jdk(String version) throws IOException {
        Path home = dir.resolve("jdk-" + version);
        Path javac = home.resolve("bin/javac");
        Files.createDirectories(javac.getParent());
        BareMachine.executable(javac, "");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private String run(Path mavenJdk, String nativeSkip) throws IOException, InterruptedException {
        return machine.run("preflight.sh", mavenJdk.toString(), nativeSkip);
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
