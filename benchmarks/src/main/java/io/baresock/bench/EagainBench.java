package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Memory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * A receive that finds nothing on a non-blocking, connected UDP socket: the shortest data call there is, so the one where
 * the way from Java into the kernel shows most.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class EagainBench {

    private static final int C_LOOP = 1000;

    /** A socket of Baresock's, by descriptor and as an object. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // by open(), and not before: a new Socket chooses the backend
    public static class Bare {
        @Param({"ffm", "jni"})
        String backend = "";

        final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        final ByteBuffer heap = ByteBuffer.allocate(64);
        long address;
        int fd;
        Socket socket;

        @Setup
        public void open() throws IOException {
            Chosen.backend(backend);
            address = Memory.address(buffer);
            socket = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
            socket.connect(socket.localAddress());
            socket.setNonblocking(true);
            fd = socket.fd();
        }

        @TearDown
        public void close() {
            socket.close();
        }
    }

    /** The same socket in NIO. */
    @State(Scope.Thread)
    public static class Nio {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        final ByteBuffer heap = ByteBuffer.allocate(64);
        final DatagramChannel channel;
        final DatagramChannel unconnected;

        public Nio() {
            try {
                channel = bound();
                channel.connect(channel.getLocalAddress());
                unconnected = bound();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static DatagramChannel bound() throws IOException {
            DatagramChannel c = DatagramChannel.open();
            c.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            c.configureBlocking(false);
            return c;
        }

        @TearDown
        public void close() throws IOException {
            channel.close();
            unconnected.close();
        }
    }

    /** The same socket in C. */
    @State(Scope.Thread)
    public static class C {
        private long pair;
        int fd;

        @Setup
        public void open() throws IOException {
            pair = Twin.pair(Transport.UDP);
            fd = (int) pair;
        }

        @TearDown
        public void close() {
            Twin.close((int) pair);
            Twin.close((int) (pair >>> 32));
        }
    }

    @Benchmark
    public int bsdRecv(Bare s) {
        return Bsd.recv(s.fd, s.buffer, 0);
    }

    @Benchmark
    public int bsdRecvAddress(Bare s) {
        return Bsd.recv(s.fd, s.address, 64, 0);
    }

    @Benchmark
    public int socketRecv(Bare s) throws IOException {
        return s.socket.recv(s.buffer, 0);
    }

    @Benchmark
    public int socketRecvAddress(Bare s) throws IOException {
        return s.socket.recv(s.address, 64, 0);
    }

    /** Through memory that is kept, which 64 bytes are copied from or to; nothing comes here. */
    @Benchmark
    public int socketRecvHeap(Bare s) throws IOException {
        return s.socket.recv(s.heap, 0);
    }

    @Benchmark
    public int nioReadHeap(Nio s) throws IOException {
        return s.channel.read(s.heap);
    }

    @Benchmark
    public int nioRead(Nio s) throws IOException {
        return s.channel.read(s.buffer);
    }

    @Benchmark
    public @Nullable SocketAddress nioReceive(Nio s) throws IOException {
        return s.unconnected.receive(s.buffer);
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public int cRecv(C s) {
        return Twin.recvNothing(s.fd, C_LOOP);
    }
}
