package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * Sending datagrams on a connected socket: nanoseconds a datagram. 32 of 64 bytes by sendmmsg, 54 of 1200 bytes by segmentation.
 * The receiver is drained when the clock has stopped, by the same C code for all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class BatchSendBench {

    private static final int MANY = 512;
    private static final int BATCH = 32;
    private static final int SIZE = 64;
    private static final int SEGMENT = 1200;
    private static final int SEGMENTS = 54;
    private static final int SENDS = 10;

    /** The receiver. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public abstract static class Drained {
        private Socket receiver;

        int port() throws IOException {
            receiver = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
            receiver.setOption(SocketOptions.SO_RCVBUFFORCE, 32 << 20);
            return receiver.localAddress().port();
        }

        @TearDown(Level.Invocation)
        public void drain() throws IOException {
            int came = Twin.receiveBatches(receiver.fd(), 2048);
            if (came != MANY && came != SENDS * SEGMENTS) {
                throw new IOException(came + " came");
            }
        }

        @TearDown
        public void close() throws IOException {
            receiver.close();
        }
    }

    /** Baresock. */
    @SuppressWarnings("NullAway.Init")
    public static class Bare extends Drained {
        @Param({"ffm", "jni"})
        String backend = "";

        final ByteBuffer segments = Link.direct(SEGMENT * SEGMENTS);
        Socket socket;
        MessageBatch batch;
        Gso gso;

        @Setup
        public void open() throws IOException {
            Chosen.backend(backend);
            socket = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
            socket.connect(Sockaddr.inet("127.0.0.1", port()));
            batch = new MessageBatch(BATCH, SIZE, 0);
            for (int i = 0; i < BATCH; i++) {
                batch.length(i, SIZE);
            }
            gso = new Gso();
        }

        @Override
        public void close() throws IOException {
            super.close();
            socket.close();
            batch.close();
        }
    }

    /** NIO. */
    @SuppressWarnings("NullAway.Init")
    public static class Nio extends Drained {
        final ByteBuffer small = Link.direct(SIZE);
        final ByteBuffer large = Link.direct(SEGMENT);
        DatagramChannel channel;

        @Setup
        public void open() throws IOException {
            channel = DatagramChannel.open();
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
            channel.configureBlocking(false);
        }

        @Override
        public void close() throws IOException {
            super.close();
            channel.close();
        }
    }

    /** C. */
    @SuppressWarnings("NullAway.Init")
    public static class C extends Drained {
        Socket socket;

        @Setup
        public void open() throws IOException {
            socket = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
            socket.connect(Sockaddr.inet("127.0.0.1", port()));
        }

        @Override
        public void close() throws IOException {
            super.close();
            socket.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public int socketSendmmsg(Bare s) throws IOException {
        int sent = 0;
        while (sent < MANY) {
            sent += s.socket.sendmmsg(s.batch.range(0, BATCH), 0);
        }
        return sent;
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public int nioWrite64(Nio s) throws IOException {
        int sent = 0;
        for (int i = 0; i < MANY; i++) {
            sent += s.channel.write(s.small.clear());
        }
        return sent;
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public int cSendmmsg(C s) {
        return Twin.sendBatches(s.socket.fd(), SIZE, MANY);
    }

    @Benchmark
    @OperationsPerInvocation(SENDS * SEGMENTS)
    public int socketSendSegments(Bare s) throws IOException {
        int sent = 0;
        for (int i = 0; i < SENDS; i++) {
            sent += s.socket.sendSegments(s.gso, s.segments.clear(), SEGMENT, 0, null);
        }
        return sent;
    }

    @Benchmark
    @OperationsPerInvocation(SENDS * SEGMENTS)
    public int nioWrite1200(Nio s) throws IOException {
        int sent = 0;
        for (int i = 0; i < SENDS * SEGMENTS; i++) {
            sent += s.channel.write(s.large.clear());
        }
        return sent;
    }

    @Benchmark
    @OperationsPerInvocation(SENDS * SEGMENTS)
    public int cSendSegments(C s) {
        return Twin.sendSegments(s.socket.fd(), SEGMENT, SEGMENTS, SENDS);
    }
}
