package io.baresock.vthread;

import static io.baresock.vthread.Sockets.HOUR;
import static io.baresock.vthread.Sockets.tcpPair;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.helper.RegularFile;
import io.baresock.option.SocketOptions;
import io.baresock.vthread.Virtual.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sendfile on virtual threads. */
class SendfileParkingIT {

    @Test
    void sendfile_ofAChannel_parks(@TempDir Path folder) throws Exception {
        int size = 2 << 20;
        byte[] data = random(size);
        Path file = Files.write(folder.resolve("file"), data);
        Socket[] pair = tcpPair();
        try (Socket here = pair[0];
                Socket there = pair[1];
                FileChannel channel = FileChannel.open(file)) {
            here.setOption(SocketOptions.SO_SNDBUF, 8192);
            Task<Long> sending =
                    Virtual.call(() -> sendAll(here, channel, size)).awaitParked();
            ByteBuffer got = ByteBuffer.allocate(size);
            assertEquals(size, there.recvFully(got, HOUR));
            assertEquals(size, sending.get());
            assertArrayEquals(data, got.array());
        }
    }

    /** The call has no form that does not wait, and yet it parks; closing ends it. */
    @Test
    @EnabledOnOs(OS.LINUX) // finds the descriptor by /proc
    void sendfile_ofADescriptor_parks_andCloseEndsIt(@TempDir Path folder) throws Exception {
        int size = 4 << 20;
        byte[] data = random(size);
        Path file = Files.write(folder.resolve("file"), data);
        Socket[] pair = tcpPair();
        try (Socket here = pair[0];
                Socket there = pair[1];
                FileChannel channel = FileChannel.open(file)) {
            assertTrue(channel.isOpen());
            int in = RegularFile.descriptorOf(file.toRealPath().toString());
            here.setOption(SocketOptions.SO_SNDBUF, 8192);
            Task<Long> sending = Virtual.call(() -> here.sendfileFully(in, 0, size, -1, null))
                    .awaitParked();
            ByteBuffer got = ByteBuffer.allocate(size);
            assertEquals(size, there.recvFully(got, HOUR));
            assertEquals(size, sending.get());
            assertArrayEquals(data, got.array());
            ErrnoException e = Virtual.call(
                            () -> assertThrows(ErrnoException.class, () -> here.sendfile(here.fd(), 0, 1)))
                    .get();
            assertEquals(Bsd.ESPIPE, e.errno());
            Task<Long> stuck = Virtual.call(() -> {
                long sent = 0;
                while (true) {
                    sent += here.sendfile(in, 0, size);
                }
            });
            stuck.awaitParked();
            here.close();
            Exception closed = assertThrows(Exception.class, stuck::get);
            assertEquals(SocketClosedException.class, closed.getCause().getClass());
        }
    }

    /** So that each byte is known by its place. */
    private static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    private static long sendAll(Socket s, FileChannel channel, int size) throws IOException {
        return s.sendfile(channel, 0, size);
    }
}
