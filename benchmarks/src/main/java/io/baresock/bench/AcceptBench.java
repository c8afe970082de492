package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
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
 * A TCP connection that is made, accepted as a non-blocking one, and closed. The client is the same C code for all: most of
 * the time goes into the connection, in the kernel.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class AcceptBench {

    private static final int C_LOOP = 100;

    /** Baresock. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // by open(), and not before: a new Socket chooses the backend
    public static class Bare {
        @Param({"ffm", "jni"})
        String backend = "";

        Socket listener;
        int port;

        @Setup
        public void open() throws IOException {
            Chosen.backend(backend);
            listener = listener();
            port = listener.localAddress().port();
        }

        @TearDown
        public void close() {
            listener.close();
        }
    }

    /** C. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class C {
        Socket listener;
        int port;

        @Setup
        public void open() throws IOException {
            listener = listener();
            port = listener.localAddress().port();
        }

        @TearDown
        public void close() {
            listener.close();
        }
    }

    /** NIO. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class Nio {
        ServerSocketChannel listener;
        int port;

        @Setup
        public void open() throws IOException {
            listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            listener.configureBlocking(false);
            port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        }

        @TearDown
        public void close() throws IOException {
            listener.close();
        }
    }

    private static Socket listener() throws IOException {
        return Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0)
                .setNonblocking(true)
                .bind(Sockaddr.inet("127.0.0.1", 0))
                .listen(16);
    }

    private static int connected(int fd) throws IOException {
        if (fd < 0) {
            throw new IOException("the C twin failed with errno " + -fd);
        }
        return fd;
    }

    @Benchmark
    public void socketAccept(Bare s) throws IOException {
        int client = connected(Twin.connect(s.port));
        try (Socket connection = s.listener.accept(null, Bsd.SOCK_NONBLOCK, 0)) {
            if (connection == null) {
                throw new IOException("no connection");
            }
        }
        Twin.close(client);
    }

    @Benchmark
    public void bsdAccept(Bare s) throws IOException {
        int client = connected(Twin.connect(s.port));
        int connection = Bsd.accept4(s.listener.fd(), null, Bsd.SOCK_NONBLOCK);
        if (connection < 0) {
            throw new IOException("accept4 failed with errno " + -connection);
        }
        Bsd.close(connection);
        Twin.close(client);
    }

    @Benchmark
    public void nioAccept(Nio s) throws IOException {
        int client = connected(Twin.connect(s.port));
        try (SocketChannel connection = s.listener.accept()) {
            connection.configureBlocking(false);
        }
        Twin.close(client);
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public int cAccept(C s) throws IOException {
        return connected(Twin.accepts(s.listener.fd(), s.port, C_LOOP));
    }
}
