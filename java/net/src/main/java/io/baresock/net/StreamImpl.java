package io.baresock.net;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.handover.UnixNode;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What java.net's stream sockets call. {@link java.net.Socket} and {@link java.net.ServerSocket} keep the states and make the checks that
 * need no kernel; this makes the calls and translates the errors. An interrupt of a virtual thread leaves as InterruptedIOException, for which
 * java.net closes the socket.
 */
final class StreamImpl extends SocketImpl {

    private static final Map<Integer, SocketOption<?>> BY_NUMBER = Map.of(
            TCP_NODELAY, StandardSocketOptions.TCP_NODELAY,
            SO_KEEPALIVE, StandardSocketOptions.SO_KEEPALIVE,
            SO_REUSEADDR, StandardSocketOptions.SO_REUSEADDR,
            SO_REUSEPORT, StandardSocketOptions.SO_REUSEPORT,
            SO_RCVBUF, StandardSocketOptions.SO_RCVBUF,
            SO_SNDBUF, StandardSocketOptions.SO_SNDBUF,
            SO_LINGER, StandardSocketOptions.SO_LINGER,
            IP_TOS, StandardSocketOptions.IP_TOS);

    private final Settings settings;
    private final boolean server;
    private final ReentrantLock writing = new ReentrantLock(); // a write's bytes stay together

    /** On a Unix socket: options of the Internet, which programs set without asking. They are kept and do nothing. */
    private final Map<SocketOption<?>, Object> idle = new ConcurrentHashMap<>();

    private volatile Socket socket = new Socket();
    private volatile int timeout; // milliseconds; 0 for ever
    private volatile boolean connected;
    private volatile boolean closing;
    private volatile boolean inputIsShut;
    private volatile boolean atEnd;
    private volatile boolean wasReset;
    private volatile @Nullable UnixNode node;

    StreamImpl(Settings settings, boolean server) {
        this.settings = settings;
        this.server = server;
    }

    boolean isUnix() {
        return settings.unix() != null;
    }

    /** The socket, which is opened if java.net has had no need of it yet. */
    Socket opened() throws SocketException {
        create(true);
        return socket;
    }

    // ---- opening and closing ----

    @Override
    protected synchronized void create(boolean stream) throws SocketException {
        if (!stream) {
            throw new SocketException("this is for streams; for datagrams there is BaresockDatagramSocket");
        }
        if (socket.domain() != 0) {
            return;
        }
        try {
            Socket opened = settings.open(Bsd.SOCK_STREAM);
            socket = opened;
            if (server && !isUnix()) {
                opened.setOption(SocketOptions.SO_REUSEADDR, true);
            }
        } catch (ErrnoException e) {
            throw Failures.other(e);
        }
    }

    @Override
    protected void bind(InetAddress host, int port) throws IOException {
        try {
            Sockaddr unix = settings.unix();
            if (unix == null) {
                socket.bind(Addresses.local(host, port));
                localport = socket.localAddress().port();
            } else if (server && unix.isAbstract()) {
                socket.bind(unix);
            } else if (server) {
                node = UnixNode.bind(socket, unix);
            }
            address = host;
        } catch (ErrnoException e) {
            throw Failures.opening(e);
        }
    }

    @Override
    protected void listen(int backlog) throws IOException {
        try {
            socket.listen(backlog);
        } catch (ErrnoException e) {
            throw Failures.opening(e);
        }
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        connect(new InetSocketAddress(host, port), 0);
    }

    @Override
    protected void connect(InetAddress host, int port) throws IOException {
        connect(new InetSocketAddress(host, port), 0);
    }

    @Override
    protected void connect(SocketAddress remote, int millis) throws IOException {
        if (!(remote instanceof InetSocketAddress to)) {
            throw new IllegalArgumentException("Unsupported address type");
        }
        if (to.isUnresolved()) { // whether that closes the socket is for java.net to say: JDK 17 leaves it open
            throw new UnknownHostException(to.getHostName());
        }
        try {
            Sockaddr unix = settings.unix();
            if (unix != null) {
                connect(to.getAddress(), to.getPort(), unix, millis);
            } else {
                InetAddress host = to.getAddress().isAnyLocalAddress() ? InetAddress.getLocalHost() : to.getAddress();
                connect(host, to.getPort(), Addresses.sockaddr(host, to.getPort()), millis);
            }
            connected = true;
        } finally {
            if (!connected) {
                close();
            }
        }
    }

    private void connect(InetAddress host, int number, Sockaddr target, int millis) throws IOException {
        address = host;
        port = number;
        try {
            if (!socket.connect(target, nanos(millis))) {
                throw new SocketTimeoutException("Connect timed out");
            }
            localport = isUnix() ? 0 : socket.localAddress().port();
        } catch (ErrnoException e) {
            if (e.errno() == Bsd.EINTR) {
                throw Failures.because(new SocketException("Closed by interrupt"), e);
            }
            if (isUnix() && e.errno() == Bsd.EAGAIN) { // the listener's backlog stayed full
                throw Failures.because(new SocketTimeoutException("Connect timed out"), e);
            }
            throw Failures.opening(e);
        }
    }

    @Override
    protected void accept(SocketImpl s) throws IOException {
        if (!(s instanceof StreamImpl connection)) {
            throw new IOException("a connection of Baresock needs a socket of Baresock, not " + s);
        }
        try {
            SockaddrStorage peer = new SockaddrStorage();
            Socket accepted = socket.accept(peer, 0, nanos(timeout));
            if (accepted == null) {
                throw new SocketTimeoutException("Accept timed out");
            }
            connection.take(accepted, peer.toSockaddr());
        } catch (ErrnoException e) {
            throw Failures.waiting(e);
        }
    }

    private void take(Socket accepted, Sockaddr peer) throws ErrnoException {
        socket = accepted;
        boolean taken = false;
        try {
            InetSocketAddress from =
                    isUnix() ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0) : Addresses.java(peer);
            address = from.getAddress();
            port = from.getPort();
            localport = isUnix() ? 0 : accepted.localAddress().port();
            connected = true;
            taken = true;
        } finally {
            if (!taken) {
                accepted.close();
            }
        }
    }

    @Override
    protected void close() throws IOException {
        closing = true;
        try (Socket s = socket) {
            endStream(s);
            UnixNode bound = node;
            if (bound != null) {
                bound.close(); // before the socket: then the node is known to be ours
            }
        }
    }

    /**
     * The peer reads to the end of the stream, as from the JDK's sockets. By close(2) alone it would get a reset, instead of the last data
     * too, if there is something that was not read here.
     */
    private void endStream(Socket s) {
        if (connected) {
            try {
                Linger linger = s.getOption(SocketOptions.SO_LINGER);
                if (!linger.on() || linger.seconds() != 0) {
                    s.shutdown(Bsd.SHUT_WR);
                }
            } catch (ErrnoException e) {
                // the connection has ended, or it is closed already
            }
        }
    }

    @Override
    protected void shutdownInput() throws IOException {
        inputIsShut = true;
        shutdown(Bsd.SHUT_RD);
    }

    @Override
    protected void shutdownOutput() throws IOException {
        shutdown(Bsd.SHUT_WR);
    }

    private void shutdown(int how) throws SocketException {
        try {
            socket.shutdown(how);
        } catch (ErrnoException e) {
            if (e.errno() != Bsd.ENOTCONN) { // the connection has ended by itself
                throw Failures.other(e);
            }
        }
    }

    // ---- data ----

    private static long nanos(int millis) {
        return millis == 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private int read(byte[] b, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, b.length);
        if (length == 0) {
            return 0;
        }
        if (atEnd) {
            return -1; // also after a close, as java.net has always done
        }
        requireOpen();
        if (wasReset) {
            throw new SocketException("Connection reset"); // the kernel tells it once
        }
        if (inputIsShut) {
            atEnd = true;
            return -1;
        }
        try {
            int n = socket.recv(b, offset, length, 0, nanos(timeout));
            if (n == Socket.WOULD_BLOCK) {
                throw new SocketTimeoutException("Read timed out");
            }
            atEnd = n == 0;
            return n == 0 ? -1 : n;
        } catch (ErrnoException e) {
            if (e.errno() == Bsd.ECONNRESET) {
                wasReset = true;
                throw Failures.because(new SocketException("Connection reset"), e);
            }
            throw Failures.waiting(e);
        }
    }

    private void write(byte[] b, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, b.length);
        writing.lock();
        try {
            int sent = 0;
            while (sent < length) {
                int n = socket.send(b, offset + sent, length - sent, 0, -1);
                if (n == Socket.WOULD_BLOCK) { // SO_SNDTIMEO
                    throw interrupted(new SocketTimeoutException("Write timed out"), sent);
                }
                sent += n;
            }
        } catch (ErrnoException e) {
            throw notSent(e);
        } finally {
            writing.unlock();
        }
    }

    /** The end of the stream is sent before the close, and a write that waits learns of it first. */
    private IOException notSent(ErrnoException e) {
        return closing ? Failures.other(new SocketClosedException("send")) : Failures.waiting(e);
    }

    private static InterruptedIOException interrupted(InterruptedIOException e, int sent) {
        e.bytesTransferred = sent;
        return e;
    }

    @Override
    protected InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return StreamImpl.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] b, int offset, int length) throws IOException {
                return StreamImpl.this.read(b, offset, length);
            }

            @Override
            public int available() throws IOException {
                return StreamImpl.this.available();
            }
        };
    }

    @Override
    protected OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                StreamImpl.this.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] b, int offset, int length) throws IOException {
                StreamImpl.this.write(b, offset, length);
            }
        };
    }

    @Override
    protected int available() throws IOException {
        requireOpen();
        try {
            return inputIsShut ? 0 : socket.available();
        } catch (ErrnoException e) {
            throw Failures.other(e);
        }
    }

    @Override
    protected boolean supportsUrgentData() {
        return !isUnix();
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
        if (port == 0) {
            throw new SocketException("Not connected");
        }
        writing.lock();
        try {
            socket.send(new byte[] {(byte) data}, 0, 1, Bsd.MSG_OOB, -1);
        } catch (ErrnoException e) {
            throw Failures.urgent(e);
        } finally {
            writing.unlock();
        }
    }

    private void requireOpen() throws SocketException {
        if (!socket.isOpen()) {
            throw Failures.other(new SocketClosedException("socket"));
        }
    }

    // ---- options ----

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return server ? JavaOptions.OF_SERVERS : JavaOptions.OF_CLIENTS;
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        JavaOptions.check(supportedOptions(), option, value);
        set(option, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        JavaOptions.requireSupported(supportedOptions(), option);
        return (T) get(option);
    }

    private void set(SocketOption<?> option, Object value) throws SocketException {
        requireOpen();
        if (isUnix() && JavaOptions.isOfInternet(option)) {
            idle.put(option, value);
            return;
        }
        try {
            JavaOptions.set(socket, option, value);
        } catch (ErrnoException e) {
            throw Failures.other(e);
        }
    }

    private Object get(SocketOption<?> option) throws SocketException {
        requireOpen();
        if (isUnix() && JavaOptions.isOfInternet(option)) {
            if (option.type() == Boolean.class) {
                return idle.getOrDefault(option, false);
            }
            return idle.getOrDefault(option, 0);
        }
        try {
            return Objects.requireNonNull(JavaOptions.get(socket, option));
        } catch (ErrnoException e) {
            throw Failures.other(e);
        }
    }

    @Override
    public void setOption(int number, Object value) throws SocketException {
        requireOpen();
        if (number == SO_TIMEOUT) {
            timeout = (Integer) value;
        } else if (number == SO_OOBINLINE) {
            setInline((Boolean) value);
        } else {
            // java.net says false for "no linger"
            set(byNumber(number), number == SO_LINGER && value instanceof Boolean ? Integer.valueOf(-1) : value);
        }
    }

    private void setInline(boolean on) throws SocketException {
        try {
            socket.setOption(SocketOptions.SO_OOBINLINE, on);
        } catch (ErrnoException e) {
            throw Failures.other(e);
        }
    }

    @Override
    public Object getOption(int number) throws SocketException {
        requireOpen();
        try {
            return switch (number) {
                case SO_TIMEOUT -> timeout;
                case SO_OOBINLINE -> socket.getOption(SocketOptions.SO_OOBINLINE);
                case SO_BINDADDR -> localAddress();
                default -> get(byNumber(number));
            };
        } catch (ErrnoException e) {
            throw Failures.other(e);
        }
    }

    private InetAddress localAddress() throws ErrnoException {
        return isUnix()
                ? InetAddress.getLoopbackAddress()
                : Addresses.java(socket.localAddress()).getAddress();
    }

    private static SocketOption<?> byNumber(int number) throws SocketException {
        SocketOption<?> option = BY_NUMBER.get(number);
        if (option == null) {
            throw new SocketException("Unknown option " + number);
        }
        return option;
    }
}
