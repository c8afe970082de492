package io.baresock.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.baresock.Bsd;
import io.baresock.OptionInfo;
import io.baresock.Socket;
import io.baresock.SocketKind;
import io.baresock.SocketOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every option of every table: set, got, and the kernel's effective-value rule. */
@EnabledOnOs(OS.LINUX)
@DisplayName("G9: full option table with hard failure")
class OptionTablesIT {

    private static final List<OptionCases> CASES =
            List.of(new SocketCases(), new InetCases(), new TcpCases(), new LinkCases());

    @AfterAll
    static void closePeers() {
        TcpCases.closePeers();
    }

    /** What {@code import static} of several tables takes: a name means one of them. */
    @Test
    void eachList_isATable_andNoNameIsInTwo() throws IOException {
        Set<String> lists = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/options"))) {
            files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".txt"))
                    .forEach(n -> lists.add(n.replace(".txt", "")));
        }
        assertEquals(
                lists,
                OptionTables.TABLES.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new)));
        Map<String, Class<?>> seen = new HashMap<>();
        for (Class<?> table : OptionTables.TABLES) {
            assertEquals(Object.class, table.getSuperclass());
            Stream.of(table.getFields(), table.getDeclaredMethods(), table.getClasses())
                    .flatMap(Arrays::stream)
                    .map(m -> m instanceof Member member ? member.getName() : ((Class<?>) m).getSimpleName())
                    .forEach(name -> assertNull(seen.put(name, table), () -> name + " is also in " + table));
        }
    }

    private static boolean onLinux(SocketOption<?> option) {
        return option.info().systems().contains("Linux");
    }

    @TestFactory
    Stream<DynamicTest> eachOption_followsItsRule() {
        return CASES.stream()
                .flatMap(c -> c.cases().values().stream())
                .map(c -> dynamicTest(c.option().label(), () -> {
                    skipUnlessSupported(c.option());
                    c.run();
                }));
    }

    /** A kernel older than the option and a process without the capability may lack it; nothing else may. */
    private static void skipUnlessSupported(SocketOption<?> option) {
        String reason = option.reason();
        boolean older = isOlder(System.getProperty("os.version"), option.info().since());
        boolean mayNot = reason.contains("EPERM") || reason.contains("EACCES");
        assumeFalse(!reason.isEmpty() && (older || mayNot), reason);
        assertEquals("", reason);
    }

    private static boolean isOlder(String running, String since) {
        if (since.isEmpty()) {
            return false;
        }
        int[] a = Arrays.stream(running.split("[^0-9]+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        int[] b = Arrays.stream(since.split("\\.")).mapToInt(Integer::parseInt).toArray();
        return Arrays.compare(Arrays.copyOf(a, b.length), b) < 0;
    }

    @Test
    void everyOptionOfLinux_isInTheTestTable_orInTheListOfThoseThatCannotBe() {
        Set<String> untested = new TreeSet<>();
        for (SocketOption<?> option : OptionTables.options()) {
            long places = CASES.stream()
                    .filter(c -> c.cases().containsKey(option) || c.notHere().containsKey(option))
                    .count();
            if (places != (onLinux(option) ? 1 : 0)) {
                untested.add(option.label() + " is in " + places + " tables");
            }
        }
        assertEquals(Set.of(), untested);
    }

    @Test
    void thereAreAboutTwoHundredOfLinux_almostAllTested() {
        long linux =
                OptionTables.options().stream().filter(OptionTablesIT::onLinux).count();
        long tested = CASES.stream().mapToLong(c -> c.cases().size()).sum();
        assertTrue(linux >= 200, () -> linux + " options");
        assertTrue(tested >= linux - 25, () -> tested + " of " + linux + " are tested");
    }

    @Test
    void tables_areSorted_andFieldsNamedLikeTheirOptions() {
        for (Class<?> table : OptionTables.TABLES) {
            List<String> names =
                    Arrays.stream(table.getFields()).map(Field::getName).toList();
            assertEquals(names.stream().sorted().toList(), names, table.getSimpleName());
            for (Field field : table.getFields()) {
                String label = OptionTables.valueOf(field).label();
                boolean alike =
                        field.getName().endsWith(label) || field.getName().equals(label.replace("V6", "6"));
                assertTrue(alike, field.getName() + " is " + label);
            }
        }
    }

    @Test
    void optionsOfOtherSystems_areUnsupported_andSaySo() throws Exception {
        try (Socket s = SocketKind.TCP.open()) {
            for (SocketOption<?> option : OptionTables.options()) {
                if (!onLinux(option)) {
                    assertFalse(option.isSupported(), option.label());
                    assertTrue(option.reason().contains("does not exist on Linux"), option.reason());
                    assertThrows(UnsupportedOperationException.class, () -> s.getOption(option), option.label());
                    assertThrows(UnsupportedOperationException.class, () -> setAny(s, option), option.label());
                }
            }
        }
    }

    private static <T> void setAny(Socket s, SocketOption<T> option) throws Exception {
        Object any = option.type() == Boolean.class
                ? (Object) true
                : option.type() == Integer.class ? (Object) 1 : new byte[1];
        s.setOption(option, option.type().cast(any));
    }

    @Test
    void wrongDirection_isUnsupported_andNamesTheOption() throws Exception {
        try (Socket s = SocketKind.UDP.open()) {
            String get = assertThrows(
                            UnsupportedOperationException.class, () -> s.getOption(SocketOptions.SO_RCVBUFFORCE))
                    .getMessage();
            assertEquals("getsockopt: SO_RCVBUFFORCE can only be set", get);
            String set = assertThrows(UnsupportedOperationException.class, () -> s.setOption(SocketOptions.SO_TYPE, 1))
                    .getMessage();
            assertEquals("setsockopt: SO_TYPE can only be read", set);
        }
    }

    @Test
    void descriptions_sayDirectionUnitAndRelease() {
        OptionInfo info = SocketOptions.SO_BUSY_POLL.info();
        assertEquals(OptionInfo.Direction.BOTH, info.direction());
        assertEquals("microseconds", info.unit());
        assertEquals(Set.of("Linux"), info.systems());
        assertEquals("3.11", info.since());
        assertEquals("CAP_NET_ADMIN", info.needs());
        for (SocketOption<?> option : OptionTables.options()) {
            assertTrue(option.info().since().isEmpty() || onLinux(option), option.label());
        }
    }

    @Test
    void isSupported_saysNo_whenTheKernelDoesNotKnowTheNumber() {
        SocketOption<Integer> unknown = SocketOption.ofInt("SO_UNKNOWN", Bsd.SOL_SOCKET, 4711);
        assertFalse(unknown.isSupported());
        assertEquals("this kernel does not have SO_UNKNOWN: getsockopt says ENOPROTOOPT", unknown.reason());
    }
}
