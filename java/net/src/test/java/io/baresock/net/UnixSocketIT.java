package io.baresock.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.option.SocketOptions;
import io.baresock.testkit.Fds;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unix sockets in the shape of java.net. */
@EnabledOnOs(OS.LINUX)
class UnixSocketIT {

    @TempDir
    Path folder;

    private String settings(boolean isAbstract) {
        return isAbstract ? "unix:@" + folder : "unix:" + folder.resolve("a,b=c");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnection_goesToTheAddressOfTheSettings_whateverWasAskedFor(boolean isAbstract) throws Exception {
        List<String> before = Fds.open();
        String line = "SO_SNDBUF=50000," + settings(isAbstract);
        try (ServerSocket server = new BaresockServerSocketFactory(line).createServerSocket(5432);
                Socket s = new BaresockSocketFactory(line).createSocket("no.such.host.invalid", 80);
                Socket peer = server.accept()) {
            assertEquals("no.such.host.invalid", s.getInetAddress().getHostName());
            assertTrue(s.getInetAddress().isLoopbackAddress() && s.getPort() == 80);
            assertTrue(s.isConnected() && s.isBound() && peer.isConnected());
            assertEquals(0, server.getLocalPort());
            assertTrue(peer.getInetAddress().isLoopbackAddress());
            assertNull(s.getChannel());
            assertEquals(
                    ProcessHandle.current().pid(),
                    ((BaresockSocket) s)
                            .baresock()
                            .getOption(SocketOptions.SO_PEERCRED)
                            .pid());
            assertEquals(100_000, ((BaresockSocket) s).baresock().getOption(SocketOptions.SO_SNDBUF));
            s.getOutputStream().write("ping".getBytes(US_ASCII));
            s.shutdownOutput();
            assertEquals("ping", new String(peer.getInputStream().readAllBytes(), US_ASCII));
            peer.setSoTimeout(1);
            s.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, () -> s.getInputStream().read());
        }
        Fds.assertNoOthersThan(before);
    }

    @Test
    void optionsOfTcp_areKeptAndDoNothing() throws Exception {
        try (Socket s = new BaresockSocketFactory(settings(true)).createSocket()) {
            assertFalse(s.getTcpNoDelay());
            s.setTcpNoDelay(true);
            s.setKeepAlive(true);
            s.setTrafficClass(8);
            assertTrue(s.getTcpNoDelay() && s.getKeepAlive());
            assertEquals(8, s.getTrafficClass());
            s.setOption(StandardSocketOptions.SO_LINGER, 1);
            assertEquals(1, s.getSoLinger());
            assertThrows(SocketException.class, () -> s.sendUrgentData(1));
            s.bind(new InetSocketAddress(0));
            assertTrue(s.isBound());
            assertThrows(IOException.class, () -> s.connect(new InetSocketAddress("127.0.0.1", 1)));
        }
    }

    @Test
    void closingAServer_removesItsNode_andATakenPathIsRefused() throws Exception {
        BaresockServerSocketFactory factory = new BaresockServerSocketFactory(settings(false));
        for (int i = 0; i < 2; i++) {
            try (ServerSocket server = factory.createServerSocket(0)) {
                assertTrue(Files.exists(folder.resolve("a,b=c")));
                assertTrue(server.isBound());
                assertThrows(BindException.class, () -> factory.createServerSocket(0));
            }
            assertFalse(Files.exists(folder.resolve("a,b=c")));
        }
    }

    @Test
    void aListenerWithoutRoom_letsConnectTimeOut() throws Exception {
        BaresockSocketFactory factory = new BaresockSocketFactory(settings(true));
        List<Socket> all = new ArrayList<>();
        try (ServerSocket server = new BaresockServerSocketFactory(settings(true)).createServerSocket(0, 1)) {
            assertTrue(server.isBound());
            assertThrows(SocketTimeoutException.class, () -> {
                for (int i = 0; i < 8; i++) {
                    Socket s = factory.createSocket();
                    all.add(s);
                    s.connect(new InetSocketAddress(0), 10);
                }
            });
        } finally {
            for (Socket s : all) {
                s.close();
            }
        }
    }
}
