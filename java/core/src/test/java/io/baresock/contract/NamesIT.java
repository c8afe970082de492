package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.AddrInfo;
import io.baresock.GaiException;
import io.baresock.NameInfo;
import io.baresock.Sockaddr;
import io.baresock.testkit.Netbase;
import io.baresock.testkit.Patience;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** getaddrinfo(3) and getnameinfo(3), on each backend; nothing here asks a name server. */
@DisplayName("Bsd.getaddrinfo, Bsd.getnameinfo: rows P12, Z1, Z2, Z6, Z8")
class NamesIT {

    private static final int NUMERIC = AI_NUMERICHOST | AI_NUMERICSERV;
    private static final long LONG = Patience.NANOS;

    private static AddrInfo hints(int flags, int family, int type) {
        return AddrInfo.hints(flags, family, type, 0);
    }

    private static GaiException refused(String node, String service, AddrInfo hints) {
        return assertThrows(GaiException.class, () -> getaddrinfo(node, service, hints));
    }

    @Test
    @DisplayName("P12, Z2: a list of (family, type, protocol, address, canonical name), in the system's order")
    void literal_givesOneResultAType() throws Exception {
        AddrInfo[] all = getaddrinfo("127.0.0.1", "80", hints(NUMERIC, AF_UNSPEC, 0));
        assertEquals(
                List.of(SOCK_STREAM, SOCK_DGRAM, SOCK_RAW),
                Arrays.stream(all).map(AddrInfo::type).toList());
        assertEquals(
                List.of(IPPROTO_TCP, IPPROTO_UDP, 0),
                Arrays.stream(all).map(AddrInfo::protocol).toList());
        for (AddrInfo a : all) {
            assertEquals(AF_INET, a.family());
            assertEquals(Sockaddr.inet("127.0.0.1", 80), a.addr());
            assertEquals(NUMERIC, a.flags());
            assertNull(a.canonname());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:0",
        "127.1, 127.0.0.1:0",
        "0x7f.1, 127.0.0.1:0",
        "017.0.0.1, 15.0.0.1:0",
        "192.0.2.1, 192.0.2.1:0",
        "::1, [::1]:0",
        "::, [::]:0",
        "::ffff:1.2.3.4, [::ffff:1.2.3.4]:0",
        "fe80::1%1, [fe80::1%1]:0",
        "fe80::1%lo, [fe80::1%1]:0",
        "ff02::1%lo, [ff02::1%1]:0"
    })
    @DisplayName("Z8: literals of every form, also with the scope as a number or a name, without any flag")
    void literals_ofEveryForm(String node, String expected) throws Exception {
        AddrInfo[] all = getaddrinfo(node, null, hints(0, AF_UNSPEC, SOCK_DGRAM));
        assertEquals(1, all.length);
        assertEquals(Sockaddr.parse(expected), all[0].addr());
        assertEquals(0, all[0].flags()); // what was asked for, not what was added
        assertEquals(Sockaddr.parse(expected), getaddrinfo(node, null, null)[0].addr());
    }

    @Test
    @DisplayName("Z6: localhost, as /etc/hosts has it, can be bound to")
    void localhost_isWhatTheHostsFileSays() throws Exception {
        String[] line = Netbase.hosts().stream()
                .filter(w -> w[0].equals("127.0.0.1") && Arrays.asList(w).contains("localhost"))
                .findFirst()
                .orElseThrow();
        AddrInfo[] all = getaddrinfo("localhost", "0", hints(AI_CANONNAME, AF_INET, SOCK_STREAM));
        assertEquals(Sockaddr.loopback4(0), all[0].addr());
        assertEquals(line[1], all[0].canonname());
        int fd = ok(socket(all[0].family(), all[0].type(), all[0].protocol()));
        ok(bind(fd, all[0].addr()));
        ok(close(fd));
        for (String[] words : Netbase.hosts()) {
            if (words[0].equals("::1") && words.length > 1) {
                AddrInfo[] six = getaddrinfo(words[1], null, hints(0, AF_INET6, SOCK_STREAM));
                assertEquals(Sockaddr.loopback6(0), six[0].addr());
            }
        }
    }

    @Test
    void canonicalName_ofALiteral_isItself() throws Exception {
        AddrInfo[] all = getaddrinfo("127.0.0.1", null, hints(AI_CANONNAME | AI_NUMERICHOST, AF_INET, 0));
        assertEquals("127.0.0.1", all[0].canonname());
        for (int i = 1; i < all.length; i++) {
            assertNull(all[i].canonname()); // only the first has it
        }
    }

    @Test
    void passive_isTheWildcard_elseLoopback() throws Exception {
        assertEquals(Sockaddr.any4(80), getaddrinfo(null, "80", hints(AI_PASSIVE, AF_INET, SOCK_STREAM))[0].addr());
        assertEquals(Sockaddr.any6(80), getaddrinfo(null, "80", hints(AI_PASSIVE, AF_INET6, SOCK_STREAM))[0].addr());
        assertEquals(Sockaddr.loopback4(80), getaddrinfo(null, "80", hints(0, AF_INET, SOCK_STREAM))[0].addr());
        assertEquals(Sockaddr.loopback6(80), getaddrinfo(null, "80", hints(0, AF_INET6, SOCK_STREAM))[0].addr());
        assertEquals(2, getaddrinfo(null, "80", hints(AI_PASSIVE, AF_UNSPEC, SOCK_STREAM)).length);
    }

    @Test
    void services_byNameAndByNumber() throws Exception {
        Netbase.need();
        assertEquals(
                80,
                getaddrinfo("127.0.0.1", "http", hints(0, AF_INET, SOCK_STREAM))[0]
                        .addr()
                        .port());
        assertEquals(
                53,
                getaddrinfo("127.0.0.1", "domain", hints(0, AF_INET, SOCK_DGRAM))[0]
                        .addr()
                        .port());
        assertEquals(
                65_535,
                getaddrinfo("::1", "65535", hints(NUMERIC, AF_INET6, SOCK_DGRAM))[0]
                        .addr()
                        .port());
        assertEquals(
                0,
                getaddrinfo("::1", null, hints(NUMERIC, AF_INET6, SOCK_DGRAM))[0]
                        .addr()
                        .port());
        AddrInfo tcp = getaddrinfo("127.0.0.1", "http", AddrInfo.hints(0, AF_INET, 0, IPPROTO_TCP))[0];
        assertEquals(SOCK_STREAM, tcp.type());
    }

    @Test
    void v4mapped_givesMappedAddresses() throws Exception {
        AddrInfo[] all = getaddrinfo("127.0.0.1", "1", hints(AI_V4MAPPED | AI_NUMERICHOST, AF_INET6, SOCK_STREAM));
        assertEquals(Sockaddr.inet6("::ffff:127.0.0.1", 1), all[0].addr());
    }

    @Test
    @DisplayName("Z8: every failure has its code and the system's text, and is no errno")
    void errors_haveTheirCodes() {
        AddrInfo any = hints(0, AF_UNSPEC, SOCK_STREAM);
        assertEquals(
                EAI_NONAME,
                refused("not-a-literal", null, hints(AI_NUMERICHOST, AF_UNSPEC, 0))
                        .code());
        assertEquals(EAI_NONAME, refused("fe80::1%no-such-if", null, any).code());
        assertEquals(EAI_NONAME, refused("127.0.0.1%lo", null, any).code());
        assertEquals(EAI_NONAME, refused(null, null, any).code());
        assertEquals(
                EAI_NONAME,
                refused("127.0.0.1", "http", hints(AI_NUMERICSERV, AF_INET, SOCK_STREAM))
                        .code());
        assertEquals(
                EAI_BADFLAGS,
                refused("127.0.0.1", null, hints(1 << 30, AF_INET, 0)).code());
        assertEquals(
                EAI_BADFLAGS,
                refused(null, "1", hints(AI_CANONNAME, AF_INET, 0)).code());
        assertEquals(EAI_FAMILY, refused("127.0.0.1", null, hints(0, 4711, 0)).code());
        assertEquals(EAI_ADDRFAMILY, refused("::1", null, hints(0, AF_INET, 0)).code());
        assertEquals(
                EAI_SOCKTYPE,
                refused("127.0.0.1", null, hints(0, AF_INET, 4711)).code());
        GaiException e = refused("127.0.0.1", "no-such-service", any);
        assertEquals(EAI_SERVICE, e.code());
        assertEquals("EAI_SERVICE", e.codeName());
        assertEquals(0, e.errno());
        assertEquals(
                "getaddrinfo(\"127.0.0.1\", \"no-such-service\"): EAI_SERVICE (" + gai_strerror(EAI_SERVICE) + ")",
                e.getMessage());
        assertTrue(gai_strerror(4711).length() > 0);
        GaiException system = new GaiException("getaddrinfo", EAI_SYSTEM, EMFILE, null);
        assertEquals(EMFILE, system.errno());
        assertTrue(system.getMessage().contains("EMFILE"), system.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0"})
    void embeddedNul_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> getaddrinfo(text, null, null));
        assertThrows(IllegalArgumentException.class, () -> getaddrinfo("::1", text, null));
        assertThrows(IllegalArgumentException.class, () -> getaddrinfoAsync("::1", text, null));
        assertThrows(IllegalArgumentException.class, () -> getaddrinfo("::1", text, null, LONG));
        assertThrows(IllegalArgumentException.class, () -> getservbyname(text, null));
        assertThrows(IllegalArgumentException.class, () -> getprotobyname(text));
        assertThrows(IllegalArgumentException.class, () -> if_nametoindex(text));
    }

    @Test
    void overlongNames_areRefused() {
        AddrInfo numeric = hints(AI_NUMERICHOST, AF_UNSPEC, 0);
        assertEquals(EAI_NONAME, refused("x".repeat(1024), null, numeric).code());
        assertThrows(IllegalArgumentException.class, () -> getaddrinfo("x".repeat(1025), null, numeric));
        assertThrows(IllegalArgumentException.class, () -> getaddrinfo("\u00e4".repeat(513), null, numeric));
        assertEquals(
                EAI_SERVICE,
                refused("::1", "x".repeat(255), hints(0, AF_INET6, SOCK_STREAM)).code());
        assertThrows(IllegalArgumentException.class, () -> getaddrinfo("::1", "x".repeat(256), null));
    }

    @Test
    @DisplayName("Z2: getnameinfo, as names and as numbers")
    void getnameinfo_byItsFlags() throws Exception {
        Netbase.need();
        int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
        assertEquals(new NameInfo("127.0.0.1", "80"), getnameinfo(Sockaddr.inet("127.0.0.1", 80), numeric));
        assertEquals(new NameInfo("::1", "65535"), getnameinfo(Sockaddr.inet6("::1", 65_535), numeric));
        assertEquals(
                "fe80::1%lo",
                getnameinfo(Sockaddr.inet6("fe80::1%1", 0), numeric).host());
        assertEquals(
                "http",
                getnameinfo(Sockaddr.inet("127.0.0.1", 80), NI_NUMERICHOST).service());
        // tftp is a service of UDP alone.
        assertEquals(
                "tftp",
                getnameinfo(Sockaddr.inet("127.0.0.1", 69), NI_NUMERICHOST | NI_DGRAM)
                        .service());
        assertEquals(
                "69",
                getnameinfo(Sockaddr.inet("127.0.0.1", 69), NI_NUMERICHOST).service());
        String[] line = Netbase.hosts().stream()
                .filter(w -> w[0].equals("127.0.0.1"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                line[1], getnameinfo(Sockaddr.inet("127.0.0.1", 0), NI_NAMEREQD).host());
        assertEquals(
                line[1], getnameinfo(Sockaddr.inet("127.0.0.1", 0), 0, LONG).host());
        NameInfo local = getnameinfo(Sockaddr.unix("/tmp/x"), numeric);
        assertEquals("/tmp/x", local.service());
    }

    @Test
    void getnameinfo_errors() {
        Sockaddr a = Sockaddr.inet("127.0.0.1", 80);
        assertEquals(
                EAI_BADFLAGS,
                assertThrows(GaiException.class, () -> getnameinfo(a, 1 << 30)).code());
        assertEquals(
                EAI_FAMILY,
                assertThrows(GaiException.class, () -> getnameinfo(Sockaddr.raw(99, new byte[14]), 0))
                        .code());
        // A name is required, and none can be had: numbers only.
        GaiException e = assertThrows(
                GaiException.class, () -> getnameinfo(a, NI_NUMERICHOST | NI_NUMERICSERV | NI_NAMEREQD, LONG));
        assertEquals(EAI_NONAME, e.code());
        assertTrue(e.getMessage().startsWith("getnameinfo(127.0.0.1:80): EAI_NONAME ("), e.getMessage());
    }

    @Test
    @DisplayName("P12: a lookup that does not block its caller for ever")
    void timedAndAsynchronousForms_giveTheSame() throws Exception {
        Netbase.need();
        AddrInfo h = hints(0, AF_INET, SOCK_STREAM);
        AddrInfo[] expected = getaddrinfo("localhost", "http", h);
        assertArrayEquals(expected, getaddrinfo("localhost", "http", h, LONG));
        assertArrayEquals(expected, getaddrinfo("localhost", "http", h, -1));
        assertArrayEquals(expected, getaddrinfoAsync("localhost", "http", h).get());
        AddrInfo numeric = hints(AI_NUMERICHOST, AF_INET, SOCK_STREAM);
        GaiException e = assertThrows(GaiException.class, () -> getaddrinfo("no-literal", null, numeric, LONG));
        assertEquals(EAI_NONAME, e.code());
        CompletableFuture<AddrInfo[]> failed = getaddrinfoAsync("no-literal", null, numeric);
        ExecutionException wrapped = assertThrows(ExecutionException.class, failed::get);
        assertSame(GaiException.class, wrapped.getCause().getClass());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> getaddrinfo("localhost", "http", h, LONG));
        assertNotNull(getaddrinfo("localhost", "http", h, LONG));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "65536",
                "+65536",
                " 65536",
                "\t\n 65616",
                "065536",
                "99999999999",
                "4294967376",
                "18446744073709551696",
                "-1",
                "-80",
                " -4294967216",
                "100000000000000000000000000000000000080"
            })
    void serviceThatIsANumberBeyondThePorts_isEaiService(String service) {
        for (AddrInfo h : new AddrInfo[] {
            null,
            hints(0, AF_INET, SOCK_STREAM),
            hints(AI_NUMERICSERV, AF_INET6, 0),
            hints(AI_PASSIVE, AF_UNSPEC, SOCK_DGRAM)
        }) {
            for (String node : new String[] {"127.0.0.1", "::1", null}) {
                assertEquals(EAI_SERVICE, refused(node, service, h).code());
            }
        }
        ExecutionException e = assertThrows(ExecutionException.class, () -> getaddrinfoAsync("127.0.0.1", service, null)
                .get());
        assertEquals(
                EAI_SERVICE, assertInstanceOf(GaiException.class, e.getCause()).code());
    }

    @Test
    void serviceThatIsANumberOfAPort_isThatPort() throws GaiException {
        for (String service : new String[] {"0", "00080", "80", "65535", "0065535"}) {
            int port = Integer.parseInt(service);
            assertEquals(port, getaddrinfo("127.0.0.1", service, null)[0].addr().port());
        }
        // Names, if of an odd kind: none is known.
        for (String service : new String[] {"0x50", "80x", "8 0", "\u0660", "--1", "1e3"}) {
            assertThrows(GaiException.class, () -> getaddrinfo("127.0.0.1", service, null), service);
        }
    }
}
