package io.baresock.examples.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.examples.GuidePage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The cookbook's page has the sources of its programs. The page is written by hand but for them: run {@code main} after a change of a program,
 * in this module's folder.
 */
class CookbookPageTest {

    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path PAGE = GuidePage.file("docs/guide/cookbook.md");

    static Path source(String name) {
        Path newer = EXAMPLES.resolve("java21/" + name + ".java"); // the module is compiled for JDK 17
        Path usual = EXAMPLES.resolve("src/main/java/io/baresock/examples/cookbook/" + name + ".java");
        return Files.exists(newer) ? newer : usual;
    }

    private static String withSources(String page) {
        return GuidePage.withSources(page, CookbookPageTest::source);
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
        for (String name : GuidePage.programs("docs/guide/cookbook.md")) {
            assertTrue(onPage.add(name), name);
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
