package io.baresock.bench;

import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message of 64 bytes from one socket to another and back, both ends in one thread: four system calls that all succeed,
 * no wake-up and no scheduler.
 *
 * <p>The {@code pingPong} methods give the mean of many; those named {@code roundTrip} are timed one by one, for the median
 * and the other percentiles. C's is then one JNI call a round trip, some 10 ns on its account.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class PingPongBench {

    private static final int C_LOOP = 100;
    private static final int SIZE = 64;

    /** What all but C have. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // by the state's own open(): Baresock's chooses the backend before
    public abstract static class Linked {
        Link link;
    }

    /** Baresock. */
    public static class Bare extends Linked {
        @Param({"TCP", "UDP", "UNIX", "UNIX_DATAGRAM"})
        Transport transport = Transport.TCP;

        @Param({"ffm", "jni"})
        String backend = "";

        @Setup
        public void open() throws IOException {
            Chosen.backend(backend);
            link = Kept.of(Link.class, () -> BareLink.open(transport, SIZE), this, transport, SIZE);
        }
    }

    /** NIO. */
    public static class Nio extends Linked {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        @Setup
        public void open() throws IOException {
            link = Kept.of(Link.class, () -> NioLink.open(transport, SIZE), this, transport, SIZE);
        }
    }

    /** junixsocket; Unix sockets only. */
    public static class Junixsocket extends Linked {
        @Param({"UNIX", "UNIX_DATAGRAM"})
        Transport transport = Transport.UNIX;

        @Setup
        public void open() throws IOException {
            link = Kept.of(Link.class, () -> JunixsocketLink.open(transport, SIZE), this, transport, SIZE);
        }
    }

    /** one-nio; no Unix sockets. */
    public static class OneNio extends Linked {
        @Param({"TCP", "UDP"})
        Transport transport = Transport.TCP;

        @Setup
        public void open() throws IOException {
            link = Kept.of(Link.class, () -> OneNioLink.open(transport, SIZE), this, transport, SIZE);
        }
    }

    /** Netty's epoll transport. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class Netty {
        @Param({"TCP", "UDP", "UNIX"})
        Transport transport = Transport.TCP;

        NettyPingPong pingPong;

        @Setup
        public void open() throws IOException {
            pingPong = Kept.of(NettyPingPong.class, () -> new NettyPingPong(transport, SIZE), this, transport);
        }
    }

    /** C. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class C {
        @Param({"TCP", "UDP", "UNIX", "UNIX_DATAGRAM"})
        Transport transport = Transport.TCP;

        TwinLink link;

        @Setup
        public void open() throws IOException {
            link = Kept.of(TwinLink.class, () -> TwinLink.open(transport, SIZE), this, transport, SIZE);
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
