package io.baresock.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.option.IpOptions;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import io.baresock.option.UdpOptions;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Netty's options and Baresock's on a channel. */
@EnabledOnOs(OS.LINUX)
class OptionsIT {

    private static <T> void setAndGet(BaresockDatagramChannelConfig config, ChannelOption<T> option, T value) {
        assertTrue(config.setOption(option, value));
        assertEquals(value, config.getOption(option), option.name());
        assertEquals(value, config.getOptions().getOrDefault(option, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INET", "INET6"})
    void eachOptionHasTheValueThatWasSet(String family) throws Exception {
        BaresockDatagramChannel c = new BaresockDatagramChannel(SocketProtocolFamily.valueOf(family));
        BaresockDatagramChannelConfig config = c.config();
        for (boolean on : new boolean[] {true, false}) {
            setAndGet(config, ChannelOption.SO_REUSEADDR, on);
            setAndGet(config, ChannelOption.SO_BROADCAST, on);
            setAndGet(config, UnixChannelOption.SO_REUSEPORT, on);
            setAndGet(config, ChannelOption.IP_MULTICAST_LOOP_DISABLED, on);
            setAndGet(config, BaresockChannelOption.GRO, on);
            setAndGet(config, BaresockChannelOption.PKTINFO, on);
            setAndGet(config, BaresockChannelOption.TOS, on);
            setAndGet(config, BaresockChannelOption.of(SocketOptions.SO_RXQ_OVFL), on);
            setAndGet(config, ChannelOption.AUTO_READ, on);
        }
        setAndGet(config, ChannelOption.IP_TOS, 8);
        setAndGet(config, ChannelOption.IP_MULTICAST_TTL, 3);
        setAndGet(config, BaresockChannelOption.BATCH, 17);
        setAndGet(config, BaresockChannelOption.GSO, 0);
        setAndGet(config, BaresockChannelOption.GSO, 4);
        setAndGet(config, BaresockChannelOption.of(IpOptions.IP_TTL), 77);
        setAndGet(config, ChannelOption.MAX_MESSAGES_PER_WRITE, 5);
        assertNull(config.getNetworkInterface());
        assertNull(config.getInterface());
        NetworkInterface lo = NetworkInterface.getByName("lo");
        setAndGet(config, ChannelOption.IP_MULTICAST_IF, lo);
        config.setInterface(InetAddress.getByName("127.0.0.1"));
        assertEquals(lo, config.getNetworkInterface());
        config.setReceiveBufferSize(100_000).setSendBufferSize(50_000);
        assertEquals(c.socket().getOption(SocketOptions.SO_RCVBUF), config.getReceiveBufferSize());
        assertTrue(config.getReceiveBufferSize() >= 100_000 && config.getSendBufferSize() >= 50_000);
        config.setOption(BaresockChannelOption.of(UdpOptions.UDP_GRO), true);
        assertTrue(config.getOption(BaresockChannelOption.GRO));
        c.socket().close();
    }

    @Test
    void everySetterOfNettysInterfaceCounts() {
        BaresockDatagramChannel c = new BaresockDatagramChannel();
        BaresockDatagramChannelConfig config = c.config()
                .setTrafficClass(4)
                .setReuseAddress(true)
                .setBroadcast(true)
                .setLoopbackModeDisabled(true)
                .setTimeToLive(9)
                .setWriteSpinCount(3)
                .setConnectTimeoutMillis(5)
                .setAutoClose(false)
                .setAutoRead(false);
        assertEquals(4, config.getTrafficClass());
        assertTrue(config.isReuseAddress() && config.isBroadcast() && config.isLoopbackModeDisabled());
        assertEquals(9, config.getTimeToLive());
        assertEquals(3, config.getWriteSpinCount());
        assertEquals(5, config.getConnectTimeoutMillis());
        assertFalse(config.isAutoClose() || config.isAutoRead());
        c.socket().close();
    }

    private static String refused(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // values of a wrong type, as a program without generics may pass
    void whatAnOptionDoesNotTake_isRefusedByName() {
        BaresockDatagramChannel c = new BaresockDatagramChannel();
        BaresockDatagramChannelConfig config = c.config();
        for (Map.Entry<ChannelOption<Integer>, Integer> wrong : Map.of(
                        BaresockChannelOption.BATCH, 0,
                        BaresockChannelOption.GSO, 1,
                        ChannelOption.IP_TOS, 256,
                        ChannelOption.IP_MULTICAST_TTL, -1,
                        ChannelOption.SO_RCVBUF, 0,
                        ChannelOption.SO_SNDBUF, -5)
                .entrySet()) {
            String why = refused(() -> config.setOption(wrong.getKey(), wrong.getValue()));
            assertTrue(why.startsWith("option " + wrong.getKey().name()), why);
            assertTrue(why.contains("" + wrong.getValue()), why);
        }
        String many = refused(() -> config.setOption(BaresockChannelOption.BATCH, 1025));
        assertEquals("option io.baresock.netty#BATCH: 1025 is not in 1..1024", many);
        ChannelOption<Boolean> rxq = BaresockChannelOption.of(SocketOptions.SO_RXQ_OVFL);
        String type = refused(() -> config.setOption((ChannelOption) rxq, "yes"));
        assertEquals("option io.baresock#SO_RXQ_OVFL: the value yes is not a Boolean", type);
        ChannelException tcp = assertThrows(
                ChannelException.class, () -> config.setOption(BaresockChannelOption.of(TcpOptions.TCP_NODELAY), true));
        assertInstanceOf(ErrnoException.class, tcp.getCause());
        assertTrue(
                tcp.getCause().getMessage().contains("TCP_NODELAY"),
                tcp.getCause().getMessage());
        assertFalse(config.setOption(ChannelOption.TCP_NODELAY, true));
        assertNull(config.getOption(ChannelOption.TCP_NODELAY));
        refused(() -> new BaresockDatagramChannel(SocketProtocolFamily.UNIX));
        assertSame(rxq, BaresockChannelOption.of(SocketOptions.SO_RXQ_OVFL));
        c.socket().close();
    }
}
