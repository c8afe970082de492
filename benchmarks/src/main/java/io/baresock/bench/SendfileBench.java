package io.baresock.bench;

import io.baresock.Socket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A file over TCP by sendfile(2): both ends in one thread, one op is the whole file, which is in the page cache. Baresock on the file's
 * descriptor, NIO by {@link FileChannel#transferTo}, C as {@code twin_sendfiles} does it. Linux.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SendfileBench {

    private static final int C_LOOP = 10;

    /** The file, open. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public abstract static class Sent {
        @Param({"65536", "262144"})
        int size;

        FileChannel file;
        int fd;

        final void openFile() throws IOException {
            Path path = Files.createTempFile("baresock-sendfile", null);
            try {
                Files.write(path, new byte[size]);
                file = FileChannel.open(path, StandardOpenOption.READ);
                fd = descriptorOf(path.toRealPath());
            } finally {
                Files.delete(path);
            }
        }

        @TearDown
        public void closeFile() throws IOException {
            file.close();
        }
    }

    /** The JDK does not tell it. */
    private static int descriptorOf(Path path) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(link -> path.equals(target(link)))
                    .mapToInt(link -> Integer.parseInt(link.getFileName().toString()))
                    .findFirst()
                    .orElseThrow(() -> new IOException(path + " is not open"));
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link; // closed since it was listed
        }
    }

    /** Baresock. */
    @SuppressWarnings("NullAway.Init")
    public static class Bare extends Sent {
        @Param({"ffm", "jni"})
        String backend = "";

        BareSendfile link;

        @Setup
        public void open() throws IOException {
            Chosen.backend(backend);
            openFile();
            Socket[] pair = BareLink.pair(Transport.TCP);
            link = new BareSendfile(pair[0], pair[1], fd, size);
        }

        @TearDown
        public void close() throws IOException {
            link.close();
        }
    }

    /** NIO. */
    @SuppressWarnings("NullAway.Init")
    public static class Nio extends Sent {
        NioSendfile link;

        @Setup
        public void open() throws IOException {
            openFile();
            SocketChannel[] pair = NioLink.tcp();
            link = new NioSendfile(pair[0], pair[1], file, size);
        }

        @TearDown
        public void close() throws IOException {
            link.close();
        }
    }

    /** C. */
    public static class C extends Sent {
        private Socket[] pair = {};
        private long in;

        @Setup
        public void open() throws IOException {
            in = Twin.address(Link.in(size));
            openFile();
            pair = BareLink.pair(Transport.TCP);
            pair[0].setNonblocking(true);
        }

        int sendfiles() throws IOException {
            int r = Twin.sendfiles(fd, pair[0].fd(), pair[1].fd(), in, size, C_LOOP);
            if (r < 0) {
                throw new IOException("the C twin failed with errno " + -r);
            }
            return r;
        }

        @TearDown
        public void close() {
            for (Socket s : pair) {
                s.close();
            }
        }
    }

    private static final class BareSendfile extends Link {
        private final Socket a;
        private final Socket b;
        private final int file;

        BareSendfile(Socket a, Socket b, int file, int size) throws IOException {
            super(size);
            this.a = a.setNonblocking(true);
            this.b = b.setNonblocking(true);
            this.file = file;
        }

        @Override
        void transfer(boolean back) throws IOException {
            int sent = 0;
            in.clear();
            for (int spins = 0; in.hasRemaining(); spins++) {
                if (sent < in.capacity()) {
                    sent += (int) Math.max(a.sendfile(file, sent, in.capacity() - sent), 0);
                }
                check(spins, b.recv(in, 0) == 0);
            }
        }

        void close() {
            a.close();
            b.close();
        }
    }

    private static final class NioSendfile extends Link {
        private final SocketChannel a;
        private final SocketChannel b;
        private final FileChannel file;

        NioSendfile(SocketChannel a, SocketChannel b, FileChannel file, int size) throws IOException {
            super(size);
            this.a = a;
            this.b = b;
            this.file = file;
            a.configureBlocking(false);
            b.configureBlocking(false);
        }

        @Override
        void transfer(boolean back) throws IOException {
            int sent = 0;
            in.clear();
            for (int spins = 0; in.hasRemaining(); spins++) {
                if (sent < in.capacity()) {
                    sent += (int) file.transferTo(sent, in.capacity() - sent, a);
                }
                check(spins, b.read(in) < 0);
            }
        }

        void close() throws IOException {
            a.close();
            b.close();
        }
    }

    @Benchmark
    public void socketSendfile(Bare s) throws IOException {
        s.link.transfer(false);
    }

    @Benchmark
    public void nioTransferTo(Nio s) throws IOException {
        s.link.transfer(false);
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public int cSendfile(C s) throws IOException {
        return s.sendfiles();
    }
}
