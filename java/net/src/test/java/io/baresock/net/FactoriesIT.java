package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Fds;
import io.baresock.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of the factories' methods, of the JDK's factories and of ours. */
class FactoriesIT {

    private static SocketFactory sockets(boolean ours) {
        return ours ? new BaresockSocketFactory() : SocketFactory.getDefault();
    }

    private static ServerSocketFactory servers(boolean ours) {
        return ours ? new BaresockServerSocketFactory() : ServerSocketFactory.getDefault();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyFormConnects(boolean ours) throws Exception {
        SocketFactory factory = sockets(ours);
        InetAddress loopback = Link.LOOPBACK;
        try (ServerSocket server = servers(ours).createServerSocket(0, 9, loopback)) {
            int port = server.getLocalPort();
            for (Socket s : List.of(
                    factory.createSocket((String) null, port),
                    factory.createSocket("127.0.0.1", port),
                    factory.createSocket("127.0.0.1", port, loopback, 0),
                    factory.createSocket("127.0.0.1", port, null, 0),
                    factory.createSocket(loopback, port),
                    factory.createSocket(loopback, port, loopback, 0),
                    factory.createSocket(loopback, port, null, 0))) {
                try (s;
                        Socket accepted = server.accept()) {
                    assertTrue(s.isConnected());
                    assertEquals(s.getLocalSocketAddress(), accepted.getRemoteSocketAddress());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyFormListens(boolean ours) throws Exception {
        ServerSocketFactory factory = servers(ours);
        try (ServerSocket unbound = factory.createServerSocket();
                ServerSocket one = factory.createServerSocket(0);
                ServerSocket two = factory.createServerSocket(0, 5);
                ServerSocket three = factory.createServerSocket(0, 0, null)) {
            assertTrue(!unbound.isBound() && one.isBound() && two.isBound() && three.isBound());
            assertTrue(three.getInetAddress().isAnyLocalAddress());
        }
        assertThrows(IllegalArgumentException.class, () -> factory.createServerSocket(-1));
        assertThrows(IllegalArgumentException.class, () -> factory.createServerSocket(65536));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailure_isNamed(boolean ours) {
        SocketFactory factory = sockets(ours);
        assertThrows(IllegalArgumentException.class, () -> factory.createSocket("127.0.0.1", 65536));
        assertThrows(UnknownHostException.class, () -> factory.createSocket("no.such.host.invalid", 1));
        assertThrows(NullPointerException.class, () -> factory.createSocket((InetAddress) null, 1));
        assertThrows(NullPointerException.class, () -> factory.createSocket((InetAddress) null, 1, Link.LOOPBACK, 0));
    }

    @Test
    void aConnectionOrServerThatFails_leavesNoSocketOpen() throws Exception {
        int free = Ports.refusing(Link.LOOPBACK.getHostAddress()).getPort();
        List<String> before = Fds.open();
        assertThrows(IOException.class, () -> new BaresockSocketFactory().createSocket(Link.LOOPBACK, free));
        assertThrows(IOException.class, () -> new BaresockServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getByName("192.0.2.1")));
        assertThrows(IOException.class, () -> new BaresockDatagramSocket(0, InetAddress.getByName("192.0.2.1")));
        Fds.assertNoOthersThan(before);
    }
}
