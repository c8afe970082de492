package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A TCP connection is made, accepted in non-blocking mode, and closed. The client is the same C code for all. Most of the time is the
 * kernel's work for the connection.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class AcceptBench extends Bench {

    private static final int C_LOOP = 100;

    public static class C extends Contestant {
        Socket listener;
        int port;

        @Override
        void open() throws IOException {
            listener = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0))
                    .setNonblocking(true)
                    .bind(Sockaddr.inet("127.0.0.1", 0))
                    .listen(16);
            port = listener.localAddress().port();
        }
    }

    public static class Bare extends C {
        @Param({"ffm", "jni"})
        String backend = "";
    }

    public static class Nio extends Contestant {
        ServerSocketChannel listener;
        int port;

        @Override
        void open() throws IOException {
            listener = keep(ServerSocketChannel.open());
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            listener.configureBlocking(false);
            port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        }
    }

    private static int connected(int port) throws IOException {
        return (int) Twin.check(Twin.connect(port), "connect");
    }

    @Benchmark
    public void socketAccept(Bare s) throws IOException {
        int client = connected(s.port);
        try (Socket connection = s.listener.accept(null, Bsd.SOCK_NONBLOCK, 0)) {
            if (connection == null) {
                throw new IOException("no connection");
            }
        }
        Twin.close(client);
    }

    @Benchmark
    public void bsdAccept(Bare s) throws IOException {
        int client = connected(s.port);
        int connection = Bsd.accept4(s.listener.fd(), null, Bsd.SOCK_NONBLOCK);
        if (connection < 0) {
            throw new IOException("accept4 failed with errno " + -connection);
        }
        Bsd.close(connection);
        Twin.close(client);
    }

    @Benchmark
    public void nioAccept(Nio s) throws IOException {
        int client = connected(s.port);
        try (SocketChannel connection = s.listener.accept()) {
            connection.configureBlocking(false);
        }
        Twin.close(client);
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public long cAccept(C s) throws IOException {
        return Twin.check(Twin.accepts(s.listener.fd(), s.port, C_LOOP), "accept");
    }
}
