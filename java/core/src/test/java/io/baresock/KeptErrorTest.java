package io.baresock;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.internal.OwnedFds;
import io.baresock.internal.message.KeptErrors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An error that is kept for a socket's next receive, because messages came before it. The kernel mostly keeps it by itself, so that only
 * an error that a test puts there is there for certain.
 */
class KeptErrorTest {

    private static final int TRIES = 100;

    private final MessageBatch m = new MessageBatch(1, 4);

    private static int receive(int fd, MessageBatch m) {
        return recvmmsg(fd, m, MSG_DONTWAIT, 0);
    }

    private static void keep(int fd) {
        KeptErrors.keep(fd, OwnedFds.opening(fd), -ECONNREFUSED);
    }

    @Test
    void isTold_once() {
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        assertEquals(-EAGAIN, receive(fd, m));
        keep(fd);
        assertEquals(-ECONNREFUSED, receive(fd, m));
        assertEquals(-EAGAIN, receive(fd, m));
        close(fd);
        m.close();
    }

    @Test
    void isNotTold_toTheNextOfTheNumber() {
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        assertEquals(-EAGAIN, receive(fd, m));
        keep(fd);
        close(fd);
        List<Integer> others = new ArrayList<>(); // of the number that another thread of this JVM has meanwhile
        int next = socket(AF_INET, SOCK_DGRAM, 0);
        for (int i = 0; next != fd && i < TRIES; i++) {
            others.add(next);
            next = socket(AF_INET, SOCK_DGRAM, 0);
        }
        others.forEach(Bsd::close);
        assertEquals(fd, next);
        assertEquals(-EAGAIN, receive(next, m));
        close(next);
        m.close();
    }

    @Test
    void manyAreKept_eachForItsSocket() {
        int[] fds = new int[40];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = socket(AF_INET, SOCK_DGRAM, 0);
            keep(fds[i]);
            keep(fds[i]); // one only
        }
        for (int fd : fds) {
            assertEquals(-ECONNREFUSED, receive(fd, m));
        }
        for (int fd : fds) {
            assertEquals(-EAGAIN, receive(fd, m));
            close(fd);
        }
        m.close();
    }

    @Test
    void isOfTheSocket_alsoThroughTheObject() throws ErrnoException {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            assertEquals(Socket.WOULD_BLOCK, s.recvmmsg(m, MSG_DONTWAIT));
            keep(s.fd());
            try (Socket other = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
                assertTrue(other.fd() != s.fd());
                assertEquals(Socket.WOULD_BLOCK, other.recvmmsg(m, MSG_DONTWAIT));
            }
            ErrnoException e = assertThrows(ErrnoException.class, () -> s.recvmmsg(m, MSG_DONTWAIT));
            assertEquals(ECONNREFUSED, e.errno());
            assertEquals(Socket.WOULD_BLOCK, s.recvmmsg(m, MSG_DONTWAIT));
        }
        m.close();
    }
}
