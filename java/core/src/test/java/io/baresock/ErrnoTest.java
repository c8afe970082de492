package io.baresock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.constants.ErrnoConstants;
import io.baresock.internal.Abi;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Z11: an error is known by its number and its name. */
class ErrnoTest {

    @Test
    void name_isTheSymbol_orTheNumberIfThereIsNone() {
        assertEquals("EACCES", Errno.name(Bsd.EACCES));
        assertEquals("ECONNRESET", Errno.name(Bsd.ECONNRESET));
        assertEquals("errno 4711", Errno.name(4711));
        assertEquals("errno 0", Errno.name(0));
        assertEquals("errno -1", Errno.name(-1));
    }

    @Test
    void name_prefersTheUsualOfTwoNames() {
        assertEquals("EAGAIN", Errno.name(Bsd.EWOULDBLOCK));
        assertEquals("EOPNOTSUPP", Errno.name(Bsd.EOPNOTSUPP));
        assertEquals("EDEADLK", Errno.name(Bsd.EDEADLK));
    }

    @Test
    void all_isEveryErrnoConstantOfThePlatform() throws IllegalAccessException {
        TreeSet<Integer> expected = new TreeSet<>();
        for (Field field : ErrnoConstants.class.getFields()) {
            if (Abi.isPresent(field.getInt(null))) {
                expected.add(field.getInt(null));
            }
        }
        assertEquals(expected, Errno.all().keySet());
        assertThrows(UnsupportedOperationException.class, () -> Errno.all().clear());
    }

    @Test
    void text_isThatOfTheSystem_andKept() {
        assertFalse(Errno.text(Bsd.EACCES).isEmpty());
        assertNotEquals(Errno.text(Bsd.EACCES), Errno.text(Bsd.EBADF));
        assertSame(Errno.text(Bsd.EACCES), Errno.text(Bsd.EACCES));
        assertTrue(Errno.text(4711).contains("4711"), Errno.text(4711));
    }

    @Test
    void message_namesCallAddressAndError() {
        ErrnoException e = new ErrnoException("bind", Bsd.EACCES, Sockaddr.loopback6(80), null, null);
        assertEquals("bind([::1]:80): EACCES (" + Errno.text(Bsd.EACCES) + ")", e.getMessage());
        assertEquals("bind", e.call());
        assertEquals(Bsd.EACCES, e.errno());
        assertEquals("EACCES", e.errnoName());
        assertEquals(Sockaddr.loopback6(80), e.local());
        assertNull(e.peer());
    }

    @Test
    void message_hasBothAddresses_orDetail_orNeither() {
        String end = ": EPIPE (" + Errno.text(Bsd.EPIPE) + ")";
        Sockaddr local = Sockaddr.loopback4(1);
        Sockaddr peer = Sockaddr.loopback4(2);
        assertEquals("send" + end, new ErrnoException("send", Bsd.EPIPE).getMessage());
        assertEquals("send(127.0.0.1:2)" + end, new ErrnoException("send", Bsd.EPIPE, peer).getMessage());
        assertEquals(
                "send" + end + ": 5 bytes left", new ErrnoException("send", Bsd.EPIPE, "5 bytes left").getMessage());
        assertEquals(
                "send(127.0.0.1:1 -> 127.0.0.1:2)" + end + ": late",
                new ErrnoException("send", Bsd.EPIPE, local, peer, "late").getMessage());
    }

    @Test
    void closed_isEbadf_andSaysSo() {
        SocketClosedException e = new SocketClosedException("recv");
        assertEquals("recv: socket is closed", e.getMessage());
        assertEquals(Bsd.EBADF, e.errno());
        assertEquals("recv", e.call());
    }

    @Test
    void exceptions_surviveSerialisation_withoutTheirAddresses() throws IOException, ClassNotFoundException {
        ErrnoException e = new ErrnoException("connect", Bsd.ECONNREFUSED, Sockaddr.loopback4(9));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
            out.writeObject(new SocketClosedException("recv"));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ErrnoException copy = (ErrnoException) in.readObject();
            assertEquals(e.getMessage(), copy.getMessage());
            assertEquals(e.errno(), copy.errno());
            assertEquals(e.call(), copy.call());
            assertNull(copy.peer());
            assertEquals("recv: socket is closed", ((SocketClosedException) in.readObject()).getMessage());
        }
    }
}
