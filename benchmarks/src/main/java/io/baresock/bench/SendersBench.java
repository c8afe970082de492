package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.net.BaresockDatagramSocket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Four threads that send datagrams of 64 bytes by one {@link DatagramSocket}: nanoseconds per datagram of all together. They begin and end
 * together, which is part of the score. The receiver's queue is full, so the kernel drops what comes.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class SendersBench extends Bench {

    private static final int THREADS = 4; // JMH's is one of them
    private static final int EACH = 1000;
    private static final int SIZE = 64;
    private static final int SECONDS = 120; // only ends a run that hangs

    /** The threads, and what they send by. */
    public abstract static class Senders extends Contestant {
        private final CyclicBarrier barrier = new CyclicBarrier(THREADS);
        private DatagramSocket socket;
        private DatagramPacket mine;
        private volatile @Nullable IOException failure;
        private volatile boolean over;

        abstract DatagramSocket make() throws IOException;

        @Override
        final void watch(BenchmarkParams params) {
            keep(new Watchdog(params));
        }

        @Override
        final void open() throws IOException {
            Socket receiver = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0)).bind(Sockaddr.inet("127.0.0.1", 0));
            int port = receiver.localAddress().port();
            socket = keep(make());
            mine = packet(port);
            for (int i = 1; i < THREADS; i++) {
                DatagramPacket theirs = packet(port);
                Thread t = new Thread(() -> serve(theirs), "sender");
                t.setDaemon(true);
                t.start();
                keep(t::join);
            }
            keep(
                    () -> { // before they are joined
                        over = true;
                        meet();
                    });
        }

        private static DatagramPacket packet(int port) {
            return new DatagramPacket(new byte[SIZE], SIZE, InetAddress.getLoopbackAddress(), port);
        }

        private void serve(DatagramPacket packet) {
            try {
                for (meet(); !over; meet()) {
                    send(packet);
                    meet();
                }
            } catch (IOException e) {
                failure = e;
                barrier.reset();
            }
        }

        private void send(DatagramPacket packet) throws IOException {
            for (int i = 0; i < EACH; i++) {
                socket.send(packet);
            }
        }

        private void meet() throws IOException {
            try {
                barrier.await(SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                IOException first = failure;
                throw first == null ? new IOException(e) : first;
            }
        }

        final void round() throws IOException {
            meet();
            send(mine);
            meet();
        }
    }

    public static class Adapter extends Senders {
        @Override
        DatagramSocket make() throws IOException {
            return new BaresockDatagramSocket(0, InetAddress.getLoopbackAddress());
        }
    }

    public static class JavaNet extends Senders {
        @Override
        DatagramSocket make() throws IOException {
            return new DatagramSocket(0, InetAddress.getLoopbackAddress());
        }
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * EACH)
    public void adapterSend(Adapter s) throws IOException {
        s.round();
    }

    @Benchmark
    @OperationsPerInvocation(THREADS * EACH)
    public void javaNetSend(JavaNet s) throws IOException {
        s.round();
    }
}
