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

class OptionListTest {

    private static final String HEAD =
            """
            # Options of a level
            # that two lines describe.
            level IPPROTO_TCP
            page tcp(7) https://example.org/tcp
            page tcp(4) https://example.org/cgi?query=tcp&sektion=4

            """;

    @TempDir
    private Path folder;

    private OptionList read(String options) throws IOException {
        Files.writeString(folder.resolve("TcpOptions.txt"), HEAD + options);
        return OptionList.readAll(folder).get(0);
    }

    private String source(String options) throws IOException {
        return OptionSources.source(read(options));
    }

    @Test
    void option_becomesAField_whoseJavadocSaysUnitSystemsAndPage() throws IOException {
        String source =
                source("TCP_USER_TIMEOUT int unit=milliseconds on=Linux:2.6.37\n    How long data\n    may wait.\n");
        assertEquals(
                """
                package io.baresock.option;

                import io.baresock.Bsd;
                import io.baresock.OptionInfo;
                import io.baresock.SocketOption;
                import java.util.Set;

                /**
                 * Options of a level that two lines describe.
                 *
                 * @see <a href="https://example.org/tcp">tcp(7)</a>
                 * @see <a href="https://example.org/cgi?query=tcp&amp;sektion=4">tcp(4)</a>
                 */
                public final class TcpOptions {

                    private static final Set<String> LINUX = Set.of("Linux");

                    /**
                     * How long data may wait.
                     *
                     * <p>Unit: milliseconds. Systems: Linux 2.6.37. See tcp(7).
                     */
                    public static final SocketOption<Integer> TCP_USER_TIMEOUT = SocketOption.ofInt("TCP_USER_TIMEOUT", %s);

                    private TcpOptions() {}
                }
                """
                        .formatted("Bsd.IPPROTO_TCP, Bsd.TCP_USER_TIMEOUT, new OptionInfo(OptionInfo.Direction.BOTH, "
                                + "\"milliseconds\", LINUX, \"2.6.37\", \"\", null)"),
                source);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    A duration unit=seconds on=Linux   | The kernel counts seconds. Systems: Linux. See tcp(7).
                    A boolean get on=macOS,FreeBSD     | Get only. Systems: macOS, FreeBSD. See tcp(4).
                    A boolean on=Linux needs=CAP_X     | Setting it needs CAP_X. Systems: Linux. See tcp(7).
                    A boolean on=Linux page=tcp(4)     | Systems: Linux. See tcp(4).
                    A boolean on=FreeBSD               | SocketOption.ofBoolean("A", Bsd.IPPROTO_TCP, Bsd.A, new
                    A ints size=9 on=Linux             | SocketOption<int[]> A = new OptionLayouts.Ints("A", Bsd.IPPROTO_TCP,
                    A ints size=9 on=Linux             | LINUX, "", "", null), 9);
                    A int on=Linux kind=RAW level=SOL  | SocketOption.ofInt("A", Bsd.SOL, Bsd.A, new
                    A int on=Linux kind=RAW            | SocketKind.RAW));
                    A int name=B on=Linux,FreeBSD      | A = SocketOption.ofInt("B", Bsd.IPPROTO_TCP, Bsd.B, new
                    A Linger on=Linux                  | SocketOption<Linger> A = new OfLinger("A",
                    A Linger on=Linux                  | return Linger.decode(in);
                    A Linger get on=Linux              | throw new IllegalStateException(label() + " cannot be set");
                    A Group:Mreq set on=Linux          | super(label, level, name, Group.class, Group.MREQ_SIZE, info);
                    A Group:Mreq set on=Linux          | value.encodeMreq(out);
                    """)
    void line_isWhatItsWordsSay(String line, String expected) throws IOException {
        String source = source(line + "\n    What it does.\n");
        assertTrue(source.contains(expected), source);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    A                                 | is not "NAME CODEC [get|set] [key=value]..."
                    a int on=Linux                    | is not "NAME CODEC [get|set] [key=value]..."
                    A float on=Linux                  | has no codec of that name: float
                    A int                             | does not say which systems have it (on=)
                    A int on=Solaris                  | has a word that is not one of
                    A int on=LinuxmacOS               | has a word that is not one of
                    A int on=,macOS                   | has a word that is not one of
                    A int on=Linux:new                | has a word that is not one of
                    A int on=Linux unit               | has a word that is not one of
                    A int on=Linux color=red          | has a word that is not one of
                    A int size=4 on=Linux             | must have size= for string, bytes and ints, and for them only
                    A bytes on=Linux                  | must have size= for string, bytes and ints, and for them only
                    A duration on=Linux               | is a time and does not say its unit (unit=)
                    A time on=Linux                   | is a time and does not say its unit (unit=)
                    A int on=Linux page=udp(7)        | has a page that is none of the list's: udp(7)
                    B int on=Linux                    | B is in
                    """)
    void badLine_isNamedWithItsFileAndNumber(String line, String why) {
        String text = String.join("\n", "B int on=Linux", "    Does this.", line, "    Does that.");
        String message = assertThrows(BadLine.class, () -> read(text)).getMessage();
        assertTrue(message.startsWith(folder.resolve("TcpOptions.txt") + ":9: " + why), message);
    }

    @Test
    void optionWithoutText_andListWithoutHead_areRefused() {
        String file = folder.resolve("TcpOptions.txt").toString();
        String noText =
                assertThrows(BadLine.class, () -> read("A int on=Linux")).getMessage();
        assertTrue(noText.startsWith(file + ":8: must be a text that begins with"), noText);
        for (String head : List.of("A int on=Linux", "# Doc.|level X|A int on=Linux", "# Doc.|level X|page a", "")) {
            assertThrows(BadLine.class, () -> {
                Files.writeString(folder.resolve("TcpOptions.txt"), head.replace('|', '\n'));
                OptionList.readAll(folder);
            });
        }
    }
}
