package io.baresock.contract;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.text.SocketText;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Small conveniences outside the hot path. */
@DisplayName("SocketText and its kind: rows P12, P13, Z6")
class SocketTextIT {

    private static ByteBuffer utf8(String s) {
        return ByteBuffer.wrap(s.getBytes(UTF_8));
    }

    @Test
    @DisplayName("P12: puts and readline")
    void lines_goThereAndBack() throws Exception {
        Socket[] p = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        SocketText a = new SocketText(p[0]);
        SocketText b = new SocketText(p[1]);
        a.puts("hello");
        a.puts("w\u00f6rld\n");
        a.puts("");
        p[0].sendFully(utf8("crlf\r\nrest"), -1);
        assertEquals("hello", b.readLine());
        assertEquals("w\u00f6rld", b.readLine());
        assertEquals("", b.readLine());
        assertEquals("crlf", b.readLine());
        p[0].close();
        assertThrows(EOFException.class, b::readLine);
        assertArrayEquals("rest".getBytes(UTF_8), b.read(100));
        assertNull(b.readLine());
        p[1].close();
    }

    @Test
    @DisplayName("P12, P13: 2048 bytes sent, read(1024) twice")
    void read_waitsForAsManyAsAskedFor() throws Exception {
        Socket[] p = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        byte[] data = new byte[2048];
        new Random(1).nextBytes(data);
        p[0].sendFully(ByteBuffer.wrap(data), -1);
        SocketText text = new SocketText(p[1]);
        assertArrayEquals(Arrays.copyOf(data, 1024), text.read(1024));
        assertArrayEquals(Arrays.copyOfRange(data, 1024, 2048), text.read(1024));
        byte[] large = new byte[100_000];
        new Random(2).nextBytes(large);
        Thread sender = new Thread(() -> {
            try {
                p[0].sendFully(ByteBuffer.wrap(large), -1);
                p[0].close();
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            }
        });
        sender.start();
        assertArrayEquals(Arrays.copyOf(large, 90_000), text.read(90_000));
        assertArrayEquals(Arrays.copyOfRange(large, 90_000, 100_000), text.read(90_000));
        assertEquals(0, text.read(1).length);
        sender.join();
        p[1].close();
    }

    @Test
    void aLineTooLong_isAnError_andStaysReadable() throws Exception {
        Socket[] p = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        SocketText text = new SocketText(p[1], ISO_8859_1, 10);
        p[0].sendFully(utf8("0123456789\n0123456789\r\n0123456789x\n"), -1);
        assertEquals("0123456789", text.readLine());
        assertEquals("0123456789", text.readLine());
        assertEquals(
                EMSGSIZE, assertThrows(ErrnoException.class, text::readLine).errno());
        assertEquals("0123456789x\n", new String(text.read(12), ISO_8859_1));
        p[1].setNonblocking(true);
        assertEquals(EAGAIN, assertThrows(ErrnoException.class, text::readLine).errno());
        p[0].close();
        p[1].close();
    }

    @Test
    @DisplayName("P12: remote_address, local_address, is_closed; Z6: bound to loopback by a helper, without a lookup")
    void addresses_haveTheirOtherNames() throws Exception {
        for (Sockaddr loopback : new Sockaddr[] {Sockaddr.loopback4(0), Sockaddr.loopback6(0)}) {
            try (Socket listener = Socket.open(loopback.family(), SOCK_STREAM, 0);
                    Socket client = Socket.open(loopback.family(), SOCK_STREAM, 0)) {
                listener.bind(loopback).listen(1);
                assertTrue(client.connect(listener.localAddress()));
                assertEquals(listener.localAddress(), client.remoteAddress());
                assertEquals(client.peerAddress(), client.remoteAddress());
                assertFalse(client.isClosed());
                client.close();
                assertTrue(client.isClosed());
            }
        }
        assertTrue(new Socket().isClosed());
    }
}
