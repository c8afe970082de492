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

class StatisticsSourcesTest {

    private static final String LIST =
            """
            # The statistics, {@code struct x}.
            option SOL_X X_INFO
            page x(7) https://example.org/x
            socket an X socket
            throws as in getsockopt(2)

            STATE 0 1 The state.
            LOW 1 1:0+4 The first half.
            HIGH 1 1:4+4 The second half, in bits.
            BYTES 8 8 All bytes. Linux 6.5.
            """;

    @TempDir
    private Path folder;

    private String source(String list) throws IOException {
        return StatisticsSources.source("XInfo", Files.writeString(folder.resolve("XInfo.txt"), list));
    }

    @Test
    void source_hasTheFieldsAndTheOption() throws IOException {
        String java = source(LIST);
        for (String part : List.of(
                " * The statistics, {@code struct x}. {@link #read} fills it",
                "@see <a href=\"https://example.org/x\">x(7)</a>",
                "        /** The state. */\n        STATE(0, 1, 0, 8),\n",
                "        LOW(1, 1, 0, 4),\n",
                "        HIGH(1, 1, 4, 4),\n",
                "        /** All bytes. Linux 6.5. */\n        BYTES(8, 8, 0, 64);\n",
                "statistics.read(socket, Bsd.SOL_X, Bsd.X_INFO);",
                "@param socket an X socket\n")) {
            assertTrue(java.contains(part), () -> part + "\nis not in\n" + java);
        }
    }

    @Test
    void aBadLine_isNamed() {
        for (String bad : List.of("state 0 1 Text.", "A 9 3 Text.", "A 9 1 no text", "A 9 1:8+1 Text.")) {
            String list = LIST.replace("STATE 0 1 The state.", bad);
            BadLine e = assertThrows(BadLine.class, () -> source(list), bad);
            assertTrue(String.valueOf(e.getMessage()).contains("XInfo.txt:7: is not like"), e.getMessage());
        }
        String overlaps = LIST.replace("BYTES 8 8", "BYTES 1 8");
        BadLine e = assertThrows(BadLine.class, () -> source(overlaps));
        assertEquals(folder.resolve("XInfo.txt") + ":10: begins at 1, and the one before ends at 2", e.getMessage());
        assertThrows(BadLine.class, () -> source("# Text.\n"));
    }
}
