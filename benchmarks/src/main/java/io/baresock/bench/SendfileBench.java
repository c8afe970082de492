package io.baresock.bench;

import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A file over TCP by sendfile(2), with both ends in one thread. One operation is the whole file, which is in the page cache. Baresock
 * uses the file's descriptor, NIO {@link FileChannel#transferTo}, and C {@code sendfiles} of transfer.c. Linux.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class SendfileBench extends Bench {

    private static final int C_LOOP = 10;

    /** The file, open. */
    public abstract static class Sent extends Contestant {
        @Param({"65536", "262144"})
        int size;

        int file;
        ByteBuffer in;

        @Override
        void open() throws IOException {
            in = Link.in(size);
            file = (int) Twin.check(Twin.file(size), "make a file");
            keep(() -> Twin.close(file));
        }
    }

    public static class Bare extends Sent {
        @Param({"ffm", "jni"})
        String backend = "";

        private Socket a;
        private Socket b;

        @Override
        void open() throws IOException {
            super.open();
            Socket[] pair = BareLink.pair(Transport.TCP);
            a = keep(pair[0]).setNonblocking(true);
            b = keep(pair[1]).setNonblocking(true);
        }

        void transfer() throws IOException {
            int sent = 0;
            in.clear();
            for (int spins = 0; in.hasRemaining(); spins++) {
                if (sent < size) {
                    sent += (int) Math.max(a.sendfile(file, sent, size - sent), 0);
                }
                Link.check(spins, b.recv(in, 0) == 0);
            }
        }
    }

    public static class Nio extends Sent {
        private FileChannel same;
        private SocketChannel a;
        private SocketChannel b;

        @Override
        void open() throws IOException {
            super.open();
            same = keep(FileChannel.open(Path.of("/proc/self/fd", Integer.toString(file)), StandardOpenOption.READ));
            SocketChannel[] pair = NioLink.stream(Transport.TCP);
            a = keep(pair[0]);
            b = keep(pair[1]);
            a.configureBlocking(false);
            b.configureBlocking(false);
        }

        void transfer() throws IOException {
            int sent = 0;
            in.clear();
            for (int spins = 0; in.hasRemaining(); spins++) {
                if (sent < size) {
                    sent += (int) same.transferTo(sent, size - sent, a);
                }
                Link.check(spins, b.read(in) < 0);
            }
        }
    }

    public static class C extends Sent {
        private TwinPair pair;
        private long address;

        @Override
        void open() throws IOException {
            super.open();
            address = Twin.address(in);
            pair = keep(new TwinPair(Transport.TCP, false));
        }

        long sendfiles() throws IOException {
            return Twin.check(Twin.sendfiles(file, pair.a, pair.b, address, size, C_LOOP), "send a file");
        }
    }

    @Benchmark
    public void socketSendfile(Bare s) throws IOException {
        s.transfer();
    }

    @Benchmark
    public void nioTransferTo(Nio s) throws IOException {
        s.transfer();
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public long cSendfile(C s) throws IOException {
        return s.sendfiles();
    }
}
