package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One buffer in two places of a call: refused before anything moves. */
@DisplayName("one buffer twice in a call is refused")
class TwiceIT {

    private Socket left;
    private Socket right;

    @BeforeEach
    void open() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        left = pair[0];
        right = pair[1];
    }

    @AfterEach
    void close() throws ErrnoException {
        left.close();
        right.close();
    }

    private static ByteBuffer buffer(boolean direct) {
        return direct ? ByteBuffer.allocateDirect(8) : ByteBuffer.allocate(8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inAnArray_few(boolean direct) throws ErrnoException {
        ByteBuffer b = buffer(direct);
        ByteBuffer other = buffer(direct);
        assertThrows(IllegalArgumentException.class, () -> writev(left.fd(), b, other, b));
        assertThrows(IllegalArgumentException.class, () -> readv(left.fd(), b, b));
        assertEquals(0, b.position());
        assertEquals(EAGAIN, -right.recv(ByteBuffer.allocate(1), MSG_DONTWAIT));
        assertEquals(24, writev(left.fd(), b, other, b.duplicate()));
        b.clear();
        assertEquals(24, readv(right.fd(), b, b.duplicate(), b.duplicate().clear()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inAnArray_many(boolean direct) throws ErrnoException {
        ByteBuffer[] all = new ByteBuffer[IOV_MAX];
        for (int i = 0; i < all.length; i++) {
            all[i] = buffer(direct);
        }
        all[IOV_MAX - 1] = all[700];
        assertThrows(IllegalArgumentException.class, () -> writev(left.fd(), all));
        assertEquals(EAGAIN, -right.recv(ByteBuffer.allocate(1), MSG_DONTWAIT));
        all[IOV_MAX - 1] = buffer(direct);
        assertEquals(8 * IOV_MAX, writev(left.fd(), all));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inAMessage(boolean direct) throws ErrnoException {
        ByteBuffer b = buffer(direct);
        try (Message m = new Message()) {
            m.add(b).add(buffer(direct));
            assertThrows(IllegalArgumentException.class, () -> m.add(b));
            m.add(b.duplicate());
            assertEquals(24, left.sendmsg(m, 0));
            assertEquals(8, b.position());
        }
    }
}
