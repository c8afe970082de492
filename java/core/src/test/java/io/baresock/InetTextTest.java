package io.baresock;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte order and the text forms of addresses. What is expected of inet_ntop was taken from glibc 2.36. */
@DisplayName("inet_aton, inet_ntoa, inet_pton, inet_ntop, htonl and the like: row Z8")
class InetTextTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0.0.0.1",
        "0, 0.0.0.0",
        "1.2, 1.0.0.2",
        "1.2.3, 1.2.0.3",
        "1.2.3.4, 1.2.3.4",
        "127.1, 127.0.0.1",
        "0x7f.1, 127.0.0.1",
        "0X7F000001, 127.0.0.1",
        "017, 0.0.0.15",
        "0177.0.0.01, 127.0.0.1",
        "00, 0.0.0.0",
        "4294967295, 255.255.255.255",
        "037777777777, 255.255.255.255",
        "1.16777215, 1.255.255.255",
        "1.2.65535, 1.2.255.255",
        "1.2.256, 1.2.1.0",
        "0x0000000000001, 0.0.0.1"
    })
    void inet_aton_takesShortOctalAndHexForms(String text, String quad) {
        byte[] address = inet_aton(text);
        assertNotNull(address);
        assertEquals(quad, inet_ntoa(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "1.",
                ".1",
                "1..2",
                "1.2.3.4.5",
                "256.1",
                "1.256.1",
                "1.2.65536",
                "1.16777216",
                "1.2.3.256",
                "4294967296",
                "99999999999999999999",
                "08",
                "0x",
                "0xg",
                "0x1.0x",
                "-1",
                "+1",
                "1 ",
                "1.2.3.4 x",
                " 1",
                "1.2.3.4\n",
                "a",
                "1a",
                "\u0661",
                "1.2.3.4\0",
                "::1"
            })
    void inet_aton_refusesTheMalformed(String text) {
        assertNull(inet_aton(text));
    }

    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "::1, ::1",
        "::1:0, ::0.1.0.0",
        "::7f00:1, ::127.0.0.1",
        "::1.2.3.4, ::1.2.3.4",
        "::ffff:1.2.3.4, ::ffff:1.2.3.4",
        "::ffff:0:1, ::ffff:0.0.0.1",
        "::ffff:0:0:1, ::ffff:0:0:1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "2001:DB8::0001, 2001:db8::1",
        "fe80::, fe80::",
        "1::, 1::",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201"
    })
    void inet_ntop_printsAsLibcDoes(String text, String expected) {
        byte[] address = inet_pton(AF_INET6, text);
        assertNotNull(address);
        assertEquals(expected, inet_ntop(AF_INET6, address));
        assertArrayEquals(address, inet_pton(AF_INET6, expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "1.2.3", "01.2.3.4", "1.2.3.4 ", "256.0.0.1", "1.2.3.4.5", "0x7f.0.0.1", "::1", "1.2.3."
            })
    void inet_pton_ofInet_takesQuadsOnly(String text) {
        assertNull(inet_pton(AF_INET, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", ":::", "1", "1::2::3", "12345::", "::1%lo", "::g", "1:2:3:4:5:6:7", "1.2.3.4", "[::1]"})
    void inet_pton_ofInet6_takesAddressesWithoutScope(String text) {
        assertNull(inet_pton(AF_INET6, text));
    }

    @Test
    void misuse_isRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> inet_pton(AF_UNIX, "1.2.3.4"));
        assertEquals(
                Bsd.EAFNOSUPPORT,
                assertInstanceOf(ErrnoException.class, e.getCause()).errno());
        assertTrue(e.getMessage().startsWith("inet_pton: EAFNOSUPPORT ("), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> inet_ntop(AF_UNIX, new byte[4]));
        assertThrows(IllegalArgumentException.class, () -> inet_ntop(AF_INET, new byte[16]));
        assertThrows(IllegalArgumentException.class, () -> inet_ntop(AF_INET6, new byte[4]));
        assertThrows(IllegalArgumentException.class, () -> inet_ntoa(new byte[5]));
    }

    @Test
    void byteOrder_isTheNetworks() {
        ByteBuffer b = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        b.putInt(0, htonl(0x01020304)).putShort(4, (short) htons(0xF1F2));
        assertArrayEquals(new byte[] {1, 2, 3, 4, (byte) 0xF1, (byte) 0xF2, 0, 0}, b.array());
        assertEquals(0x01020304, ntohl(htonl(0x01020304)));
        assertEquals(-2, ntohl(htonl(-2)));
        assertEquals(0xF1F2, ntohs(htons(0xF1F2)));
        assertEquals(0xF1F2, ntohs(htons(0x1234F1F2)));
    }
}
