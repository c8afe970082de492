package io.baresock.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A number of bytes through a stream, with both ends in one thread: nanoseconds to send and receive all of them. If the socket has no
 * room, some bytes are received before the next send.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class StreamBench extends Bench {

    private static final int C_LOOP = 10;

    /** How many bytes. */
    public abstract static class Sized extends Contestant {
        @Param({"1024", "16384", "65536", "262144"})
        int size;

        Link link;
    }

    public static class Bare extends Sized {
        @Param({"TCP", "UNIX"})
        Transport transport = Transport.TCP;

        @Param({"ffm", "jni"})
        String backend = "";

        @Override
        void open() throws IOException {
            link = Kept.of(Link.class, () -> new BareLink(transport, size), this, transport, size);
        }
    }

    public static class Nio extends Sized {
        @Param({"TCP", "UNIX"})
        Transport transport = Transport.TCP;

        @Override
        void open() throws IOException {
            link = Kept.of(Link.class, () -> NioLink.open(transport, size), this, transport, size);
        }
    }

    /** junixsocket; Unix sockets only. */
    public static class Junixsocket extends Sized {
        @Override
        void open() throws IOException {
            link = Kept.of(Link.class, () -> JunixsocketLink.open(Transport.UNIX, size), this, size);
        }
    }

    /** one-nio; TCP only. */
    public static class OneNio extends Sized {
        @Override
        void open() throws IOException {
            link = Kept.of(Link.class, () -> OneNioLink.open(Transport.TCP, size), this, size);
        }
    }

    public static class C extends Contestant {
        @Param({"TCP", "UNIX"})
        Transport transport = Transport.TCP;

        @Param({"1024", "16384", "65536", "262144"})
        int size;

        TwinLink link;

        @Override
        void open() throws IOException {
            link = Kept.of(TwinLink.class, () -> new TwinLink(transport, size), this, transport, size);
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
