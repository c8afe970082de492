package io.baresock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import io.baresock.testkit.Allocations;
import java.lang.ref.Reference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Z2: what the kernel writes, read in place. */
class SockaddrStorageTest {

    private static final Backend B = Library.backend();

    private final SockaddrStorage storage = new SockaddrStorage();

    /** Binds a datagram socket, and has the kernel write its name into the storage. */
    private int bindAndGetName(Sockaddr a) {
        int fd = B.socket(a.family(), Bsd.SOCK_DGRAM, 0);
        assertTrue(fd >= 0, () -> "socket: " + Errno.name(-fd));
        try {
            int bound = B.bind(fd, a.address(), a.length());
            Reference.reachabilityFence(a);
            assertEquals(0, bound, () -> "bind(" + a + "): " + Errno.name(-bound));
            return B.getsockname(fd, storage.slot());
        } finally {
            assertEquals(0, B.close(fd));
        }
    }

    @Test
    void anEmptyOne_hasNoAddress() {
        assertEquals(0, storage.length());
        assertEquals(Bsd.AF_UNSPEC, storage.family());
        assertEquals(-1, storage.port());
        assertEquals(0, storage.addressInt());
        assertEquals(0, storage.addressHigh());
        assertEquals(0, storage.addressLow());
        assertFalse(storage.matches(Sockaddr.any4(0)));
        assertEquals("family:" + Bsd.AF_UNSPEC + "/", storage.toString());
        assertTrue(storage.matches(storage.toSockaddr()));
    }

    @Test
    void inet_isReadWithoutAnObject() {
        storage.copyFrom(Sockaddr.inet("192.0.2.7", 0xFFFE));
        assertEquals(16, storage.length());
        assertEquals(Bsd.AF_INET, storage.family());
        assertEquals(0xFFFE, storage.port());
        assertEquals(0xC0000207, storage.addressInt());
        assertEquals(0, storage.addressHigh());
        assertEquals("192.0.2.7:65534", storage.toString());
    }

    @Test
    void inet6_isReadWithoutAnObject() {
        storage.copyFrom(Sockaddr.inet6("2001:db8:1:2:3:4:5:6", 7, 8, 9));
        assertEquals(Bsd.AF_INET6, storage.family());
        assertEquals(7, storage.port());
        assertEquals(0x20010db8_00010002L, storage.addressHigh());
        assertEquals(0x00030004_00050006L, storage.addressLow());
        assertEquals(8, storage.flowInfo());
        assertEquals(9, storage.scopeId());
        assertEquals(0, storage.addressInt());
    }

    @Test
    void clearAndCopyFrom_replaceTheAddress() {
        SockaddrStorage other = new SockaddrStorage();
        other.copyFrom(Sockaddr.loopback6(1));
        storage.copyFrom(Sockaddr.loopback4(2));
        storage.copyFrom(other);
        assertTrue(storage.matches(Sockaddr.loopback6(1)));
        other.clear();
        assertEquals(0, other.length());
        assertTrue(storage.matches(Sockaddr.loopback6(1)));
        storage.copyFrom(other);
        assertEquals(0, storage.length());
    }

    @Test
    void toSockaddr_isACopy() {
        storage.copyFrom(Sockaddr.loopback4(1));
        Sockaddr copy = storage.toSockaddr();
        storage.copyFrom(Sockaddr.loopback4(2));
        assertEquals(Sockaddr.loopback4(1), copy);
    }

    @Test
    void aLengthBeyondTheSlot_isCutToIt() {
        B.constants(storage.slot(), Integer.BYTES); // text where the length stands: about a thousand million
        assertEquals(128, storage.length());
        assertEquals(storage.toSockaddr(), Sockaddr.parse(storage.toString()));
    }

    @Test
    void kernel_agreesOnInternetAddresses() {
        assertEquals(0, bindAndGetName(Sockaddr.loopback4(0)));
        assertEquals(0x7F000001, storage.addressInt());
        assertTrue(storage.port() > 0);
        assertTrue(storage.matches(Sockaddr.loopback4(storage.port())));
        assertEquals(Sockaddr.loopback4(storage.port()), storage.toSockaddr());
        assertEquals(0, bindAndGetName(Sockaddr.loopback6(0)));
        assertEquals(1, storage.addressLow());
        assertTrue(storage.matches(Sockaddr.loopback6(storage.port())));
    }

    @Test
    void kernel_agreesOnPaths(@TempDir Path dir) {
        Sockaddr a = Sockaddr.unix(dir.resolve("s").toString());
        assertEquals(0, bindAndGetName(a));
        assertTrue(storage.matches(a));
        assertEquals(a, storage.toSockaddr());
        assertEquals(a.toString(), storage.toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void kernel_returnsAPathThatFillsSunPath_asOneItTakesAgain(@TempDir Path dir) {
        String start = dir + "/";
        Sockaddr a = Sockaddr.unix(start + "x".repeat(108 - start.length()));
        assertEquals(110, a.length());
        assertEquals(0, bindAndGetName(a));
        assertEquals(111, storage.length()); // unix(7), BUGS: one more than sockaddr_un has
        assertTrue(storage.matches(a));
        assertArrayEquals(a.pack(), storage.toSockaddr().pack());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void kernel_agreesOnAbstractNames_withNulsInThem() { // Z10
        Sockaddr a = Sockaddr.unixAbstract(
                ("baresock\0" + System.nanoTime() + "\0\0").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(0, bindAndGetName(a));
        assertTrue(storage.matches(a));
        assertEquals(a, storage.toSockaddr());
        assertEquals(a, Sockaddr.parse(storage.toString()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void kernel_choosesAnAbstractName_forTheUnnamedAddress() { // Z10: autobind, NUL and five hexadecimal digits
        assertEquals(0, bindAndGetName(Sockaddr.unixUnnamed()));
        Sockaddr chosen = storage.toSockaddr();
        assertTrue(chosen.isAbstract());
        assertTrue(chosen.toString().matches("unix:@[0-9a-f]{5}"), chosen.toString());
    }

    @Test
    void kernel_saysUnnamed_forASocketThatIsNotBound() {
        int fd = B.socket(Bsd.AF_UNIX, Bsd.SOCK_DGRAM, 0);
        try {
            assertEquals(0, B.getsockname(fd, storage.slot()));
            assertTrue(storage.matches(Sockaddr.unixUnnamed()));
            assertTrue(storage.toSockaddr().isUnnamed());
            assertEquals("unix:", storage.toString());
        } finally {
            B.close(fd);
        }
    }

    @Test
    void accessors_allocateNothing() throws Exception {
        Sockaddr six = Sockaddr.inet6("2001:db8::1", 1);
        Sockaddr path = Sockaddr.unix("/tmp/some/longer/path");
        SockaddrStorage other = new SockaddrStorage();
        long[] sum = new long[1];
        long least = Allocations.leastBytes(1_000, () -> {
            storage.copyFrom(six);
            sum[0] += storage.addressHigh() + storage.addressLow() + storage.scopeId() + storage.flowInfo();
            sum[0] += storage.matches(six) ? 1 : 0;
            other.copyFrom(storage);
            storage.copyFrom(path);
            sum[0] += storage.matches(path) ? 1 : 0;
            sum[0] += storage.family() + storage.port() + storage.length() + storage.addressInt();
            storage.clear();
        });
        assertTrue(sum[0] != 0);
        assertEquals(0, least);
    }
}
