package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.handover.NioChannels;
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
import org.openjdk.jmh.annotations.Setup;

/**
 * Receiving 32 queued datagrams of 64 bytes with the senders' addresses: nanoseconds per datagram. The same C code queues them for all,
 * before the clock starts. There are only 32: with hundreds, the kernel's memory would be out of the cache, and waiting for it would hide
 * the differences.
 *
 * <p>JMH times each call separately, so its two timestamps are part of the score: some 40 ns per call (measured with an empty method),
 * about 0.4 % of C's time. JMH allocates for each iteration, which is less than a byte per datagram. {@code io.baresock.gate} checks that
 * a call allocates nothing.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class BatchReceiveBench extends Bench {

    private static final int BATCH = 32;
    private static final int SIZE = 64;

    /** The senders: one socket, or two in turn. */
    public abstract static class Filled extends Contestant {
        @Param({"1", "2"})
        int senders = 1;

        private Socket[] from;

        final void sendTo(int port) throws IOException {
            from = new Socket[senders];
            for (int i = 0; i < senders; i++) {
                from[i] = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0));
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
    }

    public static class C extends Filled {
        Socket socket;
        int fd;

        @Override
        void open() throws IOException {
            socket = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0)).bind(Sockaddr.inet("127.0.0.1", 0));
            socket.setOption(SocketOptions.SO_RCVBUFFORCE, 32 << 20);
            fd = socket.fd();
            sendTo(socket.localAddress().port());
        }
    }

    public static class Bare extends C {
        @Param({"ffm", "jni"})
        String backend = "";

        /** The room for control data in a slot: none, or a batch's default. */
        @Param({"0", "256"})
        int control;

        MessageBatch batch;

        @Override
        void open() throws IOException {
            batch = keep(batch());
            super.open();
        }

        MessageBatch batch() {
            return new MessageBatch(BATCH, 2048, control);
        }
    }

    /** Baresock, by the batch's io_uring. */
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

    public static class Nio extends Filled {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        DatagramChannel channel;

        @Override
        void open() throws IOException {
            channel = keep(DatagramChannel.open());
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
            try (Socket same = NioChannels.dup(channel)) {
                same.setOption(SocketOptions.SO_RCVBUFFORCE, 32 << 20);
            }
            sendTo(((InetSocketAddress) channel.getLocalAddress()).getPort());
        }
    }

    private static int all(int came) throws IOException {
        if (came != BATCH) {
            throw new IOException(came + " came, not " + BATCH);
        }
        return came;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int socketRecvmmsg(Bare s) throws IOException {
        return all(s.socket.recvmmsg(s.batch, Bsd.MSG_DONTWAIT));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int socketReceiveRing(Ring s) throws IOException {
        return all(s.socket.recvmmsg(s.batch, Bsd.MSG_DONTWAIT));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int bsdRecvmmsg(Bare s) throws IOException {
        return all(Bsd.recvmmsg(s.fd, s.batch, Bsd.MSG_DONTWAIT));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int nioReceive(Nio s) throws IOException {
        int came = 0;
        while (came < BATCH && s.channel.receive(s.buffer.clear()) != null) {
            came++;
        }
        return all(came);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int cRecvmmsg(C s) throws IOException {
        return all(Twin.receiveBatch(s.fd));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int cReceiveRing(C s) throws IOException {
        return all((int) Twin.check(Twin.receiveRing(s.fd), "receive by an io_uring"));
    }
}
