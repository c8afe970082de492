package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbiTest {

    @Test
    void constant_isTheValueOfTheLibrary() {
        assertEquals(1, Abi.constant("SOCK_STREAM")); // 1 on every system there is
        assertEquals(Abi.names().get("AF_INET6"), Abi.constant("AF_INET6"));
    }

    @Test
    void constant_isWhatTheListOfNamesSays_forEachName() {
        Abi.names().forEach((name, value) -> assertEquals(value, Abi.constant(name), name));
    }

    @Test
    void constant_givesOneSentinelAName_forAbsentNames() {
        Set<Integer> sentinels = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            int sentinel = Abi.constant("NO_SUCH_NAME_" + i);
            assertTrue(sentinels.add(sentinel));
            assertEquals(sentinel, Abi.constant("NO_SUCH_NAME_" + i));
            assertFalse(Abi.isPresent(sentinel));
        }
    }

    @Test
    void check_namesCallConstantAndSystem_forAnAbsentName() {
        int absent = Abi.constant("SO_NO_SUCH_OPTION");
        Exception e = assertThrows(UnsupportedOperationException.class, () -> Abi.check(absent, "setsockopt"));
        assertEquals(
                "setsockopt: SO_NO_SUCH_OPTION does not exist on " + System.getProperty("os.name"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1, 0x40, 0x4000, 0xFFFF, 0x4000_0000})
    void check_stillNamesTheConstant_afterFlagsWereAdded(int flags) {
        int absent = Abi.constant("MSG_NO_SUCH_FLAG");
        Exception e = assertThrows(UnsupportedOperationException.class, () -> Abi.check(absent | flags, "recv"));
        assertTrue(e.getMessage().contains("MSG_NO_SUCH_FLAG"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1_0000, 0x4_0000, 0x200_0000, 0x400_0000, 0x800_0000, 0x4600_0000})
    void check_refusesWhatHasAnAbsentOne_afterFlagsAboveItsIndexWereAdded(int flags) {
        for (int i = 0; i < 300; i++) {
            int absent = Abi.constant("NO_SUCH_FLAG_" + i);
            assertThrows(UnsupportedOperationException.class, () -> Abi.check(absent | flags, "recv"));
            assertThrows(UnsupportedOperationException.class, () -> Abi.check(absent | flags | 0x40, "recv"));
        }
    }

    @Test
    void check_acceptsEveryValueOfThePlatform() {
        Abi.constant("NO_SUCH_NAME"); // at least one sentinel to be confused with
        for (Map.Entry<String, Integer> c : Abi.names().entrySet()) {
            assertDoesNotThrow(() -> Abi.check(c.getValue(), "test"), c.getKey());
            assertTrue(Abi.isPresent(c.getValue()), c.getKey());
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0x8000_2001, // EPOLLET | EPOLLRDHUP | EPOLLIN
                0x8004_667e, // FIONBIO of macOS
                0xC020_6921, // SIOCGIFADDR of macOS
                0x8008_8A02, // EPIOCGPARAMS
            })
    void check_acceptsNegativeNumbersThatAreNoSentinel(int value) {
        Abi.constant("NO_SUCH_NAME");
        assertDoesNotThrow(() -> Abi.check(value, "test"));
        assertTrue(Abi.isPresent(value));
    }

    @Test
    void parse_takesSignedAndUnsignedNumbers() {
        Map<String, Integer> parsed =
                Abi.parse("A 1\nB -2\nC 2147772030\nD 4294967295\nE -2147483648\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(Map.of("A", 1, "B", -2, "C", 0x8004_667e, "D", -1, "E", Integer.MIN_VALUE), parsed);
        assertEquals(Map.of(), Abi.parse("".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void names_cannotBeChanged() {
        assertThrows(UnsupportedOperationException.class, () -> Abi.names().put("AF_INET", 0));
        assertNotEquals(0, Abi.constant("AF_INET"));
    }
}
