package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.GaiException;
import io.baresock.HostEntry;
import io.baresock.NetIf;
import io.baresock.Sockaddr;
import io.baresock.testkit.Netbase;
import io.baresock.testkit.Program;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protocols, services, interfaces and this host's name, on each backend. */
@DisplayName("Bsd.getprotobyname, getservbyname, if_nametoindex, gethostname: rows P3, Z1")
class NetdbIT {

    @ParameterizedTest
    @CsvSource({"icmp, 1", "tcp, 6", "udp, 17", "ip, 0"})
    @DisplayName("P3: icmp=1, tcp=6, udp=17")
    void protocols_haveTheirNumbers(String name, int number) {
        Netbase.need();
        assertEquals(number, getprotobyname(name));
        assertEquals(name, getprotobynumber(number));
        assertEquals(number, getprotobyname(name.toUpperCase(java.util.Locale.ROOT))); // an alias
    }

    @Test
    @DisplayName("P3: a protocol by name opens a socket")
    void protocolByName_opensASocket() {
        Netbase.need();
        ok(close(ok(socket(AF_INET, SOCK_STREAM, getprotobyname("tcp")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "junk", "tcp ", "#", "\n", "\u00e4\ud83d\ude00", "6", "%s%n"})
    @DisplayName("P3: junk does not crash")
    void junk_isNotThere(String name) {
        assertEquals(-ENOENT, getprotobyname(name));
        assertEquals(-ENOENT, getservbyname(name, null));
        assertEquals(-ENOENT, getservbyname("http", name));
        assertNull(getservbyport(80, name));
        assertTrue(if_nametoindex(name) < 0);
    }

    @Test
    void longJunk_isNotThere_orRefused() {
        assertEquals(-ENOENT, getprotobyname("x".repeat(255)));
        assertThrows(IllegalArgumentException.class, () -> getprotobyname("x".repeat(256)));
        assertNull(getprotobynumber(-1));
        assertNull(getprotobynumber(Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> getservbyport(65_536, null));
        assertThrows(IllegalArgumentException.class, () -> getservbyport(-1, null));
    }

    @Test
    void services_haveTheirPorts() {
        Netbase.need();
        assertEquals(80, getservbyname("http", "tcp"));
        assertEquals(80, getservbyname("http", null));
        assertEquals(69, getservbyname("tftp", "udp"));
        assertEquals(-ENOENT, getservbyname("tftp", "tcp"));
        assertEquals("http", getservbyport(80, "tcp"));
        assertEquals("domain", getservbyport(53, null));
        assertNull(getservbyport(0, null));
    }

    /** Interfaces come and go while it runs, such as those of containers: one that is wrong or missing must be gone. */
    @Test
    void interfaces_areThoseOfTheSystem() throws Exception {
        List<NetIf> missing = interfacesByTheJdk();
        List<NetIf> all = Arrays.asList(if_nameindex());
        missing.removeAll(all);
        if (!missing.isEmpty()) {
            missing.retainAll(interfacesByTheJdk());
        }
        assertEquals(List.of(), missing);
        for (NetIf i : all) {
            assertTrue(isFound(i) || !Arrays.asList(if_nameindex()).contains(i), i.toString());
        }
        assertEquals(-ENODEV, if_nametoindex("no-such-if"));
        ErrnoException e = assertThrows(ErrnoException.class, () -> if_indextoname(Integer.MAX_VALUE));
        assertEquals(ENXIO, e.errno());
        assertTrue(e.getMessage().endsWith(": index 2147483647"), e.getMessage());
    }

    @Test
    void interfaces_areNotDenied_whenNoDescriptorIsLeft() throws Exception {
        assertEquals("said why", Program.output(256, WithoutDescriptors.class));
    }

    /** The kernel is asked by a socket. */
    static final class WithoutDescriptors {
        public static void main(String[] args) throws Exception {
            NetIf i = if_nameindex()[0];
            String scoped = "fe80::1%" + i.name();
            int index = Sockaddr.inet6(scoped, 1).scopeId();
            String why = Errno.text(EMFILE);
            tryAll(new NetIf(Integer.MAX_VALUE, "no-such-if"), "fe80::1%no-such-if"); // loads the classes
            int spare = ok(socket(AF_INET, SOCK_DGRAM, 0));
            List<Integer> occupants = new ArrayList<>();
            int fd;
            while ((fd = dup(spare)) >= 0) {
                occupants.add(fd);
            }
            List<String> said = tryAll(i, scoped);
            occupants.forEach(io.baresock.Bsd::close);
            assertEquals(-EMFILE, fd);
            String text = "inet6(\"" + scoped + "\"): interface '" + i.name() + "' could not be looked up: ";
            assertEquals(
                    List.of(
                            Integer.toString(-EMFILE),
                            "if_indextoname: EMFILE (" + why + "): index " + i.index(),
                            text + why),
                    said);
            assertEquals(index, Sockaddr.inet6(scoped, 1).scopeId());
            System.out.println("said why");
        }

        private static List<String> tryAll(NetIf i, String scoped) {
            List<String> said = new ArrayList<>();
            said.add(Integer.toString(if_nametoindex(i.name())));
            try {
                said.add(if_indextoname(i.index()));
            } catch (ErrnoException e) {
                said.add(e.getMessage());
            }
            try {
                said.add(Sockaddr.inet6(scoped, 1).toString());
            } catch (IllegalArgumentException e) {
                said.add(e.getMessage());
            }
            return said;
        }
    }

    private static List<NetIf> interfacesByTheJdk() throws IOException {
        List<NetIf> all = new ArrayList<>();
        for (NetworkInterface i : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            all.add(new NetIf(i.getIndex(), i.getName()));
        }
        return all;
    }

    private static boolean isFound(NetIf i) {
        try {
            return if_nametoindex(i.name()) == i.index()
                    && if_indextoname(i.index()).equals(i.name());
        } catch (ErrnoException e) {
            return false;
        }
    }

    @Test
    void hostname_isTheSystemsOwn() throws Exception {
        assertEquals(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(), gethostname());
    }

    @Test
    void host_isFoundByItsName_withItsAliases() throws Exception {
        String[] line = Netbase.hosts().stream()
                .filter(w -> w[0].equals("127.0.0.1"))
                .findFirst()
                .orElseThrow();
        HostEntry byName = gethostbyname(line[1]);
        assertEquals(line[1], byName.name());
        assertTrue(byName.addresses().contains(Sockaddr.inet("127.0.0.1", 0)), byName.toString());
        assertTrue(byName.aliases().containsAll(List.of(line).subList(2, line.length)), byName.toString());
        assertEquals(byName, gethostbyname_ex(line[1]));
        HostEntry byAddress = gethostbyaddr(Sockaddr.inet("127.0.0.1", 4711));
        assertEquals(line[1], byAddress.name());
        assertTrue(byAddress.addresses().contains(Sockaddr.inet("127.0.0.1", 0)));
        for (String[] six : Netbase.hosts()) {
            if (six[0].equals("::1")) {
                assertEquals(
                        Sockaddr.inet6("::1", 0),
                        gethostbyname2(six[1], AF_INET6).addresses().get(0));
            }
        }
    }

    @Test
    void host_isALiteral_orNobodys() throws GaiException {
        HostEntry literal = gethostbyname("192.0.2.1");
        assertEquals(new HostEntry("192.0.2.1", List.of(), List.of(Sockaddr.inet("192.0.2.1", 0))), literal);
        assertEquals(
                List.of(Sockaddr.inet6("2001:db8::1", 0)),
                gethostbyname2("2001:db8::1", AF_INET6).addresses());
        GaiException e = assertThrows(GaiException.class, () -> gethostbyname("not a name\n"));
        assertTrue(e.getMessage().startsWith("gethostbyname(\"not a name\\x0a\"): EAI_"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> gethostbyname2("localhost", AF_UNIX));
        assertThrows(IllegalArgumentException.class, () -> gethostbyaddr(Sockaddr.unixUnnamed()));
        assertThrows(IllegalArgumentException.class, () -> gethostbyname("a\0b"));
    }

    @Test
    void hostname_isSetToWhatItIs() throws Exception {
        int r = sethostname(gethostname());
        assertTrue(r == 0 || r == -EPERM, () -> "errno " + -r);
        assertEquals(r == 0 ? -EINVAL : -EPERM, sethostname("x".repeat(65))); // __NEW_UTS_LEN is 64
        assertThrows(IllegalArgumentException.class, () -> sethostname("a\0b"));
        assertThrows(IllegalArgumentException.class, () -> sethostname("x".repeat(256)));
    }
}
