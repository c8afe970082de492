package io.baresock.examples.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The cookbook's page has the sources of its programs. The page is written by hand but for them: run {@code main} after a change of a program,
 * in this module's folder.
 */
class CookbookPageTest {

    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path PAGE = Path.of("../../docs/guide/cookbook.md");
    private static final Pattern PROGRAM = Pattern.compile("<!-- (\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

    static Path source(String name) {
        Path newer = EXAMPLES.resolve("java21/" + name + ".java"); // the module is compiled for JDK 17
        Path usual = EXAMPLES.resolve("src/main/java/io/baresock/examples/cookbook/" + name + ".java");
        return Files.exists(newer) ? newer : usual;
    }

    /** The page with each program as it is in its file, without the line of its package. */
    private static String withSources(String page) {
        return PROGRAM.matcher(page).replaceAll(m -> {
            try {
                String code = Files.readString(source(m.group(1))).replaceFirst("package .*;\n\n", "");
                return Matcher.quoteReplacement("<!-- " + m.group(1) + " -->\n```java\n" + code + "```\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(PAGE, withSources(Files.readString(PAGE)));
    }

    @Test
    void thePage_hasTheSourcesAsTheyAre() throws IOException {
        String page = Files.readString(PAGE);
        assertEquals(withSources(page), page);
    }

    @Test
    void thePage_hasEachProgramOnce() throws IOException {
        TreeSet<String> programs = new TreeSet<>();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            files.filter(f -> f.toString().matches(".*/(main/.*/cookbook|java21)/\\w+\\.java"))
                    .forEach(f -> programs.add(f.getFileName().toString().replace(".java", "")));
        }
        assertTrue(programs.size() >= 25, programs::toString);
        TreeSet<String> onPage = new TreeSet<>();
        for (Matcher m = PROGRAM.matcher(Files.readString(PAGE)); m.find(); ) {
            assertTrue(onPage.add(m.group(1)), m.group(1));
        }
        assertEquals(programs, onPage);
    }

    @Test
    void aProgramThatDiffers_isFound_andOneThatIsMissing() {
        String changed = "<!-- EchoUdp -->\n```java\nclass Other {}\n```\n";
        assertTrue(withSources(changed).contains("public class EchoUdp"));
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> withSources(changed.replace("EchoUdp", "NoSuch")));
        assertEquals(NoSuchFileException.class, e.getCause().getClass());
    }
}
