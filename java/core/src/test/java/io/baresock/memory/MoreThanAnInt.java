package io.baresock.memory;

import static io.baresock.Bsd.*;

import io.baresock.Message;
import io.baresock.Socket;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.ForwardingBackend;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Sends buffers of more than 2 GiB in all. Nothing moves: the kernel's answers are made up, and the large buffer is a hole in a file. */
final class MoreThanAnInt {

    private static final int HEAP = 300_000; // two pieces
    private static final int LARGE = Integer.MAX_VALUE - 10;

    private MoreThanAnInt() {}

    /** Takes a piece, and then as much as Linux takes in one call. */
    private static final class Takes extends ForwardingBackend {
        private int calls;

        Takes(Backend real) {
            super(real);
        }

        @Override
        public int sendmsg(int fd, long message, int flags) {
            return calls++ == 0 ? 256 * 1024 : 0x7ffff000;
        }
    }

    private interface Send {
        int with(Socket s, ByteBuffer heap, ByteBuffer large) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Takes[] backend = new Takes[1];
        Interposer.install(real -> backend[0] = new Takes(real));
        Path file = Files.createTempFile("large-", ".bin");
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            c.write(ByteBuffer.allocate(1), LARGE);
            ByteBuffer large = c.map(FileChannel.MapMode.READ_ONLY, 0, LARGE);
            Send[] sends = {
                (s, heap, more) -> writev(s.fd(), heap, more),
                (s, heap, more) -> s.sendmsg(new Message().add(heap).add(more)),
                (s, heap, more) -> sendmsg(s.fd(), new Message().add(heap).add(more), 0)
            };
            for (int i = 0; i < sends.length; i++) {
                Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                ByteBuffer heap = ByteBuffer.allocate(HEAP);
                int n = sends[i].with(pair[0], heap, large.clear());
                if (n <= 0 || n != (long) heap.position() + large.position()) {
                    throw new AssertionError(i + ": " + n + ", positions " + heap + ' ' + large);
                }
                backend[0].calls = 0;
            }
        } finally {
            Files.delete(file);
        }
    }
}
