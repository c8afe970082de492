package io.baresock.handover;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.internal.Abi;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who is at the other end: row G13. */
@EnabledOnOs(OS.LINUX)
class PeerProcessIT {

    @BeforeEach
    void needsLinux65() throws IOException {
        assumeTrue(Abi.isPresent(SO_PEERPIDFD), "no SO_PEERPIDFD");
        try (Socket s = Socket.open(AF_UNIX, SOCK_STREAM, 0)) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> PeerProcess.of(s));
            assumeTrue(e.errno() != ENOPROTOOPT, "no SO_PEERPIDFD");
            assertEquals(ENODATA, e.errno()); // nobody there
        }
    }

    @Test
    void aForgottenOne_isClosed() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket left = pair[0];
                Socket right = pair[1]) {
            int forgotten = PeerProcess.of(left).pidfd();
            long end = System.nanoTime() + Patience.NANOS;
            while (isPidfd(forgotten)) {
                assertTrue(System.nanoTime() - end < 0, "the pidfd is open");
                System.gc();
            }
            assertTrue(right.isOpen());
        }
    }

    private static boolean isPidfd(int fd) throws IOException {
        return Fds.open().stream().anyMatch(f -> f.contains("pidfd") && f.endsWith(" as " + fd));
    }

    private static String pidOf(PeerProcess process) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/fdinfo/" + process.pidfd())).stream()
                .filter(line -> line.startsWith("Pid:"))
                .findFirst()
                .orElseThrow()
                .substring(4)
                .strip();
    }

    @Test
    @DisplayName("G13: the pidfd is that of the process that connected, says when it ends, and is close-on-exec")
    void peer_isTheProcess() throws Exception {
        Sockaddr name =
                Sockaddr.unixAbstract(("bs-peer-" + ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
        try (Socket listener = Socket.open(AF_UNIX, SOCK_STREAM, 0).bind(name).listen(1)) {
            Process child = Jvm.builder(Program.command(PeerProgram.class, name.toString()))
                    .start();
            try (Socket s = listener.accept(null, 0, Patience.NANOS);
                    PeerProcess peer = PeerProcess.of(s)) {
                assertEquals(Long.toString(child.pid()), pidOf(peer));
                assertEquals(FD_CLOEXEC, fcntl(peer.pidfd(), F_GETFD, 0));
                ByteBuffer ucred = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
                assertEquals(12, (int) s.withFd(fd -> getsockopt(fd, SOL_SOCKET, SO_PEERCRED, ucred)));
                assertEquals(child.pid(), ucred.getInt(0));
                assertFalse(peer.awaitExit(0));
                assertFalse(peer.awaitExit(1_000_000));
                s.shutdown(SHUT_RDWR); // what the child waits for
                assertTrue(peer.awaitExit(-1));
                assertTrue(peer.awaitExit(0));
            } finally {
                child.destroyForcibly();
            }
        }
    }

    @Test
    @DisplayName("G13: close ends who waits, and closes the pidfd")
    void close_endsTheWait() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            PeerProcess self = PeerProcess.of(a);
            assertNotEquals(-1, self.pidfd());
            assertEquals(Long.toString(ProcessHandle.current().pid()), pidOf(self));
            CountDownLatch begun = new CountDownLatch(1);
            FutureTask<Boolean> wait = new FutureTask<>(() -> {
                begun.countDown();
                return self.awaitExit(-1);
            });
            new Thread(wait, "await-exit").start();
            begun.await();
            self.close();
            self.close();
            assertTrue(assertThrows(ExecutionException.class, wait::get).getCause() instanceof SocketClosedException);
            assertEquals(-1, self.pidfd());
            assertThrows(SocketClosedException.class, () -> self.awaitExit(0));
            assertTrue(b.isOpen());
        }
    }
}
