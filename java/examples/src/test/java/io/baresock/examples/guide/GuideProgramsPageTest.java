package io.baresock.examples.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.examples.GuidePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages have the sources of their programs. Run {@code main} after a change of a program, in this module's folder. */
class GuideProgramsPageTest {

    private static final String PACKAGE = "java/io/baresock/examples/guide";
    private static final Path USUAL = Path.of("../examples/src/main", PACKAGE);
    /** Those that need another's library. */
    private static final Path WITH_OTHERS = Path.of("../examples/src/test", PACKAGE);

    private static final List<String> PAGES = List.of("docs/guide/from-netty.md", "docs/guide/under.md");

    private static Path source(String name) {
        Path usual = USUAL.resolve(name + ".java");
        return Files.exists(usual) ? usual : WITH_OTHERS.resolve(name + ".java");
    }

    private static String withSources(String page) throws IOException {
        return GuidePage.withSources(Files.readString(GuidePage.file(page)), GuideProgramsPageTest::source);
    }

    public static void main(String[] args) throws IOException {
        for (String page : PAGES) {
            Files.writeString(GuidePage.file(page), withSources(page));
        }
    }

    @Test
    void eachPage_hasTheSourcesAsTheyAre() throws IOException {
        for (String page : PAGES) {
            assertEquals(withSources(page), Files.readString(GuidePage.file(page)), page);
        }
    }

    @Test
    void eachProgram_isOnOnePage() throws IOException {
        TreeSet<String> files = new TreeSet<>();
        for (Path folder : List.of(USUAL, WITH_OTHERS)) {
            try (Stream<Path> list = Files.list(folder)) {
                list.map(f -> f.getFileName().toString())
                        .filter(f -> !f.matches(".*(Test|IT)\\.java"))
                        .forEach(f -> files.add(f.replace(".java", "")));
            }
        }
        List<String> onPages = new ArrayList<>();
        for (String page : PAGES) {
            onPages.addAll(GuidePage.programs(page));
        }
        assertTrue(files.size() >= 6, files::toString);
        assertEquals(List.copyOf(files), onPages.stream().sorted().toList());
    }
}
