package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.poll.Poller;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Asking what is ready, without waiting: one epoll_wait(2) an operation, and the event is read. The one that is ready is a
 * UDP socket with a datagram that nobody takes, so that it stays ready; the idle ones are UDP sockets without.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class PollerBench {

    private static final int C_LOOP = 1000;

    /** What is registered. */
    @State(Scope.Thread)
    public abstract static class Registered {
        @Param({"0", "1000", "10000"})
        int idle;

        @Param({"0", "1"})
        int ready;

        final void check(long events) throws IOException {
            if (events != ready) {
                throw new IOException(events + " events, not " + ready);
            }
        }
    }

    /** The sockets of Baresock and of C. */
    public abstract static class Sockets extends Registered {
        private final List<Socket> sockets = new ArrayList<>();

        abstract void register(Socket socket) throws IOException;

        final void open() throws IOException {
            for (int i = 0; i < idle; i++) {
                add(false);
            }
            for (int i = 0; i < ready; i++) {
                add(true);
            }
        }

        private void add(boolean hasDatagram) throws IOException {
            Socket s = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
            sockets.add(s);
            s.setNonblocking(true).bind(Sockaddr.inet("127.0.0.1", 0));
            if (hasDatagram) {
                s.connect(s.localAddress());
                s.send(ByteBuffer.allocate(64), 0);
            }
            register(s);
        }

        final void closeSockets() {
            sockets.forEach(Socket::close);
        }
    }

    /** Baresock. */
    @SuppressWarnings("NullAway.Init") // by setUp(), and not before: a new Poller chooses the backend
    public static class Bare extends Sockets {
        @Param({"ffm", "jni"})
        String backend = "";

        Poller poller;

        @Setup
        public void setUp() throws IOException {
            Chosen.backend(backend);
            poller = Poller.open();
            open();
            check(poller.poll(0));
        }

        @Override
        void register(Socket socket) throws IOException {
            poller.register(socket, Poller.READABLE, socket);
        }

        @TearDown
        public void close() {
            poller.close();
            closeSockets();
        }
    }

    /** C. */
    public static class C extends Sockets {
        int ep;

        @Setup
        public void setUp() throws IOException {
            ep = Twin.epollOpen();
            open();
            check(Twin.epollWait(ep, 1));
        }

        @Override
        void register(Socket socket) throws IOException {
            int r = Twin.epollAdd(ep, socket.fd());
            if (r < 0) {
                throw new IOException("epoll_ctl: errno " + -r);
            }
        }

        @TearDown
        public void close() {
            Twin.close(ep);
            closeSockets();
        }
    }

    /** NIO. */
    @SuppressWarnings("NullAway.Init")
    public static class Nio extends Registered {
        private final List<DatagramChannel> channels = new ArrayList<>();
        Selector selector;
        int readable;
        final Consumer<SelectionKey> count = key -> readable += key.isReadable() ? 1 : 0;

        @Setup
        public void setUp() throws IOException {
            selector = Selector.open();
            for (int i = 0; i < idle; i++) {
                add(false);
            }
            for (int i = 0; i < ready; i++) {
                add(true);
            }
            check(selector.selectNow(count));
        }

        private void add(boolean hasDatagram) throws IOException {
            DatagramChannel c = DatagramChannel.open(StandardProtocolFamily.INET);
            channels.add(c);
            c.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            c.configureBlocking(false);
            if (hasDatagram) {
                c.connect(c.getLocalAddress());
                c.write(ByteBuffer.allocate(64));
            }
            c.register(selector, SelectionKey.OP_READ, c);
        }

        @TearDown
        public void close() throws IOException {
            selector.close();
            for (DatagramChannel c : channels) {
                c.close();
            }
        }
    }

    @Benchmark
    public int pollerPoll(Bare s) throws IOException {
        int readable = 0;
        s.poller.poll(0);
        while (s.poller.next()) {
            readable += (s.poller.ready() & Poller.READABLE) != 0 && s.poller.attachment() != null ? 1 : 0;
        }
        return readable;
    }

    /** The way that spares the set of selected keys. */
    @Benchmark
    public int nioSelectConsumer(Nio s) throws IOException {
        s.readable = 0;
        s.selector.selectNow(s.count);
        return s.readable;
    }

    /** The usual way. */
    @Benchmark
    public int nioSelectNow(Nio s) throws IOException {
        int readable = 0;
        if (s.selector.selectNow() > 0) {
            for (SelectionKey key : s.selector.selectedKeys()) {
                readable += key.isReadable() ? 1 : 0;
            }
            s.selector.selectedKeys().clear();
        }
        return readable;
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public long cEpollWait(C s) {
        return Twin.epollWait(s.ep, C_LOOP);
    }
}
