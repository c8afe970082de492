package io.baresock.netty;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.option.IpOptions;
import io.baresock.option.Ipv6Options;
import io.baresock.option.Multicast;
import io.baresock.option.MulticastInterface;
import io.baresock.option.SocketOptions;
import io.baresock.option.UdpOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannelConfig;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link BaresockDatagramChannel}. Beside those of Netty's datagram channels it takes each
 * {@link BaresockChannelOption}. A getter or setter that the system refuses throws a {@link ChannelException}, whose cause is the
 * {@link ErrnoException}. Thread-safe.
 */
public final class BaresockDatagramChannelConfig extends DefaultChannelConfig implements DatagramChannelConfig {

    private static final int DATAGRAM_ROOM = 2048;
    private static final int DEFAULT_BATCH = 64;
    private static final int DEFAULT_RUN = 16;
    private static final int BYTE_MAX = 255;

    private final BaresockDatagramChannel owner;
    private final Socket socket;
    private final boolean six;
    private final Map<ChannelOption<?>, Access<?>> access = new HashMap<>();
    private volatile int batch = DEFAULT_BATCH;
    private volatile int gso = DEFAULT_RUN;
    private volatile boolean gro;
    private volatile boolean activeOnRegistration;
    private volatile @Nullable NetworkInterface networkInterface;

    /** How an option is read and written. */
    private record Access<T>(Get<T> get, Set<T> set) {}

    private interface Get<T> {
        @Nullable
        T get() throws ErrnoException;
    }

    private interface Set<T> {
        void set(T value) throws ErrnoException;
    }

    BaresockDatagramChannelConfig(BaresockDatagramChannel channel, Socket socket) {
        super(channel, new FixedRecvByteBufAllocator(DATAGRAM_ROOM));
        owner = channel;
        this.socket = socket;
        six = socket.domain() == Bsd.AF_INET6;
        commonOptions();
        activeOption();
        ownOptions();
    }

    private <T> void add(ChannelOption<T> option, Get<T> get, Set<T> set) {
        access.put(option, new Access<>(get, set));
    }

    private void commonOptions() {
        add(ChannelOption.SO_SNDBUF, () -> socket.getOption(SocketOptions.SO_SNDBUF), this::sendBuffer);
        add(ChannelOption.SO_RCVBUF, () -> socket.getOption(SocketOptions.SO_RCVBUF), this::receiveBuffer);
        same(ChannelOption.SO_REUSEADDR, SocketOptions.SO_REUSEADDR);
        same(ChannelOption.SO_BROADCAST, SocketOptions.SO_BROADCAST);
        same(UnixChannelOption.SO_REUSEPORT, SocketOptions.SO_REUSEPORT);
        add(
                ChannelOption.IP_TOS,
                () -> socket.getOption(six ? Ipv6Options.IPV6_TCLASS : IpOptions.IP_TOS),
                v -> both(Ipv6Options.IPV6_TCLASS, IpOptions.IP_TOS, inByte("IP_TOS", v)));
        add(
                ChannelOption.IP_MULTICAST_TTL,
                () -> socket.getOption(six ? Ipv6Options.IPV6_MULTICAST_HOPS : IpOptions.IP_MULTICAST_TTL),
                v -> both(Ipv6Options.IPV6_MULTICAST_HOPS, IpOptions.IP_MULTICAST_TTL, inByte("IP_MULTICAST_TTL", v)));
        add( // Netty's name says what is disabled
                ChannelOption.IP_MULTICAST_LOOP_DISABLED,
                () -> !socket.getOption(six ? Ipv6Options.IPV6_MULTICAST_LOOP : IpOptions.IP_MULTICAST_LOOP),
                v -> both(Ipv6Options.IPV6_MULTICAST_LOOP, IpOptions.IP_MULTICAST_LOOP, !v));
        add(ChannelOption.IP_MULTICAST_IF, () -> networkInterface, this::outgoing);
        add(ChannelOption.IP_MULTICAST_ADDR, this::interfaceAddress, v -> outgoing(interfaceOf(v)));
    }

    @SuppressWarnings("deprecation") // Netty's DNS resolver sets it
    private void activeOption() {
        add(
                ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION,
                () -> activeOnRegistration,
                v -> activeOnRegistration = v);
    }

    private void ownOptions() {
        add(BaresockChannelOption.BATCH, () -> batch, v -> batch = v);
        add(BaresockChannelOption.GSO, () -> gso, v -> gso = run(v));
        add(BaresockChannelOption.GRO, () -> gro, this::merge);
        add(BaresockChannelOption.of(UdpOptions.UDP_GRO), () -> gro, this::merge); // the buffers depend on it
        add(
                BaresockChannelOption.PKTINFO,
                () -> socket.getOption(six ? Ipv6Options.IPV6_RECVPKTINFO : IpOptions.IP_PKTINFO),
                v -> socket.setOption(six ? Ipv6Options.IPV6_RECVPKTINFO : IpOptions.IP_PKTINFO, v));
        add(
                BaresockChannelOption.TOS,
                () -> socket.getOption(six ? Ipv6Options.IPV6_RECVTCLASS : IpOptions.IP_RECVTOS),
                v -> both(Ipv6Options.IPV6_RECVTCLASS, IpOptions.IP_RECVTOS, v));
    }

    private <T> void same(ChannelOption<T> option, SocketOption<T> bare) {
        add(option, () -> socket.getOption(bare), v -> socket.setOption(bare, v));
    }

    /** A socket for both families has a value for each. */
    private <T> void both(SocketOption<T> inet6, SocketOption<T> inet, T value) throws ErrnoException {
        if (six) {
            socket.setOption(inet6, value);
        }
        socket.setOption(inet, value);
    }

    private static int inByte(String option, int value) {
        if (value < 0 || value > BYTE_MAX) {
            throw new IllegalArgumentException("option " + option + ": " + value + " is not in 0.." + BYTE_MAX);
        }
        return value;
    }

    private static int run(int value) {
        if (value == 1) {
            throw new IllegalArgumentException("option " + BaresockChannelOption.GSO.name()
                    + ": a run of 1 datagram is no piece; take 2 or more, or 0 to send no pieces");
        }
        return value;
    }

    private static int positive(String option, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("option " + option + ": " + value + " is not positive");
        }
        return value;
    }

    private void sendBuffer(int size) throws ErrnoException {
        socket.setOption(SocketOptions.SO_SNDBUF, positive("SO_SNDBUF", size));
    }

    private void receiveBuffer(int size) throws ErrnoException {
        socket.setOption(SocketOptions.SO_RCVBUF, positive("SO_RCVBUF", size));
    }

    private void merge(boolean on) throws ErrnoException {
        socket.setOption(UdpOptions.UDP_GRO, on);
        gro = on;
    }

    private void outgoing(NetworkInterface chosen) throws ErrnoException {
        Multicast.setInterface(socket, chosen.getIndex());
        if (six) {
            socket.setOption(IpOptions.IP_MULTICAST_IF, new MulticastInterface(chosen.getIndex()));
        }
        networkInterface = chosen;
    }

    private @Nullable InetAddress interfaceAddress() {
        NetworkInterface chosen = networkInterface;
        return chosen == null ? null : chosen.inetAddresses().findFirst().orElse(null);
    }

    private static NetworkInterface interfaceOf(InetAddress address) {
        try {
            NetworkInterface found = NetworkInterface.getByInetAddress(address);
            if (found == null) {
                throw new IllegalArgumentException("option IP_MULTICAST_ADDR: no interface has the address " + address);
            }
            return found;
        } catch (SocketException e) {
            throw new ChannelException(e);
        }
    }

    // ---- for the channel ----

    int batch() {
        return batch;
    }

    int gso() {
        return gso;
    }

    boolean isActiveOnRegistration() {
        return activeOnRegistration;
    }

    boolean isMerged() {
        return gro;
    }

    @Nullable
    NetworkInterface outgoing() {
        return networkInterface;
    }

    @Override
    protected void autoReadCleared() {
        owner.autoReadCleared();
    }

    // ---- options ----

    @Override
    public Map<ChannelOption<?>, Object> getOptions() {
        return getOptions(super.getOptions(), access.keySet().toArray(new ChannelOption<?>[0]));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // an interface that was not chosen is null, as in Netty's channels
    public <T> T getOption(ChannelOption<T> option) {
        Objects.requireNonNull(option, "getOption: the option is null");
        Access<T> a = (Access<T>) access.get(option);
        try {
            if (a != null) {
                return a.get.get();
            }
            if (option instanceof BaresockChannelOption<T> own && own.option() != null) {
                return socket.getOption(own.option());
            }
        } catch (ErrnoException e) {
            throw new ChannelException(e);
        }
        return super.getOption(option);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        validate(option, value);
        Access<T> a = (Access<T>) access.get(option);
        try {
            if (a != null) {
                a.set.set(value);
                return true;
            }
            if (option instanceof BaresockChannelOption<T> own && own.option() != null) {
                socket.setOption(own.option(), value);
                return true;
            }
        } catch (ErrnoException e) {
            throw new ChannelException(e);
        }
        return super.setOption(option, value);
    }

    private <T> T get(ChannelOption<T> option) {
        return getOption(option);
    }

    private <T> BaresockDatagramChannelConfig set(ChannelOption<T> option, T value) {
        setOption(option, value);
        return this;
    }

    @Override
    public int getSendBufferSize() {
        return get(ChannelOption.SO_SNDBUF);
    }

    @Override
    public BaresockDatagramChannelConfig setSendBufferSize(int sendBufferSize) {
        return set(ChannelOption.SO_SNDBUF, sendBufferSize);
    }

    @Override
    public int getReceiveBufferSize() {
        return get(ChannelOption.SO_RCVBUF);
    }

    @Override
    public BaresockDatagramChannelConfig setReceiveBufferSize(int receiveBufferSize) {
        return set(ChannelOption.SO_RCVBUF, receiveBufferSize);
    }

    @Override
    public int getTrafficClass() {
        return get(ChannelOption.IP_TOS);
    }

    @Override
    public BaresockDatagramChannelConfig setTrafficClass(int trafficClass) {
        return set(ChannelOption.IP_TOS, trafficClass);
    }

    @Override
    public boolean isReuseAddress() {
        return get(ChannelOption.SO_REUSEADDR);
    }

    @Override
    public BaresockDatagramChannelConfig setReuseAddress(boolean reuseAddress) {
        return set(ChannelOption.SO_REUSEADDR, reuseAddress);
    }

    @Override
    public boolean isBroadcast() {
        return get(ChannelOption.SO_BROADCAST);
    }

    @Override
    public BaresockDatagramChannelConfig setBroadcast(boolean broadcast) {
        return set(ChannelOption.SO_BROADCAST, broadcast);
    }

    @Override
    public boolean isLoopbackModeDisabled() {
        return get(ChannelOption.IP_MULTICAST_LOOP_DISABLED);
    }

    @Override
    public BaresockDatagramChannelConfig setLoopbackModeDisabled(boolean loopbackModeDisabled) {
        return set(ChannelOption.IP_MULTICAST_LOOP_DISABLED, loopbackModeDisabled);
    }

    @Override
    public int getTimeToLive() {
        return get(ChannelOption.IP_MULTICAST_TTL);
    }

    @Override
    public BaresockDatagramChannelConfig setTimeToLive(int ttl) {
        return set(ChannelOption.IP_MULTICAST_TTL, ttl);
    }

    @Override
    public InetAddress getInterface() {
        return get(ChannelOption.IP_MULTICAST_ADDR);
    }

    @Override
    public BaresockDatagramChannelConfig setInterface(InetAddress interfaceAddress) {
        return set(ChannelOption.IP_MULTICAST_ADDR, interfaceAddress);
    }

    @Override
    public NetworkInterface getNetworkInterface() {
        return get(ChannelOption.IP_MULTICAST_IF);
    }

    @Override
    public BaresockDatagramChannelConfig setNetworkInterface(NetworkInterface networkInterface) {
        return set(ChannelOption.IP_MULTICAST_IF, networkInterface);
    }

    // ---- Netty's own, with this type ----

    @Override
    @Deprecated
    public BaresockDatagramChannelConfig setMaxMessagesPerRead(int maxMessagesPerRead) {
        super.setMaxMessagesPerRead(maxMessagesPerRead);
        return this;
    }

    @Override
    public BaresockDatagramChannelConfig setWriteSpinCount(int writeSpinCount) {
        super.setWriteSpinCount(writeSpinCount);
        return this;
    }

    @Override
    public BaresockDatagramChannelConfig setConnectTimeoutMillis(int connectTimeoutMillis) {
        super.setConnectTimeoutMillis(connectTimeoutMillis);
        return this;
    }

    @Override
    public BaresockDatagramChannelConfig setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return this;
    }

    @Override
    public BaresockDatagramChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator allocator) {
        super.setRecvByteBufAllocator(allocator);
        return this;
    }

    @Override
    public BaresockDatagramChannelConfig setAutoRead(boolean autoRead) {
        super.setAutoRead(autoRead);
        return this;
    }

    @Override
    public BaresockDatagramChannelConfig setAutoClose(boolean autoClose) {
        super.setAutoClose(autoClose);
        return this;
    }

    @Override
    public BaresockDatagramChannelConfig setMessageSizeEstimator(MessageSizeEstimator estimator) {
        super.setMessageSizeEstimator(estimator);
        return this;
    }

    @Override
    public BaresockDatagramChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark writeBufferWaterMark) {
        super.setWriteBufferWaterMark(writeBufferWaterMark);
        return this;
    }
}
