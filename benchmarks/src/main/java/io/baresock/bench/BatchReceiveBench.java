package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.MessageBatch;
import io.baresock.NioChannels;
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
 * Receiving 32 datagrams of 64 bytes that are queued, with the senders' addresses: nanoseconds a datagram. They are
 * queued before the clock starts, by the same C code for all. No more than 32: the kernel's memory of hundreds is out of the
 * cache, and waiting for it drowns what the callers differ in.
 *
 * <p>JMH then times each call by itself, and its two timestamps are part of the score: some 40 ns a call, as an empty method
 * measured the same way says, or about 0.4 % of what C takes. JMH allocates for each iteration; by the datagram that is no
 * byte. That a call allocates nothing at all is for {@code io.baresock.gate} to say.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class BatchReceiveBench {

    private static final int BATCH = 32;
    private static final int SIZE = 64;

    /** Who sends: one socket, or two in turn. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public abstract static class Filled {
        @Param({"1", "2"})
        int senders = 1;

        private Socket[] from;

        void open(int port) throws IOException {
            from = new Socket[senders];
            for (int i = 0; i < senders; i++) {
                from[i] = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0);
                from[i].connect(Sockaddr.inet("127.0.0.1", port));
            }
        }

        @Setup(Level.Invocation)
        public void fill() {
            int each = senders == 1 ? BATCH : 1;
            for (int i = 0; i < BATCH / each; i++) {
                Twin.sendBatches(from[i % senders].fd(), SIZE, each);
            }
        }

        @TearDown
        public void close() throws IOException {
            for (Socket s : from) {
                s.close();
            }
        }
    }

    private static Socket receiver() throws IOException {
        Socket s = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        s.setOption(SocketOptions.SO_RCVBUFFORCE, 32 << 20);
        return s;
    }

    /** Baresock. */
    @SuppressWarnings("NullAway.Init")
    public static class Bare extends Filled {
        @Param({"ffm", "jni"})
        String backend = "";

        /** Slots with room for control data, as a batch has at first, or without. */
        @Param({"0", "256"})
        int control;

        Socket socket;
        int fd;
        MessageBatch batch;

        @Setup
        public void open() throws IOException {
            Chosen.backend(backend);
            socket = receiver();
            fd = socket.fd();
            batch = batch();
            open(socket.localAddress().port());
        }

        MessageBatch batch() {
            return new MessageBatch(BATCH, 2048, control);
        }

        @Override
        public void close() throws IOException {
            super.close();
            socket.close();
            batch.close();
        }
    }

    /** Baresock, by an io_uring of the batch's. */
    public static class Ring extends Bare {
        @Override
        MessageBatch batch() {
            MessageBatch m = MessageBatch.withRing(BATCH, 2048, control);
            if (!m.hasRing()) {
                throw new IllegalStateException(m.whyNoRing());
            }
            return m;
        }
    }

    /** NIO. */
    @SuppressWarnings("NullAway.Init")
    public static class Nio extends Filled {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        DatagramChannel channel;

        @Setup
        public void open() throws IOException {
            channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
            try (Socket same = NioChannels.dup(channel)) {
                same.setOption(SocketOptions.SO_RCVBUFFORCE, 32 << 20);
            }
            open(((InetSocketAddress) channel.getLocalAddress()).getPort());
        }

        @Override
        public void close() throws IOException {
            super.close();
            channel.close();
        }
    }

    /** C. */
    @SuppressWarnings("NullAway.Init")
    public static class C extends Filled {
        Socket socket;
        int fd;

        @Setup
        public void open() throws IOException {
            socket = receiver();
            fd = socket.fd();
            open(socket.localAddress().port());
        }

        @Override
        public void close() throws IOException {
            super.close();
            socket.close();
        }
    }

    private static void all(int came) throws IOException {
        if (came != BATCH) {
            throw new IOException(came + " came, not " + BATCH);
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int socketRecvmmsg(Bare s) throws IOException {
        int came = s.socket.recvmmsg(s.batch, Bsd.MSG_DONTWAIT);
        all(came);
        return came;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int socketReceiveRing(Ring s) throws IOException {
        int came = s.socket.recvmmsg(s.batch, Bsd.MSG_DONTWAIT);
        all(came);
        return came;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int bsdRecvmmsg(Bare s) throws IOException {
        int came = Bsd.recvmmsg(s.fd, s.batch, Bsd.MSG_DONTWAIT);
        all(came);
        return came;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int nioReceive(Nio s) throws IOException {
        int came = 0;
        while (came < BATCH && s.channel.receive(s.buffer.clear()) != null) {
            came++;
        }
        all(came);
        return came;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int cRecvmmsg(C s) throws IOException {
        int came = Twin.receiveBatch(s.fd);
        all(came);
        return came;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int cReceiveRing(C s) throws IOException {
        int came = (int) Twin.check(Twin.receiveRing(s.fd), "receive by an io_uring");
        all(came);
        return came;
    }
}
