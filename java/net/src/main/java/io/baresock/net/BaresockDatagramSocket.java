package io.baresock.net;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.option.IpOptions;
import io.baresock.option.Ipv6Options;
import io.baresock.option.Multicast;
import io.baresock.option.SocketOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DatagramSocket} over a socket of Baresock, for programs and libraries that take one. It keeps java.net's contract, and:
 *
 * <ul>
 *   <li>Several threads send at once, and several receive at once: no call holds a lock while it is in the kernel.
 *   <li>A receive writes into the packet's own array. To send to a known peer and to receive from one allocates nothing, if packets
 *       are used again. ({@link DatagramPacket#setLength} of some JDKs may allocate 16 bytes where the length changes.)
 *   <li>{@link #baresock} has every option of {@code io.baresock.option}, and the constructor takes them as a line of settings.
 *   <li>Groups are joined and left by interface, and this socket gets the datagrams only of groups that it has joined itself.
 * </ul>
 *
 * <p>A call that waits parks a virtual thread; interrupting that closes the socket, as java.net says. Thread-safe.
 *
 * <p>One thing is not as in the JDK, and cannot be: a packet whose {@link DatagramPacket#setLength length} is set, between two
 * receives, to the very length that the last one gave it, counts as not changed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
public final class BaresockDatagramSocket extends DatagramSocket {

    private static final int MOST_WAITING = 1 << 16; // more than a buffer of the usual size holds

    private final Socket socket;
    private final PeerAddresses peers = new PeerAddresses();
    private final PacketRooms rooms = new PacketRooms();
    private final ArrayDeque<SockaddrStorage> storages = new ArrayDeque<>(); // as many as threads receive at once
    private final ReentrantLock naming = new ReentrantLock(); // of bind, connect and disconnect

    private volatile int timeout; // milliseconds; 0 for ever
    private volatile @Nullable InetSocketAddress local;
    private volatile @Nullable InetSocketAddress remote;
    private volatile @Nullable NetworkInterface outgoing;

    /**
     * A socket on a port that the system chooses, on all addresses.
     *
     * @throws SocketException if it cannot be opened or bound
     */
    public BaresockDatagramSocket() throws SocketException {
        this(new InetSocketAddress(0));
    }

    /**
     * A socket on a port, on all addresses.
     *
     * @param port 0 to 65535; 0 for one that the system chooses
     * @throws SocketException if it cannot be opened or bound
     */
    public BaresockDatagramSocket(int port) throws SocketException {
        this(new InetSocketAddress(port));
    }

    /**
     * A socket on a port of an address.
     *
     * @param port 0 to 65535; 0 for one that the system chooses
     * @param address null for all
     * @throws SocketException if it cannot be opened or bound
     */
    public BaresockDatagramSocket(int port, @Nullable InetAddress address) throws SocketException {
        this(new InetSocketAddress(address, port));
    }

    /**
     * A socket at an address.
     *
     * @param address an {@link InetSocketAddress}; null for a socket that is not bound yet
     * @throws SocketException if it cannot be opened or bound
     */
    public BaresockDatagramSocket(@Nullable SocketAddress address) throws SocketException {
        this(address, null);
    }

    /**
     * A socket at an address, with options that are set before it is bound.
     *
     * @param address an {@link InetSocketAddress}; null for a socket that is not bound yet
     * @param line such as {@code SO_REUSEPORT=1,SO_BUSY_POLL=50}: options as described at {@linkplain io.baresock.net the package}; null or
     *     empty sets nothing
     * @throws IllegalArgumentException if an option does not exist or its value is wrong, or the system refuses it; it names the option
     * @throws SocketException if it cannot be opened or bound
     */
    public BaresockDatagramSocket(@Nullable SocketAddress address, @Nullable String line) throws SocketException {
        super(new NoImpl());
        Settings settings = Settings.parse(line, Bsd.SOCK_DGRAM);
        boolean done = false;
        Socket opened = null;
        try {
            opened = settings.open(Bsd.SOCK_DGRAM);
            prepare(opened, settings);
            socket = opened;
            if (address != null) {
                bind(address);
            }
            done = true;
        } catch (ErrnoException e) {
            throw Failures.other(e);
        } finally {
            if (!done && opened != null) {
                opened.close();
            }
        }
    }

    /** What java.net promises of a new socket. What the settings name comes from them. */
    private static void prepare(Socket socket, Settings settings) throws ErrnoException {
        if (!settings.names(SocketOptions.SO_BROADCAST)) {
            socket.setOption(SocketOptions.SO_BROADCAST, true);
        }
        // Or the socket gets what other sockets of this machine have joined.
        if (IpOptions.IP_MULTICAST_ALL.isSupported() && !settings.names(IpOptions.IP_MULTICAST_ALL)) {
            socket.setOption(IpOptions.IP_MULTICAST_ALL, false);
        }
        if (socket.domain() == Bsd.AF_INET6
                && Ipv6Options.IPV6_MULTICAST_ALL.isSupported()
                && !settings.names(Ipv6Options.IPV6_MULTICAST_ALL)) {
            socket.setOption(Ipv6Options.IPV6_MULTICAST_ALL, false);
        }
    }

    /**
     * The socket of Baresock below, for options and calls that java.net does not have, such as batches. It is one socket: what one
     * changes the other sees. Close this one, not that.
     *
     * @return the socket
     */
    public Socket baresock() {
        return socket;
    }

    // ---- addresses ----

    private static InetSocketAddress inet(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            UnsupportedAddressTypeException e = new UnsupportedAddressTypeException(); // it has no message
            e.initCause(new IllegalArgumentException("an InetSocketAddress is needed, not " + address));
            throw e;
        }
        return inet;
    }

    private static void requireResolved(InetSocketAddress address) throws SocketException {
        if (address.isUnresolved()) {
            throw new SocketException("Unresolved address");
        }
    }

    private void requireOpen() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
    }

    @Override
    public void bind(@Nullable SocketAddress address) throws SocketException {
        InetSocketAddress to = inet(address == null ? new InetSocketAddress(0) : address);
        naming.lock();
        try {
            requireOpen();
            if (local != null) {
                throw new SocketException("Already bound");
            }
            requireResolved(to);
            socket.bind(Addresses.local(to.getAddress(), to.getPort()));
            local = Addresses.java(socket.localAddress());
        } catch (ErrnoException e) {
            throw Failures.opening(e);
        } finally {
            naming.unlock();
        }
    }

    private void bindIfNeeded() throws SocketException {
        if (local == null) {
            naming.lock();
            try {
                if (local == null) {
                    bind(null);
                }
            } finally {
                naming.unlock();
            }
        }
    }

    @Override
    public void connect(InetAddress address, int port) {
        if (address == null) {
            throw new IllegalArgumentException("Address can't be null");
        }
        try {
            connect(new InetSocketAddress(address, port));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Connects: datagrams go to this peer and come from it only. Those that came before are dropped. Connecting again is permitted.
     *
     * @param address an {@link InetSocketAddress} with a port
     * @throws SocketException if the address is unresolved or cannot be reached
     */
    @Override
    public void connect(SocketAddress address) throws SocketException {
        if (address == null) {
            throw new IllegalArgumentException("Address can't be null");
        }
        InetSocketAddress to = inet(address);
        requireResolved(to);
        naming.lock();
        try {
            if (isClosed()) {
                return; // as the JDK's does
            }
            if (to.getPort() == 0) {
                throw new SocketException("Can't connect to port 0");
            }
            bindIfNeeded();
            if (remote != null) {
                dissolve();
            }
            socket.connect(Addresses.sockaddr(to.getAddress(), to.getPort()));
            local = Addresses.java(socket.localAddress());
            remote = to;
            dropWaiting();
        } catch (ErrnoException e) {
            throw Failures.opening(e);
        } finally {
            naming.unlock();
        }
    }

    /** Drops what others have sent before the connection. It ends although the peer may go on sending. */
    private void dropWaiting() throws ErrnoException {
        byte[] none = new byte[1];
        int n = 0;
        for (int i = 0; i < MOST_WAITING && n != Socket.WOULD_BLOCK; i++) {
            n = socket.recv(none, 0, 1, 0, 0);
        }
    }

    @Override
    public void disconnect() {
        naming.lock();
        try {
            if (remote != null && !isClosed()) {
                dissolve();
            }
        } catch (ErrnoException e) {
            throw new UncheckedIOException(Failures.other(e));
        } finally {
            naming.unlock();
        }
    }

    /** Linux forgets a port that it chose itself: the socket is bound to it again. */
    private void dissolve() throws ErrnoException {
        InetSocketAddress before = Objects.requireNonNull(local);
        try {
            socket.connect(Sockaddr.raw(Bsd.AF_UNSPEC, new byte[14]));
        } catch (ErrnoException e) {
            if (e.errno() != Bsd.EAFNOSUPPORT) { // BSD says so, and has done it
                throw e;
            }
        }
        remote = null;
        Sockaddr now = socket.localAddress();
        if (now.port() == 0) {
            socket.bind(Addresses.local(Addresses.java(now).getAddress(), before.getPort()));
            now = socket.localAddress();
        }
        local = Addresses.java(now);
    }

    @Override
    public boolean isBound() {
        return local != null;
    }

    @Override
    public boolean isConnected() {
        return remote != null;
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        InetSocketAddress peer = remote;
        return peer == null ? null : peer.getAddress();
    }

    @Override
    public int getPort() {
        InetSocketAddress peer = remote;
        return peer == null ? -1 : peer.getPort();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return remote;
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return isClosed() ? null : local;
    }

    @Override
    public @Nullable InetAddress getLocalAddress() {
        InetSocketAddress own = local;
        return isClosed() ? null : (own == null ? new InetSocketAddress(0) : own).getAddress();
    }

    @Override
    public int getLocalPort() {
        InetSocketAddress own = local;
        return isClosed() ? -1 : own == null ? 0 : own.getPort();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public boolean isClosed() {
        return socket.isClosed();
    }

    /** {@return null: this socket has no channel} */
    @Override
    public @Nullable DatagramChannel getChannel() {
        return null;
    }

    // ---- data ----

    /**
     * Sends a packet. It holds no lock in the kernel, so several threads send at once.
     *
     * @param p the packet; on a connected socket it may have no address, and gets the peer's
     * @throws IllegalArgumentException if it has no address, or not the peer's
     * @throws java.net.PortUnreachableException if an earlier datagram of a connected socket came to nobody
     * @throws IOException if it cannot be sent
     */
    @Override
    public void send(DatagramPacket p) throws IOException {
        Objects.requireNonNull(p, "p");
        requireOpenToSend();
        byte[] data;
        int offset;
        int length;
        Sockaddr to;
        synchronized (p) {
            data = p.getData();
            offset = p.getOffset();
            length = p.getLength();
            to = receiver(p);
        }
        bindIfNeeded(); // last: a packet that is refused does not give the socket a port
        try {
            int n = to == null
                    ? socket.send(data, offset, length, 0, -1)
                    : socket.sendto(data, offset, length, 0, to, -1);
            if (n == Socket.WOULD_BLOCK) { // SO_SNDTIMEO
                throw new SocketTimeoutException("Send timed out");
            }
        } catch (ErrnoException e) {
            throw failed(e);
        }
    }

    private void requireOpenToSend() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket closed");
        }
    }

    /** Where a packet goes; null for the peer of a connected socket. */
    private @Nullable Sockaddr receiver(DatagramPacket p) throws SocketException {
        InetSocketAddress peer = remote;
        InetAddress address = p.getAddress();
        if (peer == null) {
            if (address == null) {
                throw new IllegalArgumentException("Address not set");
            }
            if (p.getPort() == 0) {
                throw new SocketException("Can't send to port 0");
            }
            return peers.of(address, p.getPort());
        }
        if (address == null) {
            p.setSocketAddress(peer);
        } else if (p.getPort() != peer.getPort() || !address.equals(peer.getAddress())) {
            throw new IllegalArgumentException("Connected and packet address differ");
        }
        return null;
    }

    /**
     * Receives a packet into its own array. A datagram that is longer than the packet is cut.
     *
     * @param p gets the data, the length and the sender's address
     * @throws SocketTimeoutException if the time of {@link #setSoTimeout} passed
     * @throws java.net.PortUnreachableException if a datagram of a connected socket came to nobody
     * @throws IOException if the socket is closed meanwhile, or the kernel has an error to tell
     */
    @Override
    public void receive(DatagramPacket p) throws IOException {
        Objects.requireNonNull(p, "p");
        requireOpenToSend();
        bindIfNeeded();
        byte[] data;
        int offset;
        int room;
        synchronized (p) {
            data = p.getData();
            offset = p.getOffset();
            room = rooms.room(p);
        }
        SockaddrStorage from = storage();
        try {
            int n = socket.recvfrom(data, offset, room, 0, from, timeoutNanos());
            if (n == Socket.WOULD_BLOCK) {
                throw new SocketTimeoutException("Receive timed out");
            }
            InetSocketAddress sender = peers.of(from);
            synchronized (p) {
                p.setSocketAddress(sender);
                rooms.received(p, Math.min(n, room), room);
            }
        } catch (ErrnoException e) {
            throw failed(e);
        } finally {
            giveBack(from);
        }
    }

    private long timeoutNanos() {
        int millis = timeout;
        return millis == 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private SockaddrStorage storage() {
        synchronized (storages) {
            SockaddrStorage spare = storages.poll();
            return spare == null ? new SockaddrStorage() : spare;
        }
    }

    private void giveBack(SockaddrStorage storage) {
        synchronized (storages) {
            storages.push(storage);
        }
    }

    /** java.net closes the socket of a virtual thread that was interrupted. */
    private IOException failed(ErrnoException e) {
        IOException failure = Failures.datagram(e);
        if (failure instanceof InterruptedIOException) {
            close();
            return Failures.because(new SocketException("Closed by interrupt"), e);
        }
        return failure;
    }

    // ---- groups ----

    private static Sockaddr group(SocketAddress address) throws SocketException {
        if (!(address instanceof InetSocketAddress inet)) {
            throw new IllegalArgumentException("Unsupported address type");
        }
        if (inet.isUnresolved()) {
            throw new IllegalArgumentException("Unresolved address");
        }
        if (!inet.getAddress().isMulticastAddress()) {
            throw new SocketException("Not a multicast address");
        }
        return Sockaddr.of(inet);
    }

    private int index(@Nullable NetworkInterface networkInterface) {
        NetworkInterface chosen = networkInterface == null ? outgoing : networkInterface;
        return chosen == null ? 0 : chosen.getIndex();
    }

    @Override
    public void joinGroup(SocketAddress address, @Nullable NetworkInterface networkInterface) throws IOException {
        Sockaddr group = group(address);
        requireOpen();
        try {
            Multicast.join(socket, group, index(networkInterface));
        } catch (ErrnoException e) {
            throw e.errno() == Bsd.EADDRINUSE
                    ? Failures.because(new SocketException("Already a member of group"), e)
                    : Failures.other(e);
        }
    }

    @Override
    public void leaveGroup(SocketAddress address, @Nullable NetworkInterface networkInterface) throws IOException {
        Sockaddr group = group(address);
        requireOpen();
        try {
            Multicast.leave(socket, group, index(networkInterface));
        } catch (ErrnoException e) {
            throw e.errno() == Bsd.EADDRNOTAVAIL
                    ? Failures.because(new SocketException("Not a member of group"), e)
                    : Failures.other(e);
        }
    }

    // ---- options ----

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        requireOpen();
        if (millis < 0) {
            throw new IllegalArgumentException("timeout < 0");
        }
        timeout = millis;
    }

    @Override
    public int getSoTimeout() throws SocketException {
        requireOpen();
        return timeout;
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_SNDBUF, positive(size, "Invalid send size"));
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return get(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_RCVBUF, positive(size, "Invalid receive size"));
    }

    private static int positive(int size, String otherwise) {
        if (size <= 0) {
            throw new IllegalArgumentException(otherwise);
        }
        return size;
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return get(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public void setBroadcast(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_BROADCAST, on);
    }

    @Override
    public boolean getBroadcast() throws SocketException {
        return get(StandardSocketOptions.SO_BROADCAST);
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        set(StandardSocketOptions.IP_TOS, trafficClass);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return get(StandardSocketOptions.IP_TOS);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return JavaOptions.OF_DATAGRAMS;
    }

    @Override
    public <T> DatagramSocket setOption(SocketOption<T> option, T value) throws IOException {
        JavaOptions.requireSupported(supportedOptions(), Objects.requireNonNull(option, "option"));
        JavaOptions.requireType(option, value);
        requireOpenForOptions();
        set(option, value);
        return this;
    }

    /** For an option by its object the JDK has a channel's exception, and that of {@link #requireOpen} for a method of its own. */
    private void requireOpenForOptions() throws ClosedChannelException {
        if (isClosed()) {
            throw new ClosedChannelException();
        }
    }

    private <T> void set(SocketOption<T> option, T value) throws SocketException {
        requireOpen();
        JavaOptions.requireRange(option, value);
        try {
            JavaOptions.set(socket, option, value);
            if (value instanceof NetworkInterface networkInterface) {
                outgoing = networkInterface;
            }
        } catch (ErrnoException e) {
            throw Failures.other(e);
        }
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        JavaOptions.requireSupported(supportedOptions(), Objects.requireNonNull(option, "option"));
        requireOpenForOptions();
        return get(option);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // of IP_MULTICAST_IF null is a value
    private <T> T get(SocketOption<T> option) throws SocketException {
        requireOpen();
        try {
            return (T) (option == StandardSocketOptions.IP_MULTICAST_IF ? outgoing : JavaOptions.get(socket, option));
        } catch (ErrnoException e) {
            throw Failures.other(e);
        }
    }
}
