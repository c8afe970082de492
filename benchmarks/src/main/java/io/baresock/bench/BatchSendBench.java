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
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Sending datagrams on a connected socket: nanoseconds per datagram. 32 of 64 bytes by sendmmsg, 54 of 1200 bytes by segmentation. After
 * the clock has stopped, the same C code drains the receiver for all.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class BatchSendBench extends Bench {

    private static final int MANY = 512;
    private static final int BATCH = 32;
    private static final int SIZE = 64;
    private static final int SEGMENT = 1200;
    private static final int SEGMENTS = 54;
    private static final int SENDS = 10;

    /** With a receiver that is drained. */
    public abstract static class Drained extends Contestant {
        private Socket receiver;

        final int port() throws IOException {
            receiver = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0)).bind(Sockaddr.inet("127.0.0.1", 0));
            receiver.setOption(SocketOptions.SO_RCVBUFFORCE, 32 << 20);
            return receiver.localAddress().port();
        }

        @TearDown(Level.Invocation)
        public void drain() throws IOException {
            int came = 0;
            for (int n; (n = Twin.receiveBatch(receiver.fd())) > 0; ) {
                came += n;
            }
            if (came != MANY && came != SENDS * SEGMENTS) {
                throw new IOException(came + " came");
            }
        }
    }

    public static class C extends Drained {
        Socket socket;

        @Override
        void open() throws IOException {
            socket = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0));
            socket.connect(Sockaddr.inet("127.0.0.1", port()));
        }
    }

    public static class Bare extends C {
        @Param({"ffm", "jni"})
        String backend = "";

        final ByteBuffer segments = Link.direct(SEGMENT * SEGMENTS);
        MessageBatch batch;
        Gso gso;

        @Override
        void open() throws IOException {
            super.open();
            batch = keep(new MessageBatch(BATCH, SIZE, 0));
            for (int i = 0; i < BATCH; i++) {
                batch.length(i, SIZE);
            }
            gso = new Gso();
        }
    }

    public static class Nio extends Drained {
        final ByteBuffer small = Link.direct(SIZE);
        final ByteBuffer large = Link.direct(SEGMENT);
        DatagramChannel channel;

        @Override
        void open() throws IOException {
            channel = keep(DatagramChannel.open());
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
            channel.configureBlocking(false);
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
