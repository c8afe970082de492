package io.baresock;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An error that a batch keeps because messages came before it. The kernel mostly keeps it by itself, so that only a batch that was told
 * to has one for certain.
 */
class KeptErrorTest {

    private static final int TRIES = 100;

    private final MessageBatch m = new MessageBatch(1, 4);

    private static int receive(int fd, MessageBatch m) {
        return recvmmsg(fd, m, MSG_DONTWAIT, 0);
    }

    @Test
    void isTold_once() {
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        assertEquals(-EAGAIN, receive(fd, m));
        m.keep(fd, -ECONNREFUSED);
        assertEquals(-ECONNREFUSED, receive(fd, m));
        assertEquals(-EAGAIN, receive(fd, m));
        close(fd);
        m.close();
    }

    @Test
    void isNotTold_toTheNextOfTheNumber() {
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        assertEquals(-EAGAIN, receive(fd, m));
        m.keep(fd, -ECONNREFUSED);
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
    void isOfTheSocket_alsoThroughTheObject() throws ErrnoException {
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            assertEquals(Socket.WOULD_BLOCK, s.recvmmsg(m, MSG_DONTWAIT));
            m.keep(s.fd(), -ECONNREFUSED);
            try (Socket other = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
                assertTrue(other.fd() != s.fd());
                assertEquals(Socket.WOULD_BLOCK, other.recvmmsg(m, MSG_DONTWAIT));
            }
            assertEquals(Socket.WOULD_BLOCK, s.recvmmsg(m, MSG_DONTWAIT)); // the other's receive has dropped it
            m.keep(s.fd(), -ECONNREFUSED);
            ErrnoException e = assertThrows(ErrnoException.class, () -> s.recvmmsg(m, MSG_DONTWAIT));
            assertEquals(ECONNREFUSED, e.errno());
        }
        m.close();
    }
}
