package io.baresock.contract;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.baresock.AddrInfo;
import io.baresock.Bsd;
import io.baresock.NameInfo;
import io.baresock.NetIf;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.handover.FdStore;
import io.baresock.handover.UnixNode;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** No name makes a line of its own in a message, whatever characters it has. */
class NamesInMessagesIT {

    private static final String ODD = "x\ny\u001b[31m\u2028z";
    private static final String SEEN = "x\\x0ay\\x1b[31m\\xe2\\x80\\xa8z";

    private static void call(List<DynamicTest> tests, String name, Executable call) {
        tests.add(dynamicTest(
                name, () -> assertOneLine(assertThrows(Exception.class, call).getMessage())));
    }

    /** Something done with a socket of its own. */
    private interface Use {
        void on(Socket s) throws Exception;
    }

    private static void use(List<DynamicTest> tests, String name, int family, Use use) {
        call(tests, name, () -> {
            try (Socket s = Socket.open(family, SOCK_STREAM, 0)) {
                use.on(s);
            }
        });
    }

    private static void assertOneLine(String text) {
        assertTrue(text.contains(SEEN), text);
        assertEquals(-1, text.indexOf('\n'), text);
        assertTrue(text.chars().noneMatch(Character::isISOControl), text);
    }

    @TestFactory
    List<DynamicTest> messages() {
        byte[] bytes = ODD.getBytes(StandardCharsets.UTF_8);
        List<DynamicTest> tests = new ArrayList<>();
        call(tests, "inet", () -> Sockaddr.inet(ODD, 1));
        call(tests, "inet6", () -> Sockaddr.inet6(ODD, 1));
        call(tests, "scope", () -> Sockaddr.inet6("::1%" + ODD, 1));
        call(tests, "scope and number", () -> Sockaddr.inet6("fe80::1%" + ODD, 1, 0, 7));
        for (String prefix : new String[] {
            "",
            "[::1]:",
            "127.0.0.1:",
            "[" + ODD,
            "netlink:",
            "packet:",
            "vsock:",
            "vsock:1:2",
            "can:",
            "family:",
            "family:1/",
            "alg:",
            "alg:x",
            "tipc:",
            "qipcrtr:",
        }) {
            call(tests, "parse " + prefix, () -> Sockaddr.parse(prefix + ODD));
        }
        call(tests, "parse unix", () -> Sockaddr.parse("unix:\\x" + ODD));
        call(tests, "unix, too long", () -> Sockaddr.unix(ODD + "x".repeat(200)));
        call(tests, "unresolved", () -> Sockaddr.of(InetSocketAddress.createUnresolved(ODD, 1)));
        call(tests, "node", () -> getaddrinfo(ODD, null, AddrInfo.hints(AI_NUMERICHOST, AF_INET, 0, 0)));
        call(tests, "service", () -> getaddrinfo("127.0.0.1", ODD, null));
        use(tests, "name of a descriptor", AF_INET, s -> FdStore.put(ODD, s));
        use(tests, "connect to a path", AF_UNIX, s -> s.connect(Sockaddr.unix("/nowhere/" + ODD)));
        use(tests, "node of a path", AF_UNIX, s -> UnixNode.bind(s, Sockaddr.unix("/nowhere/" + ODD)));
        use(tests, "connect to a name", AF_UNIX, s -> s.connect(Sockaddr.unixAbstract(bytes)));
        use(tests, "interface of an option", AF_INET, s -> s.setOption(SocketOptions.SO_BINDTODEVICE, ODD));
        use(tests, "congestion control", AF_INET, s -> s.setOption(TcpOptions.TCP_CONGESTION, ODD));
        return tests;
    }

    @Test
    void texts_areOneLine() {
        assertOneLine(new NameInfo(ODD, "80").toString());
        assertOneLine(new NetIf(1, ODD).toString());
        assertOneLine(new AddrInfo(0, AF_INET, 0, 0, Sockaddr.any4(0), ODD).toString());
        assertOneLine(Sockaddr.unix(ODD).toString());
        assertOneLine(
                Sockaddr.unixAbstract(ODD.getBytes(StandardCharsets.UTF_8)).toString());
        assertEquals(-ENODEV, Bsd.if_nametoindex(ODD));
    }
}
