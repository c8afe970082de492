package io.baresock.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options as java.net has them: the same values and limits in the JDK's sockets and in ours. */
class OptionContractIT {

    private static Set<String> names(Set<SocketOption<?>> options) {
        return options.stream().map(SocketOption::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource
    void theSetsOfOptions_areThoseOfTheJdk(Case.Maker maker) throws Exception {
        try (Socket s = maker.socket();
                Socket jdk = new Socket()) {
            assertEquals(names(jdk.supportedOptions()), names(s.supportedOptions()));
        }
        try (ServerSocket s = maker.server();
                ServerSocket jdk = new ServerSocket()) {
            assertEquals(names(jdk.supportedOptions()), names(s.supportedOptions()));
        }
        try (DatagramSocket s = maker.datagram(null);
                DatagramSocket jdk = new DatagramSocket(null)) {
            assertEquals(names(jdk.supportedOptions()), names(s.supportedOptions()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSocket_keepsWhatIsSet(Case.Maker maker) throws Exception {
        try (Socket s = maker.socket()) {
            for (boolean on : new boolean[] {true, false}) {
                s.setTcpNoDelay(on);
                s.setKeepAlive(on);
                s.setReuseAddress(on);
                s.setOOBInline(on);
                assertEquals(on, s.getTcpNoDelay() && s.getKeepAlive() && s.getReuseAddress() && s.getOOBInline());
                assertEquals(on, s.getTcpNoDelay() || s.getKeepAlive() || s.getReuseAddress() || s.getOOBInline());
            }
            assertEquals(-1, s.getSoLinger());
            s.setSoLinger(true, 70_000);
            assertEquals(65_535, s.getSoLinger());
            s.setSoLinger(false, 0);
            assertEquals(-1, s.getSoLinger());
            assertThrows(IllegalArgumentException.class, () -> s.setSoLinger(true, -1));
            s.setTrafficClass(0x10);
            assertEquals(0x10, s.getTrafficClass());
            assertThrows(IllegalArgumentException.class, () -> s.setTrafficClass(256));
            s.setSendBufferSize(40_000);
            s.setReceiveBufferSize(50_000);
            assertEquals(40_000, s.getSendBufferSize());
            assertEquals(50_000, s.getReceiveBufferSize());
            assertThrows(IllegalArgumentException.class, () -> s.setSendBufferSize(0));
            assertThrows(IllegalArgumentException.class, () -> s.setReceiveBufferSize(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSocket_takesOptionsByName(Case.Maker maker) throws Exception {
        try (Socket s = maker.socket()) {
            s.setOption(StandardSocketOptions.SO_LINGER, 3).setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 7);
            s.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 5).setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 6);
            assertEquals(3, s.getOption(StandardSocketOptions.SO_LINGER));
            assertEquals(7, s.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
            assertEquals(5, s.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
            assertEquals(6, s.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
            assertThrows(
                    SocketException.class,
                    () -> s.setOption(ExtendedSocketOptions.SO_INCOMING_NAPI_ID, 1),
                    "read only");
            s.setOption(StandardSocketOptions.SO_LINGER, -1);
            assertEquals(-1, s.getOption(StandardSocketOptions.SO_LINGER));
            assertThrows(NullPointerException.class, () -> s.setOption(null, 1));
            assertThrows(IllegalArgumentException.class, () -> s.setOption(StandardSocketOptions.TCP_NODELAY, null));
            assertThrows(IllegalArgumentException.class, () -> s.setOption(StandardSocketOptions.IP_TOS, 256));
            assertThrows(IllegalArgumentException.class, () -> s.setOption(StandardSocketOptions.SO_SNDBUF, -1));
            assertThrows(
                    UnsupportedOperationException.class, () -> s.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1));
            assertThrows(
                    UnsupportedOperationException.class, () -> s.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServer_keepsWhatIsSet(Case.Maker maker) throws Exception {
        try (ServerSocket s = maker.server()) {
            assertTrue(s.getReuseAddress());
            s.setReuseAddress(false);
            assertFalse(s.getReuseAddress());
            s.setReceiveBufferSize(30_000);
            assertEquals(30_000, s.getReceiveBufferSize());
            assertThrows(IllegalArgumentException.class, () -> s.setReceiveBufferSize(0));
            assertThrows(IllegalArgumentException.class, () -> s.setSoTimeout(-1));
            assertThrows(UnsupportedOperationException.class, () -> s.getOption(StandardSocketOptions.TCP_NODELAY));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatagramSocket_keepsWhatIsSet(Case.Maker maker) throws Exception {
        try (DatagramSocket s = maker.datagram(new InetSocketAddress(Link.LOOPBACK, 0))) {
            assertTrue(s.getBroadcast());
            s.setBroadcast(false);
            assertFalse(s.getBroadcast());
            s.setReuseAddress(true);
            assertTrue(s.getReuseAddress());
            s.setSendBufferSize(40_000);
            s.setReceiveBufferSize(50_000);
            assertEquals(40_000, s.getSendBufferSize());
            assertEquals(50_000, s.getReceiveBufferSize());
            s.setTrafficClass(0x10);
            assertEquals(0x10, s.getTrafficClass());
            assertThrows(IllegalArgumentException.class, () -> s.setTrafficClass(256));
            assertThrows(IllegalArgumentException.class, () -> s.setSendBufferSize(0));
            assertThrows(IllegalArgumentException.class, () -> s.setSoTimeout(-1));
            s.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 9);
            s.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
            assertEquals(9, s.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
            assertEquals(false, s.getOption(StandardSocketOptions.IP_MULTICAST_LOOP));
            NetworkInterface loopback = NetworkInterface.getByInetAddress(Link.LOOPBACK);
            s.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            assertEquals(loopback, s.getOption(StandardSocketOptions.IP_MULTICAST_IF));
            assertThrows(UnsupportedOperationException.class, () -> s.getOption(StandardSocketOptions.TCP_NODELAY));
            assertThrows(
                    SocketException.class,
                    () -> s.setOption(ExtendedSocketOptions.SO_INCOMING_NAPI_ID, 1),
                    "read only");
            s.close();
            assertThrows(SocketException.class, () -> s.setTrafficClass(-1), "closed counts before a wrong number");
            assertThrows(IOException.class, () -> s.setOption(StandardSocketOptions.SO_SNDBUF, -1));
            assertThrows(IllegalArgumentException.class, () -> s.setOption(StandardSocketOptions.SO_SNDBUF, null));
        }
    }

    /** A method of its own says so as java.net, an option by its object as a channel. */
    @ParameterizedTest
    @EnumSource
    void aClosedDatagramSocket_hasNoOptions(Case.Maker maker) throws Exception {
        DatagramSocket s = maker.datagram(null);
        s.close();
        for (SocketOption<?> option : s.supportedOptions()) {
            assertThrows(ClosedChannelException.class, () -> s.getOption(option), option.name());
        }
        assertThrows(ClosedChannelException.class, () -> s.setOption(StandardSocketOptions.SO_SNDBUF, -1));
        assertThrows(ClosedChannelException.class, () -> s.setOption(ExtendedSocketOptions.SO_INCOMING_NAPI_ID, 1));
        assertThrows(UnsupportedOperationException.class, () -> s.getOption(StandardSocketOptions.TCP_NODELAY));
        assertThrows(NullPointerException.class, () -> s.getOption(null));
        assertThrows(SocketException.class, s::getSendBufferSize);
        assertThrows(SocketException.class, () -> s.setBroadcast(true));
    }
}
