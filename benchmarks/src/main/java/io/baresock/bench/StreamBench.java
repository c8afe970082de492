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
 * So many bytes through a stream, both ends in one thread: nanoseconds for all of them, sent and received. What the socket
 * has no room for is sent when some was received.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StreamBench {

    private static final int C_LOOP = 10;

    /** What all but C have. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // by the state's own open(): Baresock's chooses the backend before
    public abstract static class Linked {
        @Param({"1024", "16384", "65536", "262144"})
        int size;

        Link link;
    }

    /** Baresock. */
    public static class Bare extends Linked {
        @Param({"TCP", "UNIX"})
        Transport transport = Transport.TCP;

        @Param({"ffm", "jni"})
        String backend = "";

        @Setup
        public void open() throws IOException {
            Chosen.backend(backend);
            link = Kept.of(Link.class, () -> BareLink.open(transport, size), this, transport, size);
        }
    }

    /** NIO. */
    public static class Nio extends Linked {
        @Param({"TCP", "UNIX"})
        Transport transport = Transport.TCP;

        @Setup
        public void open() throws IOException {
            link = Kept.of(Link.class, () -> NioLink.open(transport, size), this, transport, size);
        }
    }

    /** junixsocket; Unix sockets only. */
    public static class Junixsocket extends Linked {
        @Setup
        public void open() throws IOException {
            link = Kept.of(Link.class, () -> JunixsocketLink.open(Transport.UNIX, size), this, Transport.UNIX, size);
        }
    }

    /** one-nio; TCP only. */
    public static class OneNio extends Linked {
        @Setup
        public void open() throws IOException {
            link = Kept.of(Link.class, () -> OneNioLink.open(Transport.TCP, size), this, Transport.TCP, size);
        }
    }

    /** C. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class C {
        @Param({"TCP", "UNIX"})
        Transport transport = Transport.TCP;

        @Param({"1024", "16384", "65536", "262144"})
        int size;

        TwinLink link;

        @Setup
        public void open() throws IOException {
            link = Kept.of(TwinLink.class, () -> TwinLink.open(transport, size), this, transport, size);
        }
    }

    @Benchmark
    public void socketStream(Bare s) throws IOException {
        s.link.transfer(false);
    }

    @Benchmark
    public void nioStream(Nio s) throws IOException {
        s.link.transfer(false);
    }

    @Benchmark
    public void junixsocketStream(Junixsocket s) throws IOException {
        s.link.transfer(false);
    }

    @Benchmark
    public void oneNioStream(OneNio s) throws IOException {
        s.link.transfer(false);
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public int cStream(C s) throws IOException {
        return s.link.transfers(false, C_LOOP);
    }
}
