package io.baresock.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OptionGuideTest {

    private static final String LISTS = "java/core/src/main/options";
    private static final String PAGE = "docs/guide/options.md";
    private static final Path ROOT = Path.of("../..");

    @Test
    void thePage_isMadeOfTheLists() throws IOException {
        String made = OptionGuide.page(OptionList.readAll(ROOT.resolve(LISTS)));
        assertEquals(
                made,
                Files.readString(ROOT.resolve(PAGE)),
                "make it anew, at the root: mvn -q -pl java/generator compile exec:java"
                        + " -Dexec.mainClass=io.baresock.generator.Generate \"-Dexec.args=guide " + LISTS + " " + PAGE
                        + "\"");
    }

    @Test
    void thePage_saysTheUnitOfEachNumberThatHasOne() throws IOException {
        String page = Files.readString(ROOT.resolve(PAGE));
        assertRow(page, "TCP_USER_TIMEOUT", "| `TcpOptions` | `int` | milliseconds |  | Linux 2.6.37 |  |");
        assertRow(page, "SO_BUSY_POLL", "| `SocketOptions` | `int` | microseconds |");
        assertRow(page, "TCP_KEEPIDLE", "| `TcpOptions` | `int` | seconds |");
    }

    /** What the row says after the option's name and what it does. */
    private static void assertRow(String page, String option, String end) {
        assertTrue(
                Pattern.compile("(?m)^\\| `" + option + "` \\| [^|]+ " + Pattern.quote(end))
                        .matcher(page)
                        .find(),
                () -> option + ": " + page);
    }
}
