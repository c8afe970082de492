package io.baresock.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A message of 64 bytes from one socket to another and back, both ends in one thread: four successful system calls, without a wake-up or
 * the scheduler.
 *
 * <p>The {@code pingPong} methods give the mean of many round trips. The {@code roundTrip} methods are timed one by one, for the median
 * and other percentiles; C then needs a JNI call per round trip, some 10 ns.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class PingPongBench extends Bench {

    private static final int C_LOOP = 100;
    private static final int SIZE = 64;

    public static class Bare extends Contestant {
        @Param({"TCP", "UDP", "UNIX", "UNIX_DATAGRAM"})
        Transport transport = Transport.TCP;

        @Param({"ffm", "jni"})
        String backend = "";

        Link link;

        @Override
        void open() throws IOException {
            link = Kept.of(Link.class, () -> new BareLink(transport, SIZE), this, transport);
        }
    }

    public static class Nio extends Contestant {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        Link link;

        @Override
        void open() throws IOException {
            link = Kept.of(Link.class, () -> NioLink.open(transport, SIZE), this, transport);
        }
    }

    /** junixsocket; Unix sockets only. */
    public static class Junixsocket extends Contestant {
        @Param({"UNIX", "UNIX_DATAGRAM"})
        Transport transport = Transport.UNIX;

        Link link;

        @Override
        void open() throws IOException {
            link = Kept.of(Link.class, () -> JunixsocketLink.open(transport, SIZE), this, transport);
        }
    }

    /** one-nio; no Unix sockets. */
    public static class OneNio extends Contestant {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        Link link;

        @Override
        void open() throws IOException {
            link = Kept.of(Link.class, () -> OneNioLink.open(transport, SIZE), this, transport);
        }
    }

    /** Netty's epoll transport. */
    public static class Netty extends Contestant {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        NettyPingPong pingPong;

        @Override
        void open() throws IOException {
            pingPong = Kept.of(NettyPingPong.class, () -> new NettyPingPong(transport, SIZE), this, transport);
        }
    }

    public static class C extends Contestant {
        @Param({"TCP", "UDP", "UNIX", "UNIX_DATAGRAM"})
        Transport transport = Transport.TCP;

        TwinLink link;

        @Override
        void open() throws IOException {
            link = Kept.of(TwinLink.class, () -> new TwinLink(transport, SIZE), this, transport);
        }
    }

    @Benchmark
    public void socketPingPong(Bare s) throws IOException {
        s.link.transfer(false);
        s.link.transfer(true);
    }

    @Benchmark
    public void nioPingPong(Nio s) throws IOException {
        s.link.transfer(false);
        s.link.transfer(true);
    }

    @Benchmark
    public void junixsocketPingPong(Junixsocket s) throws IOException {
        s.link.transfer(false);
        s.link.transfer(true);
    }

    @Benchmark
    public void oneNioPingPong(OneNio s) throws IOException {
        s.link.transfer(false);
        s.link.transfer(true);
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public int cPingPong(C s) throws IOException {
        return s.link.transfers(true, C_LOOP);
    }

    @Benchmark
    public void nettyPingPong(Netty s) throws IOException {
        s.pingPong.roundTrip();
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public void socketRoundTrip(Bare s) throws IOException {
        s.link.transfer(false);
        s.link.transfer(true);
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public void nioRoundTrip(Nio s) throws IOException {
        s.link.transfer(false);
        s.link.transfer(true);
    }

    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public int cRoundTrip(C s) throws IOException {
        return s.link.transfers(true, 1);
    }
}
