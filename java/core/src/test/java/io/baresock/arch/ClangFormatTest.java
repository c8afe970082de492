package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any version of clang-format may be installed; cmake/clang-format.sh chooses version 14 and no other. */
class ClangFormatTest {

    private static final String SCRIPT = "clang-format.sh";

    @TempDir
    Path dir;

    private BareMachine machine;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new BareMachine(dir);
    }

    private void install(String name, String version) throws IOException {
        machine.has(name, "echo 'Debian clang-format version " + version + "'");
    }

    @Test
    void none() throws Exception {
        assertEquals("0 ", machine.run(SCRIPT));
    }

    @Test
    void anotherVersion_checksNothing() throws Exception {
        install("clang-format", "19.1.4");
        install("clang-format-19", "19.1.4");
        assertEquals("0 ", machine.run(SCRIPT));
    }

    @Test
    void aVersionThatOnlyEndsIn14_checksNothing() throws Exception {
        install("clang-format", "19.1.14");
        assertEquals("0 ", machine.run(SCRIPT));
    }

    @Test
    void version14_byItsPlainName() throws Exception {
        install("clang-format", "14.0.6");
        assertEquals("0 " + machine.program("clang-format"), machine.run(SCRIPT));
    }

    @Test
    void version14_besideAnother() throws Exception {
        install("clang-format", "19.1.4");
        install("clang-format-14", "14.0.6");
        assertEquals("0 " + machine.program("clang-format-14"), machine.run(SCRIPT));
    }
}
