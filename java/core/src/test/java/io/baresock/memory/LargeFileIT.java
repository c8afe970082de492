package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.helper.RegularFile;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with more bytes than fit an int. Not among the contract tests, which have more runs. */
@DisplayName("files larger than 2 GiB")
class LargeFileIT {

    private static final long SIZE = (2L << 30) + (300 << 20) + 5;

    /** In memory, where there is such a file system: there the holes of a file cost nothing. */
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    Path dir;

    private Path path;

    @BeforeEach
    void create() throws IOException {
        path = Files.createTempFile(Files.isWritable(MEMORY) ? MEMORY : dir, "baresock-", ".large");
    }

    @AfterEach
    void delete() throws IOException {
        Files.delete(path);
    }

    /** The first byte, the last one, and how many there are. TCP throws the others away, and copies none of them (MSG_TRUNC, tcp(7)). */
    private static long receive(Socket s) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(1 << 20);
        assertEquals(1, s.recv(b.limit(1), 0));
        assertEquals('a', b.get(0));
        long got = 1;
        while (got < SIZE - 1) {
            int n = s.recv(b.clear().limit((int) Math.min(b.capacity(), SIZE - 1 - got)), MSG_TRUNC);
            assertTrue(n > 0, "ended after " + got);
            got += n;
        }
        assertEquals(1, s.recv(b.clear(), 0));
        assertEquals('z', b.get(0));
        assertEquals(0, s.recv(b.clear(), 0));
        return got + 1;
    }

    /** Most of it is holes: all of it arrives, and its ends are in their places. */
    @Test
    void sendfileFully_movesAll_andTellsHowFarItIs() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
                Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.loopback4(0))
                        .listen(1);
                Socket out = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            file.setLength(SIZE);
            file.write('a');
            file.seek(SIZE - 1);
            file.write('z');
            out.connect(listener.localAddress());
            out.setNonblocking(true);
            try (Socket in = listener.accept()) {
                FutureTask<Long> received = new FutureTask<>(() -> receive(in));
                Thread reader = new Thread(received);
                reader.start();
                long[] progress = new long[2]; // how far, how often
                int fd = RegularFile.descriptorOf(path.toRealPath().toString());
                long sent = out.sendfileFully(fd, 0, Long.MAX_VALUE, Patience.NANOS, now -> {
                    assertTrue(now > progress[0]);
                    progress[0] = now;
                    progress[1]++;
                });
                out.shutdown(SHUT_WR);
                assertEquals(SIZE, sent);
                assertEquals(SIZE, progress[0]);
                assertTrue(progress[1] >= SIZE / (4 << 20));
                assertEquals(SIZE, received.get());
                reader.join();
            }
        }
    }
}
