package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
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

/** Reading an {@code int} option, SO_RCVBUF. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class GetsockoptBench {

    private static final int C_LOOP = 1000;

    /** A socket of Baresock's, by descriptor and as an object. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // by open(), and not before: a new Socket chooses the backend
    public static class Bare {
        @Param({"ffm", "jni"})
        String backend = "";

        final int[] value = new int[1];
        int fd;
        Socket socket;

        @Setup
        public void open() throws IOException {
            Chosen.backend(backend);
            socket = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
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
        final DatagramChannel channel;

        public Nio() {
            try {
                channel = DatagramChannel.open();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @TearDown
        public void close() throws IOException {
            channel.close();
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
