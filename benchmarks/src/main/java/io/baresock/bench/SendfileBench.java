package io.baresock.bench;

import io.baresock.Socket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A file over TCP by sendfile(2): both ends in one thread, one op is the whole file, which is in the page cache. Baresock on the file's
 * descriptor, NIO by {@link FileChannel#transferTo}, C as {@code sendfiles} of transfer.c does it. Linux.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class SendfileBench extends Bench {

    private static final int C_LOOP = 10;

    /** The file, open. */
    public abstract static class Sent extends Contestant {
        @Param({"65536", "262144"})
        int size;

        final FileChannel openFile(Path path) throws IOException {
            Files.write(path, new byte[size]);
            return keep(FileChannel.open(path, StandardOpenOption.READ));
        }

        final FileChannel openFile() throws IOException {
            Path path = Files.createTempFile("baresock-sendfile", null);
            try {
                return openFile(path);
            } finally {
                Files.delete(path);
            }
        }

        /** The JDK does not tell it. */
        final int openDescriptor() throws IOException {
            Path path = Files.createTempFile("baresock-sendfile", null).toRealPath();
            openFile(path);
            try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
                return all.filter(link -> path.equals(target(link)))
                        .mapToInt(link -> Integer.parseInt(link.getFileName().toString()))
                        .findFirst()
                        .orElseThrow(() -> new IOException(path + " is not open"));
            } finally {
                Files.delete(path);
            }
        }

        private static Path target(Path link) {
            try {
                return Files.readSymbolicLink(link);
            } catch (IOException e) {
                return link; // closed since it was listed
            }
        }
    }

    /** Baresock. */
    public static class Bare extends Sent {
        @Param({"ffm", "jni"})
        String backend = "";

        Link link;

        @Override
        void open() throws IOException {
            choose(backend);
            int file = openDescriptor();
            Socket[] pair = BareLink.pair(Transport.TCP);
            link = new BareSendfile(keep(pair[0]), keep(pair[1]), file, size);
        }
    }

    /** NIO. */
    public static class Nio extends Sent {
        Link link;

        @Override
        void open() throws IOException {
            FileChannel file = openFile();
            SocketChannel[] pair = NioLink.stream(Transport.TCP);
            link = new NioSendfile(keep(pair[0]), keep(pair[1]), file, size);
        }
    }

    /** C. */
    public static class C extends Sent {
        private int file;
        private TwinPair pair;
        private long in;

        @Override
        void open() throws IOException {
            in = Twin.address(Link.in(size));
            file = openDescriptor();
            pair = keep(new TwinPair(Transport.TCP, false));
        }

        long sendfiles() throws IOException {
            return Twin.check(Twin.sendfiles(file, pair.a, pair.b, in, size, C_LOOP), "send a file");
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
    public long cSendfile(C s) throws IOException {
        return s.sendfiles();
    }
}
