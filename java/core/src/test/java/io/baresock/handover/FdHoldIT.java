package io.baresock.handover;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The number of a held descriptor belongs to no other file, also after the close. */
class FdHoldIT {

    private static Socket udp() throws Exception {
        return Socket.open(AF_INET, SOCK_DGRAM, 0);
    }

    private static boolean isOpen(int fd) {
        return Bsd.fcntl(fd, F_GETFD, 0) >= 0;
    }

    @Test
    void close_closesTheSocketAtOnce_andTheDescriptorWhenTheHoldEnds() throws Exception {
        var before = Fds.open();
        Socket s = udp();
        AtomicInteger closings = new AtomicInteger();
        FdHold hold = FdHold.of(s, closings::incrementAndGet);
        int fd = hold.fd();
        assertEquals(s.fd(), fd);
        assertEquals(0, closings.get());

        s.close();
        assertEquals(1, closings.get());
        assertThrows(SocketClosedException.class, () -> s.send(ByteBuffer.allocate(1), 0));
        assertTrue(isOpen(fd));
        try (Socket other = udp()) {
            assertNotEquals(fd, other.fd());
        }
        s.close();
        assertEquals(1, closings.get());
        assertEquals("FdHold[descriptor " + fd + ", socket closed]", hold.toString());

        hold.close();
        Fds.assertNoOthersThan(before);
        hold.close();
        Fds.assertNoOthersThan(before);
    }

    @Test
    void whenTheHoldEndsFirst_theSocketGoesOn_andTheActionDoesNotRun() throws Exception {
        AtomicInteger closings = new AtomicInteger();
        int fd;
        try (Socket s = udp()) {
            FdHold hold = FdHold.of(s, closings::incrementAndGet);
            fd = hold.fd();
            hold.close();
            assertTrue(isOpen(fd));
            assertTrue(s.isOpen());
        }
        assertEquals(0, closings.get());
    }

    @Test
    void theLastOfSeveralHoldsClosesTheDescriptor() throws Exception {
        Socket s = udp();
        FdHold one = FdHold.of(s, () -> {});
        FdHold two = FdHold.of(s, () -> {});
        s.close();
        one.close();
        assertTrue(isOpen(two.fd()));
        String held = " as " + two.fd();
        assertTrue(Fds.open().stream().anyMatch(fd -> fd.endsWith(held)));
        two.close();
        assertTrue(Fds.open().stream().noneMatch(fd -> fd.endsWith(held)));
    }

    @Test
    void theActionOfAnotherThreadsClose_runsOnThatThread() throws Exception {
        Socket s = udp();
        CountDownLatch ran = new CountDownLatch(1);
        Thread closer = new Thread(s::close);
        FdHold hold = FdHold.of(s, () -> {
            if (Thread.currentThread() == closer) {
                ran.countDown();
            }
        });
        closer.start();
        assertTrue(ran.await(Patience.SECONDS, TimeUnit.SECONDS));
        closer.join();
        hold.close();
    }

    @Test
    void detach_isRefused_whileThereIsAHold() throws Exception {
        try (Socket s = udp()) {
            FdHold hold = FdHold.of(s, () -> {});
            String why = assertThrows(IllegalStateException.class, s::detach).getMessage();
            assertTrue(why.contains("FdHold"), why);
            hold.close();
            assertEquals(0, Bsd.close(s.detach()));
        }
    }

    @Test
    void aClosedSocketCannotBeHeld_andNullIsNamed() throws Exception {
        Socket s = udp();
        assertThrows(NullPointerException.class, () -> FdHold.of(s, null));
        s.close();
        assertThrows(SocketClosedException.class, () -> FdHold.of(s, () -> {}));
        assertThrows(NullPointerException.class, () -> FdHold.of(null, () -> {}));
        assertFalse(s.isOpen());
    }
}
