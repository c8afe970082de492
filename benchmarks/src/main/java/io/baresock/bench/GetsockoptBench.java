package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/** Reading an {@code int} option, SO_RCVBUF. */
@SuppressWarnings("NullAway.Init") // by open()
public class GetsockoptBench extends Bench {

    private static final int C_LOOP = 1000;

    /** A socket of Baresock, as a descriptor and as an object. */
    public static class Bare extends Contestant {
        @Param({"ffm", "jni"})
        String backend = "";

        final int[] value = new int[1];
        int fd;
        Socket socket;

        @Override
        void open() throws IOException {
            socket = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0));
            fd = socket.fd();
        }
    }

    /** The same socket in NIO. */
    public static class Nio extends Contestant {
        DatagramChannel channel;

        @Override
        void open() throws IOException {
            channel = keep(DatagramChannel.open());
        }
    }

    @Benchmark
    public int bsdGetsockopt(Bare s) {
        return Bsd.getsockopt(s.fd, Bsd.SOL_SOCKET, Bsd.SO_RCVBUF, s.value) + s.value[0];
    }

    @Benchmark
    public int socketGetOption(Bare s) throws IOException {
        return s.socket.getOption(SocketOptions.SO_RCVBUF);
    }

    @Benchmark
    public int nioGetOption(Nio s) throws IOException {
        return s.channel.getOption(StandardSocketOptions.SO_RCVBUF);
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public int cGetsockopt(EagainBench.C s) {
        return Twin.getsockoptRcvbuf(s.fd, C_LOOP);
    }
}
