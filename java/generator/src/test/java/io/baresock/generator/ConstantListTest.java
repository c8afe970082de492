package io.baresock.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantListTest {

    private static final String GOOD =
            """
            # How sockets end.

            ## How to shut down: shutdown(2), socket(7)
            SHUT_RD: No more receives.
            SO_INQ 84 (Linux 6.17): What remains: a number of bytes.

            ## Signals: send(2)
            SO_NOSIGPIPE 0x1f (macOS, FreeBSD): No SIGPIPE.
            """;

    @TempDir
    private Path folder;

    private List<ConstantList> read(String text) throws IOException {
        Files.writeString(folder.resolve("shutdown.txt"), text);
        return ConstantList.readAll(folder);
    }

    @Test
    void list_becomesAnInterface_withEachSentenceItsSystemsAndItsPages() throws IOException {
        assertEquals(
                """
                package io.baresock.constants;

                import io.baresock.internal.Abi;

                /** How sockets end. */
                public interface ShutdownConstants {

                    // How to shut down

                    /** No more receives. See shutdown(2), socket(7). */
                    int SHUT_RD = Abi.constant("SHUT_RD");
                    /** What remains: a number of bytes, Linux 6.17. See shutdown(2), socket(7). */
                    int SO_INQ = Abi.constant("SO_INQ");

                    // Signals

                    /** No SIGPIPE, macOS and FreeBSD. See send(2). */
                    int SO_NOSIGPIPE = Abi.constant("SO_NOSIGPIPE");
                }
                """,
                ConstantSources.source(read(GOOD).get(0)));
    }

    @Test
    void constants_inheritsEachList() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "# A.\n");
        Files.writeString(folder.resolve("b.txt"), "# B.\n");
        Path out = folder.resolve("out");
        Generate.main(new String[] {"constants", folder.toString(), out.toString()});
        String all = Files.readString(out.resolve("io/baresock/constants/Constants.java"));
        assertTrue(all.contains("extends AConstants,\n                BConstants {}"), all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SHUT_RD No more receives.              | is not "NAME [number] [(systems)]: Sentence."
                    SHUT_RD: No more receives              | is not "NAME [number] [(systems)]: Sentence."
                    SHUT_RD:                               | is not "NAME [number] [(systems)]: Sentence."
                    SHUT-RD: No more receives.             | is not "NAME [number] [(systems)]: Sentence."
                    SHUT_RD ten: No more receives.         | is not "NAME [number] [(systems)]: Sentence."
                    SHUT_RD (Linux: No more receives.      | is not "NAME [number] [(systems)]: Sentence."
                    # SHUT_RD: No more receives.           | is not "NAME [number] [(systems)]: Sentence."
                    SHUT_RD (Solaris): No more receives.   | has no system of that name: Solaris
                    SHUT_RD (): No more receives.          | has no system of that name:
                    SHUT_WR: No more sends.                | SHUT_WR is in
                    SHUT_Vq: No more sends.                | SHUT_Vq has the same String.hashCode as SHUT_WR
                    """)
    void badLine_isNamedWithItsFileAndNumber(String line, String why) {
        String text = "# How sockets end.\n## How to shut down: shutdown(2)\nSHUT_WR: Once.\n" + line + "\n";
        BadLine e = assertThrows(BadLine.class, () -> read(text));
        assertTrue(e.getMessage().startsWith(folder.resolve("shutdown.txt") + ":4: " + why), e.getMessage());
    }

    @Test
    void listWithoutTitleOrGroup_isRefused() {
        assertTrue(assertThrows(BadLine.class, () -> read("SHUT_RD: No more.\n"))
                .getMessage()
                .contains("shutdown.txt:1: must be"));
        assertTrue(assertThrows(BadLine.class, () -> read("# How.\nSHUT_RD: No more.\n"))
                .getMessage()
                .contains("shutdown.txt:2: comes before"));
        assertThrows(
                IllegalArgumentException.class, () -> ConstantList.readAll(Files.createDirectory(folder.resolve("x"))));
    }

    @Test
    void nameInTwoLists_isRefused() throws IOException {
        Files.writeString(folder.resolve("other.txt"), GOOD);
        BadLine e = assertThrows(BadLine.class, () -> read(GOOD));
        assertTrue(e.getMessage().contains("shutdown.txt:4: SHUT_RD is in"), e.getMessage());
    }
}
