package io.baresock.internal.address;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Sockaddr;
import io.baresock.internal.Printable;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Z6, Z19: addresses from literals, never from a name server. */
class InetLiteralsTest {

    private static String format6(byte[] address) {
        StringBuilder s = new StringBuilder();
        InetLiterals.format6(s, address, 0);
        return s.toString();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,00000000", "127.0.0.1,7f000001", "255.255.255.255,ffffffff", "1.20.200.9,0114c809"})
    void parse4_takesDottedQuads(String text, String hex) {
        assertArrayEquals(HexFormat.of().parseHex(hex), InetLiterals.parse4("test", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1..2.3",
                "256.1.1.1",
                "1.1.1.1000",
                "01.2.3.4",
                "1.2.3.00",
                "0x1.2.3.4",
                "+1.2.3.4",
                "-1.2.3.4",
                " 1.2.3.4",
                "1.2.3.4 ",
                "1.2.3.4\n",
                "a.b.c.d",
                "localhost",
                "1.2.3.4:80",
                "\u0661.2.3.4",
                "1,2.3.4",
                "::1"
            })
    void parse4_refusesEverythingElse(String text) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> InetLiterals.parse4("inet", text));
        assertTrue(
                e.getMessage().startsWith("inet(" + Printable.quote(text) + "): not an IPv4 address"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "::,00000000000000000000000000000000",
        "::1,00000000000000000000000000000001",
        "1::,00010000000000000000000000000000",
        "2001:db8::8:800:200c:417a,20010db80000000000080800200c417a",
        "2001:DB8:0:0:8:800:200C:417A,20010db80000000000080800200c417a",
        "ff01:0:0:0:0:0:0:101,ff010000000000000000000000000101",
        "1:2:3:4:5:6:7::,00010002000300040005000600070000",
        "::2:3:4:5:6:7:8,00000002000300040005000600070008",
        "1::8,00010000000000000000000000000008",
        "::13.1.68.3,0000000000000000000000000d014403",
        "::ffff:129.144.52.38,00000000000000000000ffff81903426",
        "0:0:0:0:0:ffff:129.144.52.38,00000000000000000000ffff81903426",
        "64:ff9b::192.0.2.33,0064ff9b0000000000000000c0000221",
        "1:2:3:4:5:6:1.2.3.4,00010002000300040005000601020304",
        "abcd:ef01:2345:6789:abcd:ef01:2345:6789,abcdef0123456789abcdef0123456789",
        "fe80::1%3,fe800000000000000000000000000001"
    })
    void parse6_takesEveryFormOfRfc4291(String text, String hex) {
        assertEquals(hex, HexFormat.of().formatHex(InetLiterals.parse6("test", text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2::3",
                ":1::2",
                "1::2:",
                "1:::2",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.4.5",
                "::256.1.1.1",
                "::01.2.3.4",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3.4",
                "[::1]",
                "::1 ",
                " ::1",
                "::-1",
                "::+1",
                "::\u0661",
                "2001:db8::/32",
                "localhost"
            })
    void parse6_refusesEverythingElse(String text) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> InetLiterals.parse6("inet6", text));
        assertTrue(e.getMessage().startsWith("inet6(\"" + text + "\"): not an IPv6 address"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, '; Bsd.getaddrinfo resolves a host''s name'",
        "db-1.example.com, '; Bsd.getaddrinfo resolves a host''s name'",
        "::1, '; for an IPv6 address call inet6'",
        "1.2.3, ', with dots between'",
        "1.2.3.4:80, ', with dots between'"
    })
    void parse4_saysWhereToLook(String text, String remedy) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet(text, 80));
        assertTrue(e.getMessage().endsWith(remedy), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, '; Bsd.getaddrinfo resolves a host''s name'",
        "1.2.3.4, '; for an IPv4 address call inet'",
        "12345::, ': not an IPv6 address'"
    })
    void parse6_saysWhereToLook(String text, String remedy) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet6(text, 80));
        assertTrue(e.getMessage().endsWith(remedy), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "2001:0db8::0001,2001:db8::1",
        "2001:db8:0:0:0:0:2:1,2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "1:0:0:0:0:0:0:0,1::",
        "0:0:0:0:0:0:0:1,::1",
        "0:0:0:0:0:0:0:0,::",
        "0:1:2:3:4:5:6:7,0:1:2:3:4:5:6:7",
        "1:2:3:4:5:6:0:0,1:2:3:4:5:6::",
        "AAAA:BBBB::,aaaa:bbbb::",
        "::ffff:7f00:1,::ffff:127.0.0.1",
        "::1.2.3.4,::102:304"
    })
    void format6_isTheCanonicalFormOfRfc5952(String text, String canonical) {
        assertEquals(canonical, format6(InetLiterals.parse6("test", text)));
    }

    @Test
    void format_isReadBackTheSame_andByTheJdkToo() throws UnknownHostException {
        Random random = new Random(20010);
        for (int i = 0; i < 20_000; i++) {
            byte[] six = new byte[16];
            for (int g = 0; g < 16; g += 2) {
                if (random.nextInt(5) < 2) { // many zero groups: it is they that are hard
                    six[g] = (byte) random.nextInt(16);
                    six[g + 1] = (byte) random.nextInt(256);
                }
            }
            String text = format6(six);
            assertArrayEquals(six, InetLiterals.parse6("test", text), text);
            if (!text.startsWith("::ffff:") || !text.contains(".")) { // the JDK makes IPv4 of it
                assertArrayEquals(six, InetAddress.getByName(text).getAddress(), text);
            }
            byte[] four = new byte[4];
            random.nextBytes(four);
            StringBuilder quad = new StringBuilder();
            InetLiterals.format4(quad, four, 0);
            assertEquals(InetAddress.getByAddress(four).getHostAddress(), quad.toString());
            assertArrayEquals(four, InetLiterals.parse4("test", quad.toString()));
        }
    }

    @Test
    void parsers_throwOneKindOfException_forAnyText() {
        Random random = new Random(4291);
        String alphabet = "0123456789abcdefF:::.%[]x-";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder s = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                s.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String text = s.toString().replace("%", ""); // what follows % is looked up among the interfaces
            try {
                assertEquals(16, InetLiterals.parse6("test", text).length);
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains(Printable.of(text)));
            }
            try {
                assertEquals(4, InetLiterals.parse4("test", text).length);
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().contains(Printable.of(text)));
            }
        }
    }

    @Test
    void scope_isANumberOrAnInterface() throws SocketException {
        assertEquals(0, InetLiterals.scope("test", "::1"));
        assertEquals(7, InetLiterals.scope("test", "fe80::1%7"));
        assertEquals(-1, InetLiterals.scope("test", "fe80::1%4294967295"));
        NetworkInterface any = NetworkInterface.networkInterfaces().findFirst().orElseThrow();
        assertEquals(any.getIndex(), InetLiterals.scope("test", "fe80::1%" + any.getName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%", "fe80::1%4294967296", "fe80::1%-1", "fe80::1%nosuchif0", "fe80::1%1%2"})
    void scope_refusesWhatIsNeither(String text) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> InetLiterals.scope("inet6", text));
        assertTrue(e.getMessage().startsWith("inet6(\"" + text + "\"): "), e.getMessage());
    }
}
