package io.baresock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Constants by their C names, and those that CPython has. */
class ConstantsByNameTest {

    @Test
    void name_hasTheValueOfItsField() {
        assertTrue(Baresock.hasConstant("SO_REUSEPORT"));
        assertEquals(Bsd.SO_REUSEPORT, Baresock.constant("SO_REUSEPORT"));
        assertEquals(Bsd.EPOLLET, Baresock.constant("EPOLLET"));
        assertEquals(Bsd.INADDR_LOOPBACK, Baresock.constants().get("INADDR_LOOPBACK"));
        assertThrows(
                UnsupportedOperationException.class, () -> Baresock.constants().clear());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nameThatThePlatformLacks_isNotThere() {
        for (String name : List.of("SO_NOSIGPIPE", "SO_NONE\n", "")) {
            assertFalse(Baresock.hasConstant(name));
            UnsupportedOperationException e =
                    assertThrows(UnsupportedOperationException.class, () -> Baresock.constant(name));
            assertEquals(-1, e.getMessage().indexOf('\n'), e.getMessage());
        }
        assertThrows(NullPointerException.class, () -> Baresock.hasConstant(null));
    }

    /** cpython.txt: what CPython 3.13 has on Linux, made by dir(_socket), with its values. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void constantsOfCPython_areAllThere() throws IOException {
        try (InputStream in = ConstantsByNameTest.class.getResourceAsStream("cpython.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            assertTrue(lines.size() > 370);
            for (String line : lines) {
                String[] words = line.split(" ");
                assertTrue(Baresock.hasConstant(words[0]), line);
                assertEquals((int) Long.parseLong(words[1]), Baresock.constant(words[0]), line);
            }
        }
    }
}
