package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import io.baresock.testkit.Fds;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The line of settings: what it does, and what is said of a wrong one. */
@EnabledOnOs(OS.LINUX)
class SettingsIT {

    private static io.baresock.Socket of(Socket s) throws Exception {
        return ((BaresockSocket) s).baresock();
    }

    @Test
    void everyKindOfValue_reachesTheSocket() throws Exception {
        String line = "TCP_USER_TIMEOUT=5000, SO_KEEPALIVE=true,TCP_KEEPIDLE=0x10 ,SO_RCVTIMEO=1500ms,SO_SNDTIMEO=2s,"
                + "SO_LINGER=off,TCP_CONGESTION=reno,TCP_NODELAY=1";
        try (Socket s = new BaresockSocketFactory(line).createSocket()) {
            assertEquals(5000, of(s).getOption(TcpOptions.TCP_USER_TIMEOUT));
            assertEquals(true, of(s).getOption(SocketOptions.SO_KEEPALIVE));
            assertEquals(16, of(s).getOption(TcpOptions.TCP_KEEPIDLE));
            assertEquals(Duration.ofMillis(1500), of(s).getOption(SocketOptions.SO_RCVTIMEO));
            assertEquals(Duration.ofSeconds(2), of(s).getOption(SocketOptions.SO_SNDTIMEO));
            assertEquals(Linger.OFF, of(s).getOption(SocketOptions.SO_LINGER));
            assertEquals("reno", of(s).getOption(TcpOptions.TCP_CONGESTION));
            assertTrue(s.getTcpNoDelay());
        }
    }

    @Test
    void aServer_givesItsOptionsToItsConnections() throws Exception {
        try (ServerSocket server = new BaresockServerSocketFactory("TCP_USER_TIMEOUT=700")
                        .createServerSocket(0, 1, Link.LOOPBACK);
                Socket client = new BaresockSocketFactory("TCP_USER_TIMEOUT=800")
                        .createSocket(Link.LOOPBACK, server.getLocalPort());
                Socket accepted = server.accept()) {
            assertEquals(700, of(accepted).getOption(TcpOptions.TCP_USER_TIMEOUT));
            assertEquals(800, of(client).getOption(TcpOptions.TCP_USER_TIMEOUT));
            assertEquals(700, ((BaresockServerSocket) server).baresock().getOption(TcpOptions.TCP_USER_TIMEOUT));
        }
    }

    @Test
    void aDatagramSocket_takesOptionsToo_beforeItIsBound() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(Link.LOOPBACK, 0);
        try (BaresockDatagramSocket first = new BaresockDatagramSocket(loopback, "SO_REUSEPORT=1,SO_BROADCAST=0");
                BaresockDatagramSocket second =
                        new BaresockDatagramSocket(first.getLocalSocketAddress(), "SO_REUSEPORT=1")) {
            assertEquals(first.getLocalPort(), second.getLocalPort());
            assertEquals(false, first.baresock().getOption(SocketOptions.SO_BROADCAST));
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void noSettings_areTheSystemsOptions(String line) throws Exception {
        try (Socket s = new BaresockSocketFactory(line).createSocket()) {
            assertEquals(0, of(s).getOption(TcpOptions.TCP_USER_TIMEOUT));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    TCP_USER_TIMEOT=1       | there is no option TCP_USER_TIMEOT; the nearest names are TCP_USER_TIMEOUT
                    tcp_nodelay=1           | the nearest names are TCP_NODELAY
                    TCP_NODELAY             | "TCP_NODELAY" is no setting: write OPTION=VALUE
                    vsock:2:80              | "vsock:2:80" is no setting
                    SO_RCVBUF=12x           | SO_RCVBUF=12x: write a whole number that an Integer holds, in bytes
                    TCP_USER_TIMEOUT=5000000000 | TCP_USER_TIMEOUT=5000000000: write a whole number that an Integer holds
                    TCP_NODELAY=2           | "2" is no flag: write true, false, 1 or 0
                    SO_RCVTIMEO=5000        | "5000" is no time: write a number and its unit
                    SO_LINGER=-1            | -1 seconds is negative
                    TCP_CC_INFO=1           | TCP_CC_INFO can only be read: leave it out
                    TCP_MD5SIG=x            | TCP_MD5SIG=x: its value is a Md5Sig, which has no text form
                    TCP_KEEPIDLE=99999      | TCP_KEEPIDLE=99999: the system refuses it on a TCP socket that is not connected
                    TCP_USER_TIMEOUT=-1     | TCP_USER_TIMEOUT=-1: the system refuses it
                    TCP_CONGESTION=nonsuch  | TCP_CONGESTION=nonsuch: the system refuses it
                    TCP_NODELAY=1,unix:/tmp/x | TCP_NODELAY=1: the system refuses it on a Unix socket
                    unix:                   | unix:: unix: the path is empty
                    LOCAL_CREDS=1           | leave it out on this system
                    """)
    void aWrongLine_isRefusedByName(String line, String says) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new BaresockSocketFactory(line));
        assertTrue(e.getMessage().contains(says), e::getMessage);
        assertThrows(IllegalArgumentException.class, () -> new BaresockServerSocketFactory(line));
    }

    /** Of many options on a line the message must say which: each begins with the option and its value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TCP_NODELAY=",
                "TCP_NODELAY=maybe",
                "SO_RCVTIMEO=5",
                "SO_RCVTIMEO=-5s",
                "SO_RCVTIMEO=5 s",
                "SO_LINGER=",
                "SO_LINGER=-1",
                "SO_LINGER=99999999999",
                "SO_SNDBUF=0x",
                "IP_TTL=1000",
                "SO_BINDTODEVICE=alongernamethananinterfacecanhave",
                "SO_TIMESTAMPING=1"
            })
    void aWrongValue_isNamedWithItsOption(String setting) {
        String line = "SO_KEEPALIVE=1," + setting + ",SO_REUSEADDR=1";
        Exception e = assertThrows(IllegalArgumentException.class, () -> new BaresockSocketFactory(line));
        assertTrue(e.getMessage().startsWith(setting + ": "), e::getMessage);
        assertFalse(e.getMessage().contains("an Linger"), e::getMessage);
    }

    @Test
    void anOptionThatUdpDoesNotHave_isRefusedOnAUdpSocket() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> new BaresockDatagramSocket(null, "TCP_NODELAY=1"));
        assertTrue(e.getMessage().startsWith("TCP_NODELAY=1: the system refuses it on a UDP socket"), e::getMessage);
        assertThrows(IllegalArgumentException.class, () -> new BaresockDatagramSocket(null, "=1"));
    }

    @Test
    void aPathOrNameThatIsTooLong_isRefused() {
        for (String name : new String[] {"/" + "x".repeat(108), "@" + "x".repeat(108)}) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> new BaresockSocketFactory("unix:" + name));
            assertTrue(
                    e.getMessage().contains("more than the 108")
                            || e.getMessage().contains("more than 107"),
                    e::getMessage);
            assertTrue(e.getMessage().contains("short enough"), e::getMessage);
        }
    }

    @Test
    void aUnixDatagramSocket_isRefused() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> new BaresockDatagramSocket(null, "unix:/tmp/x"));
        assertTrue(e.getMessage().contains("no Unix datagrams"), e::getMessage);
    }

    @Test
    void aWrongLine_leavesNoSocketOpen() throws Exception {
        List<String> before = Fds.open();
        assertThrows(IllegalArgumentException.class, () -> new BaresockSocketFactory("TCP_KEEPIDLE=99999"));
        assertThrows(IllegalArgumentException.class, () -> new BaresockDatagramSocket(null, "TCP_KEEPIDLE=99999"));
        Fds.assertNoOthersThan(before);
    }
}
