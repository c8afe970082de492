package io.baresock.contract;

import static io.baresock.Bsd.*;
import static io.baresock.contract.Loopback.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.TransferException;
import io.baresock.helper.RegularFile;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.ForwardingBackend;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** sendfile(2) and splice(2), on each backend. */
@DisplayName("Bsd.sendfile, Bsd.splice, Socket.sendfile: row Z1")
class TransferIT {

    private static final int SIZE = 10 << 20;

    @TempDir
    Path dir;

    private byte[] data;
    private Path path;

    private RandomAccessFile file() throws Exception {
        data = new byte[SIZE];
        new Random(7).nextBytes(data);
        path = Files.write(dir.resolve("data"), data);
        return new RandomAccessFile(path.toFile(), "r");
    }

    private int fd() throws Exception {
        return RegularFile.descriptorOf(path.toRealPath().toString());
    }

    /** Takes all there is without waiting. */
    private static void drain(int fd, ByteBuffer to) {
        while (to.hasRemaining()) {
            int n = recv(fd, to, MSG_DONTWAIT);
            if (n == -EAGAIN) {
                return;
            }
            ok(n);
        }
    }

    @Test
    void sendfile_goesOnWhereItStopped_byteExact() throws Exception {
        int[] p = Loopback.tcpPair();
        ok(fcntl(p[0], F_SETFL, O_NONBLOCK));
        ByteBuffer got = ByteBuffer.allocate(SIZE);
        int parts = 0;
        try (RandomAccessFile file = file()) {
            int in = fd();
            long sent = 0;
            while (got.hasRemaining()) {
                long n = sendfile(p[0], in, sent, SIZE - sent);
                if (n >= 0) {
                    sent += n;
                    parts++;
                } else {
                    assertEquals(-EAGAIN, n);
                    assertTrue(poll(p[1], POLLIN, Patience.NANOS) > 0);
                }
                drain(p[1], got);
            }
            assertEquals(SIZE, sent);
            assertTrue(parts > 1, "10 MiB went out in one piece: nothing partial was seen");
            assertEquals(0, sendfile(p[0], in, SIZE, 1)); // the end
            assertEquals(0, file.getFilePointer());
            assertEquals(3, sendfile(p[0], in, -1, 3)); // the file's own position
            assertEquals(3, file.getFilePointer());
        }
        assertArrayEquals(data, got.array());
        ok(close(p[1]));
        ok(close(p[0]));
    }

    @Test
    void sendfile_toABrokenConnection_isEpipe_andNoSignal() throws Exception {
        int[] sv = new int[2];
        ok(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
        try (RandomAccessFile file = file()) {
            int in = fd();
            ok(close(sv[1]));
            assertEquals(-EPIPE, sendfile(sv[0], in, 0, 10));
            assertEquals(-EBADF, sendfile(sv[1], in, 0, 10));
            assertThrows(IllegalArgumentException.class, () -> sendfile(sv[0], in, -2, 10));
            assertThrows(IllegalArgumentException.class, () -> sendfile(sv[0], in, 0, -1));
            assertEquals(0, file.getFilePointer());
        }
        ok(close(sv[0]));
    }

    @Test
    void splice_proxiesAStream() {
        int[] from = Loopback.tcpPair();
        int[] to = Loopback.tcpPair();
        int[] pipe = new int[2];
        ok(pipe(pipe));
        byte[] sent = new byte[200_000];
        new Random(1).nextBytes(sent);
        ByteBuffer out = ByteBuffer.wrap(sent);
        ByteBuffer got = ByteBuffer.allocate(sent.length);
        while (got.hasRemaining()) {
            if (out.hasRemaining()) {
                int n = send(from[0], out, MSG_DONTWAIT);
                assertTrue(n > 0 || n == -EAGAIN);
            } else {
                shutdown(from[0], SHUT_WR);
            }
            long n = splice(from[1], -1, pipe[1], -1, 65_536, SPLICE_F_MOVE);
            assertTrue(n >= 0, () -> "splice into the pipe: " + n);
            for (long left = n; left > 0; ) {
                long moved = splice(pipe[0], -1, to[0], -1, left, SPLICE_F_MOVE | SPLICE_F_MORE);
                assertTrue(moved > 0, () -> "splice out of the pipe: " + moved);
                left -= moved;
            }
            if (n == 0) {
                ok(shutdown(to[0], SHUT_WR));
                while (got.hasRemaining() && recv(to[1], got, 0) > 0) {
                    // the rest, which was under way
                }
                break;
            }
            drain(to[1], got);
        }
        assertArrayEquals(sent, got.array());
        assertEquals(-EINVAL, splice(from[1], -1, to[0], -1, 1, 0)); // neither is a pipe
        for (int fd : new int[] {from[0], from[1], to[0], to[1], pipe[0], pipe[1]}) {
            ok(close(fd));
        }
    }

    @Test
    void socketSendfile_byDescriptorAndByChannel() throws Exception {
        try (RandomAccessFile file = file();
                FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Socket[] p = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            int in = fd();
            ByteBuffer got = ByteBuffer.allocate(100);
            assertEquals(40, p[0].sendfile(in, 1000, 40));
            assertEquals(60, p[0].sendfile(channel, 1040, 60));
            assertEquals(0, p[0].sendfile(channel, SIZE, 1));
            assertEquals(100, p[1].available());
            assertEquals(100, p[1].recv(got, MSG_WAITALL));
            assertArrayEquals(java.util.Arrays.copyOfRange(data, 1000, 1100), got.array());
            assertEquals(0, channel.position());
            assertEquals(0, file.getFilePointer());

            p[0].setNonblocking(true);
            long sent = p[0].sendfile(channel, 0, SIZE);
            assertTrue(sent > 0 && sent < SIZE, sent + " bytes into a socket that nobody reads");
            assertEquals(Socket.WOULD_BLOCK, p[0].sendfile(channel, sent, SIZE - sent));
            assertEquals(Socket.WOULD_BLOCK, p[0].sendfile(in, sent, SIZE - sent));
            byte[] first = new byte[(int) sent];
            assertEquals((int) sent, p[1].recv(first, 0, first.length, MSG_WAITALL));
            assertArrayEquals(java.util.Arrays.copyOf(data, first.length), first);

            p[0].setNonblocking(false);
            p[0].dup().close();
            assertEquals(1, p[0].sendfile(in, 0, 1)); // others may have had the open file
            p[0].close();
            assertThrows(io.baresock.SocketClosedException.class, () -> p[0].sendfile(in, 0, 1));
            assertThrows(io.baresock.SocketClosedException.class, p[0]::available);
            p[1].close();
            assertTrue(p[1].isClosed());
        }
    }

    /** The peer ends while the call waits for room. */
    @Test
    void socketSendfile_saysHowMuchWasSent_andTheNextCallTellsTheError() throws Exception {
        try (RandomAccessFile file = file();
                FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Socket[] p = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            assertTrue(file.length() == SIZE);
            Thread closer = new Thread(() -> {
                try {
                    while (p[1].available() == 0) {
                        Thread.onSpinWait();
                    }
                } catch (ErrnoException e) {
                    throw new IllegalStateException(e);
                } finally {
                    p[1].close();
                }
            });
            closer.start();
            long sent = p[0].sendfile(channel, 0, SIZE);
            assertTrue(sent > 0 && sent < SIZE, sent + " bytes");
            int errno = assertThrows(ErrnoException.class, () -> p[0].sendfile(channel, sent, 10))
                    .errno();
            assertTrue(errno == EPIPE || errno == ECONNRESET, "errno " + errno);
            closer.join();
            p[0].close();
        }
    }

    @Test
    void sendfileFully_saysHowMuchWasSent_whenItCannotGoOn() throws Exception {
        try (RandomAccessFile file = file();
                FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            int in = fd();
            long[] told = new long[1];
            Socket[] p = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            Socket[] blocking = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            TransferException passed = assertThrows(
                    TransferException.class, () -> blocking[0].sendfileFully(in, 0, SIZE, 1_000_000, null));
            assertEquals(ETIMEDOUT, passed.errno());
            assertTrue(passed.transferred() > 0 && passed.transferred() < SIZE);
            assertEquals(passed.transferred(), blocking[1].available());
            assertFalse(blocking[0].isNonblocking());
            blocking[0].close();
            blocking[1].close();
            assertEquals(10, p[0].sendfileFully(in, SIZE - 10, 20, -1, null)); // the end
            assertEquals(10, p[0].sendfileFully(channel, SIZE - 10, 20)); // without a limit of time
            assertEquals(0, p[0].sendfileFully(channel, SIZE, 20, -1, null));
            p[0].setNonblocking(true);
            TransferException late =
                    assertThrows(TransferException.class, () -> p[0].sendfileFully(in, 0, SIZE, 1, n -> told[0] = n));
            assertEquals(ETIMEDOUT, late.errno());
            assertEquals(told[0], late.transferred());
            assertTrue(late.transferred() > 0 && late.transferred() < SIZE);
            assertTrue(late.getMessage().endsWith(" after " + late.transferred() + " bytes"), late.getMessage());
            late = assertThrows(TransferException.class, () -> p[0].sendfileFully(channel, 0, SIZE, 1, null));
            assertEquals(ETIMEDOUT, late.errno());
            byte[] got = new byte[20 + (int) told[0] + (int) late.transferred()];
            assertEquals(got.length, p[1].recv(got, 0, got.length, MSG_WAITALL));
            assertArrayEquals(
                    java.util.Arrays.copyOf(data, (int) told[0]),
                    java.util.Arrays.copyOfRange(got, 20, 20 + (int) told[0]));

            TransferException broken =
                    assertThrows(TransferException.class, () -> p[0].sendfileFully(in, 0, SIZE, -1, n -> p[1].close()));
            assertEquals(EPIPE, broken.errno());
            assertTrue(broken.transferred() > 0);
            p[0].close();
            assertThrows(io.baresock.SocketClosedException.class, () -> p[0].sendfileFully(in, 0, SIZE, -1, null));
            assertThrows(IllegalArgumentException.class, () -> p[0].sendfileFully(in, -2, SIZE, -1, null));
            assertThrows(IllegalArgumentException.class, () -> p[0].sendfileFully(in, 0, -1, -1, null));
            assertEquals(0, file.getFilePointer());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sendfileFully_goesOn_ifASignalComesBeforeTheFirstByte() throws Exception {
        assertEquals("10 bytes, more than 3 attempts: true", Program.output(0, Interrupted.class));
    }

    /** As on a busy machine: the thread has no processor until the signal has come. */
    static final class Interrupted {
        public static void main(String[] args) throws Exception {
            int[] attempts = {0};
            Interposer.install(real -> new ForwardingBackend(real) {
                @Override
                public long sendfileShortly(int out, int in, long offset, long count, long after) {
                    return ++attempts[0] <= 3 ? -EINTR : super.sendfileShortly(out, in, offset, count, after);
                }
            });
            int file = RegularFile.open();
            Socket[] p = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            long n = p[0].sendfileFully(file, 0, 10, 1, null);
            System.out.println(n + " bytes, more than 3 attempts: " + (attempts[0] > 3)); // a real signal may come, too
            ok(close(file));
            p[0].close();
            p[1].close();
        }
    }
}
