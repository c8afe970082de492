package io.baresock.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledInNativeImage;

/** The tables of the page "From C" name what is there, and all of {@link Bsd}. */
@DisabledInNativeImage // which has no class that nothing names
class FromCTest {

    private static final Path PAGE = Path.of("../../docs/guide/from-c.md");
    /** The cells of Java in a row: all between the first, which is C, and the last, which is the manual. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\|(.*)\\|([^|\\n]*)\\|$");

    private static final Pattern JAVA = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");

    private record Row(String c, Set<String> java) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Matcher m = ROW.matcher(Files.readString(PAGE)); m.find(); ) {
            if (!m.group(1).equals("C")) {
                Set<String> java =
                        JAVA.matcher(m.group(2)).results().map(r -> r.group()).collect(Collectors.toSet());
                rows.add(new Row(m.group(1), java));
            }
        }
        return rows;
    }

    private static boolean isThere(String name) {
        Matcher m = JAVA.matcher(name);
        assertTrue(m.matches(), name);
        return m.group(2) == null
                ? PublicApi.has(m.group(1)) || m.group(1).equals("Duration")
                : PublicApi.has(m.group(1), m.group(2));
    }

    @Test
    void eachRow_namesJavaThatIsThere() throws IOException {
        List<Row> rows = rows();
        assertTrue(rows.size() >= 100, () -> "only " + rows.size() + " rows");
        List<String> wrong = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Row row : rows) {
            if (row.java.isEmpty() || !seen.add(row.c)) {
                wrong.add(row.c + ": names nothing of Java, or is there twice");
            }
            row.java.stream().filter(name -> !isThere(name)).forEach(name -> wrong.add(row.c + ": " + name));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void eachMethodOfBsd_isThere() throws IOException {
        Set<String> written = new TreeSet<>();
        rows().forEach(row -> written.addAll(row.java));
        Set<String> methods = Arrays.stream(Bsd.class.getDeclaredMethods())
                .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic())
                .map(m -> "`Bsd." + m.getName() + "`")
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(methods.size() >= 60, methods::toString);
        methods.removeAll(written);
        assertEquals(Set.of(), methods);
    }
}
