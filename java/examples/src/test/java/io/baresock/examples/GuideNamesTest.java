package io.baresock.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledInNativeImage;

/** What the sentences and tables of the guide name is there: members of the library's classes, and system properties. */
@DisabledInNativeImage // which has no class that nothing names
class GuideNamesTest {

    private static final Pattern MEMBER = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)[^`]*`");
    private static final Pattern PROPERTY_IN_TABLE = Pattern.compile("(?m)^\\| `(baresock\\.[a-z.]+)` \\|");
    private static final Pattern PROPERTY_IN_SOURCES = Pattern.compile("\"(baresock\\.[a-z.]+)\"");

    private static List<Path> pages() throws IOException {
        List<Path> all = new ArrayList<>(List.of(GuidePage.file("README.md")));
        try (Stream<Path> list = Files.list(GuidePage.file("docs/guide"))) {
            list.filter(p -> p.toString().endsWith(".md")).sorted().forEach(all::add);
        }
        return all;
    }

    @Test
    void eachMember_isOneOfItsClass() throws IOException {
        Set<String> seen = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            for (Matcher m = MEMBER.matcher(Files.readString(page)); m.find(); ) {
                if (PublicApi.has(m.group(1))) {
                    seen.add(m.group(1) + "." + m.group(2));
                    if (!PublicApi.has(m.group(1), m.group(2))) {
                        missing.add(page.getFileName() + ": " + m.group());
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(seen.size() >= 150, () -> "only " + seen);
        assertFalse(PublicApi.has("Socket", "POLL_READ"), "the old name of READABLE");
    }

    @Test
    void theTableOfSettings_hasEachSystemProperty() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String folder : List.of("../core/src/main/java", "../core/src/main/java22")) {
            try (Stream<Path> list = Files.walk(Path.of(folder))) {
                for (Path source :
                        list.filter(p -> p.toString().endsWith(".java")).toList()) {
                    PROPERTY_IN_SOURCES
                            .matcher(Files.readString(source))
                            .results()
                            .forEach(m -> read.add(m.group(1)));
                }
            }
        }
        read.remove("baresock.jni.class"); // how Java says to C which class it registers
        Set<String> written = PROPERTY_IN_TABLE
                .matcher(Files.readString(GuidePage.file("docs/guide/settings.md")))
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(read, written);
    }
}
