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
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A receive that finds nothing on a non-blocking, connected UDP socket. It is the shortest data call, so it shows best what the way from
 * Java to the kernel costs.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class EagainBench extends Bench {

    private static final int C_LOOP = 1000;

    /** A socket of Baresock, as a descriptor and as an object. */
    public static class Bare extends Contestant {
        @Param({"ffm", "jni"})
        String backend = "";

        final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        final ByteBuffer heap = ByteBuffer.allocate(64);
        long address;
        int fd;
        Socket socket;

        @Override
        void open() throws IOException {
            address = Memory.address(buffer);
            socket = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0)).bind(Sockaddr.inet("127.0.0.1", 0));
            socket.connect(socket.localAddress());
            socket.setNonblocking(true);
            fd = socket.fd();
        }
    }

    /** The same socket in NIO. */
    public static class Nio extends Contestant {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        final ByteBuffer heap = ByteBuffer.allocate(64);
        DatagramChannel channel;
        DatagramChannel unconnected;

        @Override
        void open() throws IOException {
            channel = bound();
            channel.connect(channel.getLocalAddress());
            unconnected = bound();
        }

        private DatagramChannel bound() throws IOException {
            DatagramChannel c = keep(DatagramChannel.open());
            c.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            c.configureBlocking(false);
            return c;
        }
    }

    /** The same socket in C. */
    public static class C extends Contestant {
        int fd;

        @Override
        void open() throws IOException {
            fd = keep(new TwinPair(Transport.UDP, false)).a;
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

    /** By libc's function, as under a kernel bypass: what the cancellation point and the way to it cost. */
    @Benchmark
    @Fork(
            value = 3,
            jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Dbaresock.syscalls=libc"})
    public int socketRecvByLibc(Bare s) throws IOException {
        return s.socket.recv(s.buffer, 0);
    }

    /** A heap buffer goes through memory that is kept; nothing is copied, because nothing comes. */
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
