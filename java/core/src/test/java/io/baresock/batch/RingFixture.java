package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.RingBatches;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the tests of rings share. */
abstract class RingFixture {

    static final int SIZE = 32;

    private final List<Socket> open = new ArrayList<>();

    final Socket udp(String address) throws ErrnoException {
        Sockaddr name = Sockaddr.parse(address);
        Socket s = Socket.open(name.family(), SOCK_DGRAM, 0);
        open.add(s);
        return s.bind(name);
    }

    final Socket udp() throws ErrnoException {
        return udp("127.0.0.1:0");
    }

    final Socket[] unix() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        open.addAll(List.of(pair));
        return pair;
    }

    static MessageBatch ring(int capacity) {
        return RingBatches.always(capacity, SIZE, 256);
    }

    static void send(Socket from, Sockaddr to, int number, int size) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(size);
        Datagrams.fill(b, number, size);
        assertEquals(size, from.sendto(b.flip(), 0, to));
    }

    static void assertDatagram(MessageBatch m, int i, int number, int size) {
        int there = Math.min(size, SIZE);
        assertEquals(there, m.length(i), "length of slot " + i);
        assertEquals(size > SIZE, m.isTruncated(i), "slot " + i);
        assertTrue(Datagrams.isFilled(m.payload(i), number, there), "payload of slot " + i);
    }

    static void assertNothing(MessageBatch m, int from) {
        for (int i = from; i < m.capacity(); i++) {
            assertEquals(-1, m.bytes(i), "bytes of slot " + i);
            assertEquals(0, m.length(i), "length of slot " + i);
            assertEquals(0, m.sourceLength(i), "source of slot " + i);
            assertEquals(0, m.received(i).count(), "control messages of slot " + i);
        }
    }

    @AfterEach
    void closeAll() {
        open.forEach(Socket::close);
    }
}
