package io.baresock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.Abi;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The lists that the C table and the Java interfaces are made of, and what came out on each side. */
class ConstantsTest {

    private static final Path LISTS = Path.of("../../native/constants");

    private static List<Path> lists() throws IOException {
        try (Stream<Path> files = Files.list(LISTS)) {
            return files.filter(f -> f.toString().endsWith(".txt")).toList();
        }
    }

    /** The lines that are constants: {@code NAME [number] [(systems)]: Sentence.} */
    private static List<String> constants() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path list : lists()) {
            all.append(Files.readString(list));
        }
        List<String> lines = all.toString()
                .lines()
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .toList();
        assertTrue(lines.size() > 1000);
        return lines;
    }

    private static String name(String line) {
        return line.split("[ :]")[0];
    }

    private static Set<String> names(Stream<String> lines) {
        return lines.map(ConstantsTest::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Field> fields() {
        return Arrays.stream(Bsd.class.getFields())
                .filter(f -> f.getDeclaringClass().isInterface())
                .toList();
    }

    @Test
    void everyList_isAnInterface_andEveryName_aPublicFieldOfBsd() throws IOException {
        Set<String> files = lists().stream()
                .map(f -> f.getFileName().toString().replace(".txt", ""))
                .map(n -> n.substring(0, 1).toUpperCase(Locale.ROOT) + n.substring(1) + "Constants")
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> interfaces = new TreeSet<>();
        for (Field field : fields()) {
            interfaces.add(field.getDeclaringClass().getSimpleName());
            assertTrue(Modifier.isPublic(field.getDeclaringClass().getModifiers()), field.toString());
        }
        assertEquals(files, interfaces);
        assertEquals(
                names(constants().stream()),
                fields().stream().map(Field::getName).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyField_hasTheValueOfItsOwnName() throws IllegalAccessException {
        for (Field field : fields()) {
            assertEquals(Abi.constant(field.getName()), field.getInt(null), field.getName());
        }
    }

    @Test
    void theLibrary_knowsNoNameThatIsNotListed() throws IOException {
        Set<String> unlisted = new TreeSet<>(Abi.names().keySet());
        unlisted.removeAll(names(constants().stream()));
        assertEquals(Set.of(), unlisted);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyNameWithANumber_isPresentOnLinux() throws IOException {
        Set<String> absent = names(constants().stream().filter(l -> l.matches("\\w+ -?[0-9].*")));
        absent.removeAll(Abi.names().keySet());
        assertEquals(Set.of(), absent);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesOfOtherSystems_areAbsentOnLinux() throws IOException {
        Set<String> others = names(constants().stream().filter(l -> l.matches("\\w+ \\((?!.*Linux)[^)]*\\):.*")));
        assertTrue(others.size() > 50);
        others.retainAll(Abi.names().keySet());
        assertEquals(Set.of(), others);
        for (int absent : new int[] {Bsd.SO_NOSIGPIPE, Bsd.SO_REUSEPORT_LB, Bsd.TCP_NOPUSH, Bsd.IP_BOUND_IF}) {
            assertFalse(Abi.isPresent(absent));
        }
        assertTrue(Abi.isPresent(Bsd.SO_PASSPIDFD));
    }
}
