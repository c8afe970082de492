package io.baresock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.Abi;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The names that the C table is made of and the fields that Java users see are one and the same set. */
class ConstantsTest {

    private static final Path LISTS =
            Path.of(System.getProperty("basedir", ""), "..", "..", "native", "src", "core", "constants");

    private static List<String> lines(Path list) throws IOException {
        try (Stream<String> lines = Files.lines(list)) {
            return lines.filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
        }
    }

    /** Name of the interface that belongs to a list, and the lines of the list. */
    private static Map<String, List<String>> lists() throws IOException {
        Map<String, List<String>> lists = new TreeMap<>();
        try (Stream<Path> files = Files.list(LISTS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
                String name = file.getFileName().toString().replace(".txt", "");
                lists.put(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Constants", lines(file));
            }
        }
        assertFalse(lists.isEmpty());
        return lists;
    }

    private static List<Class<?>> interfaces() {
        return Arrays.asList(Bsd.class.getInterfaces());
    }

    @Test
    void everyList_hasAnInterfaceThatBsdInherits() throws IOException {
        assertEquals(
                lists().keySet(),
                interfaces().stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyName_isAFieldOfTheInterfaceOfItsList_andTheOtherWayRound() throws IOException {
        Map<String, List<String>> lists = lists();
        for (Class<?> i : interfaces()) {
            Set<String> listed = lists.get(i.getSimpleName()).stream()
                    .map(l -> l.split(" ")[0])
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> fields =
                    Arrays.stream(i.getFields()).map(Field::getName).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(listed, fields, i.getSimpleName());
        }
    }

    @Test
    void everyLine_isANameAndPerhapsANumber_andNoNameComesTwice() throws IOException {
        Set<String> seen = new HashSet<>();
        for (List<String> lines : lists().values()) {
            for (String line : lines) {
                assertTrue(line.matches("([A-Z][A-Z0-9_]*|[AP]F_DECnet)( (-?[0-9]+|0x[0-9A-Fa-f]+))?"), line);
                assertTrue(seen.add(line.split(" ")[0]), line);
            }
        }
    }

    @Test
    void everyField_hasTheValueOfItsOwnName() throws IllegalAccessException {
        for (Class<?> i : interfaces()) {
            for (Field field : i.getFields()) {
                assertEquals(Abi.constant(field.getName()), field.getInt(null), field.getName());
            }
        }
    }

    @Test
    void theLibrary_knowsNoNameThatIsNotListed() throws IOException {
        Set<String> listed = lists().values().stream()
                .flatMap(List::stream)
                .map(l -> l.split(" ")[0])
                .collect(Collectors.toSet());
        Set<String> unlisted = new TreeSet<>(Abi.names().keySet());
        unlisted.removeAll(listed);
        assertEquals(Set.of(), unlisted);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyNameWithAValue_isPresentOnLinux() throws IOException {
        List<String> absent = new ArrayList<>();
        for (List<String> lines : lists().values()) {
            lines.stream()
                    .filter(l -> l.contains(" "))
                    .map(l -> l.split(" ")[0])
                    .filter(n -> !Abi.names().containsKey(n))
                    .forEach(absent::add);
        }
        assertEquals(List.of(), absent);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesOfOtherSystems_areAbsentOnLinux() {
        for (int absent : new int[] {Bsd.SO_NOSIGPIPE, Bsd.SO_REUSEPORT_LB, Bsd.TCP_NOPUSH, Bsd.IP_BOUND_IF}) {
            assertFalse(Abi.isPresent(absent));
        }
        assertTrue(Abi.isPresent(Bsd.SO_PASSPIDFD));
    }
}
