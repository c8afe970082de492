package io.baresock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.address.SockaddrLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** P5, Z2: packed addresses, made and taken apart. */
class SockaddrTest {

    private static byte[] data(Sockaddr a) {
        return Arrays.copyOfRange(a.pack(), 2, a.length());
    }

    private static byte[] utf8(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void inet_isPackedAsTheKernelTakesIt() {
        Sockaddr a = Sockaddr.inet("192.0.2.7", 0x1234);
        assertEquals(16, a.length());
        assertEquals("1234c00002070000000000000000", HexFormat.of().formatHex(data(a)));
        assertEquals(Bsd.AF_INET, a.family());
        assertEquals(0x1234, a.port());
        assertArrayEquals(new byte[] {(byte) 192, 0, 2, 7}, a.addressBytes());
        assertNull(a.path());
        assertEquals(0, a.scopeId());
    }

    @Test
    void inet6_isPackedAsTheKernelTakesIt() {
        Sockaddr a = Sockaddr.inet6("2001:db8::1", 65535, 0x000A_BCDE, 3);
        assertEquals(28, a.length());
        String packed = HexFormat.of().formatHex(data(a));
        assertEquals("ffff000abcde20010db8000000000000000000000001", packed.substring(0, 44));
        assertEquals(Bsd.AF_INET6, a.family());
        assertEquals(65535, a.port());
        assertEquals(0x000A_BCDE, a.flowInfo());
        assertEquals(3, a.scopeId());
        assertEquals(16, a.addressBytes().length);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void header_isTheFamilyInHostOrder_onLinux() {
        byte[] packed = Sockaddr.inet6("::1", 1).pack();
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        assertEquals(Bsd.AF_INET6, packed[little ? 0 : 1]);
        assertEquals(0, packed[little ? 1 : 0]);
    }

    @Test
    void wildcardsAndLoopbacks_areWhatTheirLiteralsAre() {
        assertEquals(Sockaddr.inet("0.0.0.0", 1), Sockaddr.any4(1));
        assertEquals(Sockaddr.inet("127.0.0.1", 2), Sockaddr.loopback4(2));
        assertEquals(Sockaddr.inet6("::", 3), Sockaddr.any6(3));
        assertEquals(Sockaddr.inet6("::1", 4), Sockaddr.loopback6(4));
    }

    @Test
    void withPort_changesThePort_andNothingElse() {
        Sockaddr four = Sockaddr.inet("192.0.2.7", 1);
        assertEquals(Sockaddr.inet("192.0.2.7", 65535), four.withPort(65535));
        assertEquals(1, four.port());
        Sockaddr six = Sockaddr.inet6("fe80::1", 80, 0x000A_BCDE, 3);
        assertEquals(Sockaddr.inet6("fe80::1", 0, 0x000A_BCDE, 3), six.withPort(0));
        Exception e = assertThrows(IllegalArgumentException.class, () -> four.withPort(65536));
        assertEquals("withPort: port 65536 is not in 0..65535", e.getMessage());
        e = assertThrows(
                UnsupportedOperationException.class, () -> Sockaddr.unix("/x").withPort(80));
        assertEquals("withPort(80): unix:/x is neither IPv4 nor IPv6", e.getMessage());
        Sockaddr cut = Sockaddr.unpack(Arrays.copyOf(four.pack(), 3));
        assertThrows(UnsupportedOperationException.class, () -> cut.withPort(80));
    }

    @Test
    void mapped_isTheFormOfAnIpv4AddressOnAnIpv6Socket() {
        Sockaddr four = Sockaddr.inet("192.0.2.7", 80);
        assertEquals(Sockaddr.inet6("::ffff:192.0.2.7", 80), four.mapped());
        assertEquals("[::ffff:192.0.2.7]:80", four.mapped().toString());
        assertEquals(four, four.mapped().unmapped());
        Sockaddr any = Sockaddr.any4(1);
        assertEquals(any, any.mapped().unmapped());
        for (String plain : new String[] {"::1", "::", "::192.0.2.7", "1::ffff:192.0.2.7", "::fffe:192.0.2.7"}) {
            Sockaddr six = Sockaddr.inet6(plain, 80);
            assertSame(six, six.mapped());
            assertSame(six, six.unmapped());
        }
        assertSame(four, four.unmapped());
        Sockaddr unix = Sockaddr.unix("/x");
        assertSame(unix, unix.mapped());
        assertSame(unix, unix.unmapped());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void port_outOfRange_isRefused_namingCallValueAndRange(int port) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet("127.0.0.1", port));
        assertEquals("inet: port " + port + " is not in 0..65535", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet6("::1", port));
        assertEquals("inet6: port " + port + " is not in 0..65535", e.getMessage());
    }

    @Test
    void addressOfTheWrongLength_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet(new byte[16], 1));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet6(new byte[4], 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet6(new byte[4], 1));
    }

    @Test
    void inet6_ofBytes_hasNoScope() {
        Sockaddr text = Sockaddr.inet6("2001:db8::1", 443);
        assertEquals(text, Sockaddr.inet6(text.addressBytes(), 443));
        assertEquals(0, Sockaddr.inet6(text.addressBytes(), 443).scopeId());
    }

    @Test
    void inet6_refusesTwoScopesThatDiffer() {
        assertEquals(2, Sockaddr.inet6("fe80::1%2", 1, 0, 2).scopeId());
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.inet6("fe80::1%2", 1, 0, 3));
    }

    @Test
    void unix_takesUtf8_upToTheSizeOfSunPath() {
        Sockaddr a = Sockaddr.unix("/tmp/\u00fc");
        assertEquals(Bsd.AF_UNIX, a.family());
        assertEquals("/tmp/\u00fc", a.path());
        assertEquals(Sockaddr.unix("/tmp/x"), Sockaddr.unix(Path.of("/tmp", "x")));
        assertArrayEquals(utf8("/tmp/\u00fc"), a.pathBytes());
        assertEquals(-1, a.port());
        assertFalse(a.isAbstract());
        assertFalse(a.isUnnamed());
        assertEquals(2 + 7 + 1, a.length()); // the NUL is counted

        int max = SockaddrLayout.UNIX_PATH_MAX;
        assertEquals(2 + max, Sockaddr.unix("x".repeat(max - 1)).length());
        Sockaddr longest = Sockaddr.unix("x".repeat(max));
        assertEquals(2 + max, longest.length());
        assertEquals("x".repeat(max), longest.path());
        Exception e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.unix("x".repeat(max + 1)));
        assertTrue(
                e.getMessage().startsWith("unix: the path has " + (max + 1) + " bytes, more than the " + max),
                e.getMessage());
    }

    @Test
    void unix_refusesEmptyPathsAndNuls_withAHint() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.unix(""));
        assertTrue(e.getMessage().contains("unixUnnamed"), e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.unix("\0name"));
        assertTrue(e.getMessage().contains("unixAbstract"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.unix("a\0"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void unixAbstract_takesAnyBytes_andEveryOneCounts() { // Z10
        byte[] name = {0, 'a', 0, (byte) 0xff, 0};
        Sockaddr a = Sockaddr.unixAbstract(name);
        assertTrue(a.isAbstract());
        assertArrayEquals(name, a.nameBytes());
        assertEquals(2 + 1 + 5, a.length());
        assertNull(a.path());
        assertNotEquals(a, Sockaddr.unixAbstract(Arrays.copyOf(name, 4)));
        assertEquals("unix:@\\x00a\\x00\\xff\\x00", a.toString());
        assertEquals(107, Sockaddr.unixAbstract(new byte[107]).nameBytes().length);
        assertEquals("unix:@caf\u00e9", Sockaddr.unixAbstract("caf\u00e9").toString());
        assertEquals(Sockaddr.unixAbstract(new byte[] {'x', '1'}), Sockaddr.unixAbstract("x1"));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.unixAbstract(new byte[108]));
    }

    @Test
    void unixUnnamed_isOnlyAFamily() {
        Sockaddr a = Sockaddr.unixUnnamed();
        assertTrue(a.isUnnamed());
        assertEquals(2, a.length());
        assertEquals("unix:", a.toString());
        assertEquals(0, a.pathBytes().length);
        assertFalse(Sockaddr.any4(0).isUnnamed());
    }

    @Test
    void equality_ignoresANulBehindAPath_butNotAnythingElse() {
        Sockaddr path = Sockaddr.unix("/tmp/x");
        Sockaddr without = Sockaddr.unpack(Arrays.copyOf(path.pack(), path.length() - 1));
        assertEquals(path, without);
        assertEquals(path.hashCode(), without.hashCode());
        assertNotEquals(path, Sockaddr.unix("/tmp/xy"));
        assertNotEquals(path, Sockaddr.unixUnnamed());
        assertNotEquals(Sockaddr.any4(1), Sockaddr.any4(2));
        assertNotEquals(Sockaddr.inet6("fe80::1%1", 1), Sockaddr.inet6("fe80::1%2", 1));
        assertNotEquals(Sockaddr.any4(0), Sockaddr.raw(Bsd.AF_INET6, data(Sockaddr.any4(0))));
        assertNotEquals(Sockaddr.any4(1), null);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80",
        "0.0.0.0:0",
        "[::1]:80",
        "[::]:0",
        "[fe80::1%2]:80",
        "[fe80::1%4294967295]:80",
        "[::ffff:1.2.3.4]:65535",
        "[2001:db8::1%9]:443;flow=0xabcde",
        "unix:/tmp/x",
        "unix:",
        "unix:\\x40x",
        "unix:a@b",
        "family:77/0102ff",
        "family:77/"
    })
    void parse_isTheInverseOfToString(String text) {
        assertEquals(text, Sockaddr.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                ":80",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:65536",
                "127.0.0.1:99999999999",
                "127.0.0.1:+1",
                "127.0.0.1:-1",
                "127.0.0.1:8O",
                "localhost:80",
                "::1:80",
                "[::1]",
                "[::1]:",
                "[::1]:x",
                "[::1:80",
                "[]:80",
                "[::1]:80;flow=0x",
                "[::1]:80;flow=0x123456789",
                "[::1%nosuchif0]:80",
                "unix:a\\",
                "unix:a\\x00",
                "family:",
                "family:1",
                "family:/00",
                "family:x/00",
                "family:\u0661/00",
                "family:+1/00",
                "family:70000/00",
                "family:1/0",
                "family:1/zz",
                "family:-1/00"
            })
    void parse_refusesWhatIsNoAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "::1:80", "127.0.0.1", "/tmp/x"})
    void parse_saysWhatItExpects(String text) {
        assertEquals(
                "parse(\"" + text + "\"): expected ADDRESS:PORT, [ADDRESS]:PORT for IPv6, unix:PATH or family:N/hex",
                assertThrows(IllegalArgumentException.class, () -> Sockaddr.parse(text))
                        .getMessage());
    }

    @Test
    void structsThatAreNotWellFormed_arePrintedRaw_andReadBack() {
        byte[] dirty = Sockaddr.inet("1.2.3.4", 80).pack();
        dirty[15] = 1; // sin_zero
        Sockaddr a = Sockaddr.unpack(dirty);
        assertEquals("family:" + Bsd.AF_INET + "/0050010203040000000000000001", a.toString());
        assertEquals(a, Sockaddr.parse(a.toString()));
        assertEquals(80, a.port());
        Sockaddr cut = Sockaddr.unpack(Arrays.copyOf(Sockaddr.loopback6(80).pack(), 5));
        assertEquals(cut, Sockaddr.parse(cut.toString()));
        assertEquals(0, cut.addressBytes().length);
    }

    @Test
    void raw_andUnpack_haveBounds() {
        assertEquals(128, Sockaddr.raw(77, new byte[126]).length());
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.raw(1, new byte[127]));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.raw(-1, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.raw(0x10000, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.unpack(new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> Sockaddr.unpack(new byte[129]));
    }

    @Test
    void bytesOfTheCaller_areCopied() {
        byte[] packed = Sockaddr.loopback4(80).pack();
        Sockaddr a = Sockaddr.unpack(packed);
        packed[3] = 99;
        a.pack()[3] = 99;
        a.addressBytes()[0] = 99;
        assertEquals(Sockaddr.loopback4(80), a);
    }

    @Test
    void of_takesJavaAddresses_andGivesThemBack() throws UnknownHostException {
        SocketAddress[] all = {
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 80),
            new InetSocketAddress(InetAddress.getByAddress(Sockaddr.loopback6(0).addressBytes()), 80),
            new InetSocketAddress(
                    Inet6Address.getByAddress(null, Sockaddr.any6(0).addressBytes(), 5), 80),
            UnixDomainSocketAddress.of("/tmp/x"),
            UnixDomainSocketAddress.of("")
        };
        for (SocketAddress a : all) {
            assertEquals(a, Sockaddr.of(a).toSocketAddress());
        }
        assertEquals(5, Sockaddr.of(all[2]).scopeId());
        assertTrue(Sockaddr.of(all[4]).isUnnamed());
        assertEquals(
                Sockaddr.inet("10.0.0.1", 7),
                Sockaddr.of(new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 7)));
    }

    @Test
    void of_refusesUnresolvedAndForeignAddresses() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("example.invalid", 80);
        Exception e = assertThrows(IllegalArgumentException.class, () -> Sockaddr.of(unresolved));
        assertTrue(e.getMessage().contains("unresolved") && e.getMessage().contains("example.invalid"), e.getMessage());
        SocketAddress foreign = new SocketAddress() {
            private static final long serialVersionUID = 1;
        };
        assertThrows(UnsupportedOperationException.class, () -> Sockaddr.of(foreign));
    }

    @Test
    void toSocketAddress_keepsMappedAddressesAsIpv6_andRefusesWhatJavaLacks() {
        InetSocketAddress mapped =
                (InetSocketAddress) Sockaddr.inet6("::ffff:1.2.3.4", 1).toSocketAddress();
        assertTrue(mapped.getAddress() instanceof Inet6Address);
        assertThrows(UnsupportedOperationException.class, () -> Sockaddr.raw(77, new byte[4])
                .toSocketAddress());
        if (!SockaddrLayout.HAS_LENGTH) {
            assertThrows(UnsupportedOperationException.class, () -> Sockaddr.unixAbstract(utf8("x"))
                    .toSocketAddress());
        }
    }

    @Test
    void address_isMadeOnce() {
        Sockaddr a = Sockaddr.loopback4(80);
        long address = a.address();
        assertNotEquals(0, address);
        assertEquals(address, a.address());
    }

    /** Found by SockaddrFuzz: such a path became the path of another file, such a scope was dropped. */
    @Test
    void toSocketAddress_refusesWhatItWouldChange() {
        Sockaddr notUtf8 = Sockaddr.unix(new byte[] {'/', 't', 'm', 'p', '/', (byte) 0xFF});
        assertThrows(UnsupportedOperationException.class, notUtf8::toSocketAddress);
        Sockaddr scope = Sockaddr.inet6(new byte[16], 1, 0, 0x8000_0001);
        assertThrows(UnsupportedOperationException.class, scope::toSocketAddress);
        assertEquals(scope.scopeId(), Sockaddr.parse(scope.toString()).scopeId());
    }

    /** Found by SockaddrFuzz: more than sun_path holds was cut off, and was another address then. */
    @Test
    void storage_givesBackLocalAddressesOfAnyLength() {
        SockaddrStorage storage = new SockaddrStorage();
        for (byte first : new byte[] {0, 'x'}) {
            byte[] data = new byte[126];
            Arrays.fill(data, (byte) 'x');
            data[0] = first;
            Sockaddr a = Sockaddr.raw(Bsd.AF_UNIX, data);
            storage.copyFrom(a);
            assertEquals(a, storage.toSockaddr());
            assertArrayEquals(a.pack(), storage.toSockaddr().pack());
        }
    }
}
