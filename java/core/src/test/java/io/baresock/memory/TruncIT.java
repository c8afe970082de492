package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * MSG_TRUNC on TCP throws bytes away: recv(2) returns how many and writes none of them. What is copied to the caller afterwards must not
 * be what another connection left in memory that is used again.
 */
@DisplayName("nothing that the kernel did not write is shown")
@EnabledOnOs(OS.LINUX)
class TruncIT {

    private static final byte SECRET = 0x5A;
    private static final byte OWN = 0x11;
    private static final int LENGTH = 1000;

    private interface Receive {
        int into(byte[] a, int flags) throws ErrnoException;
    }

    private static byte[] own() {
        byte[] a = new byte[LENGTH];
        Arrays.fill(a, OWN);
        return a;
    }

    /** Fills whatever memory heap buffers go through. */
    private static void leaveSecrets() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket a = pair[0];
                Socket b = pair[1]) {
            byte[] secret = new byte[8192];
            Arrays.fill(secret, SECRET);
            for (int i = 0; i < 4; i++) {
                assertEquals(secret.length, a.send(ByteBuffer.wrap(secret), 0));
                assertEquals(secret.length, b.recvFully(ByteBuffer.allocate(secret.length), -1));
            }
        }
    }

    private static Map<String, Receive> receives(Socket s) {
        Map<String, Receive> all = new LinkedHashMap<>();
        all.put("recv", (a, f) -> s.recv(ByteBuffer.wrap(a), f));
        all.put("recv, timed", (a, f) -> s.recv(ByteBuffer.wrap(a), f, 1_000_000_000L));
        all.put("recvfrom", (a, f) -> s.recvfrom(ByteBuffer.wrap(a), f, new SockaddrStorage()));
        all.put("recv byte[]", (a, f) -> s.recv(a, 0, a.length, f));
        all.put("recvmsg", (a, f) -> {
            try (Message m = new Message().add(ByteBuffer.wrap(a, 0, 10)).add(ByteBuffer.wrap(a, 10, a.length - 10))) {
                return s.recvmsg(m, f);
            }
        });
        all.put("Bsd.recv", (a, f) -> Bsd.recv(s.fd(), ByteBuffer.wrap(a), f));
        all.put("Bsd.recvfrom", (a, f) -> Bsd.recvfrom(s.fd(), ByteBuffer.wrap(a), f, new SockaddrStorage()));
        all.put("Bsd.recvmsg", (a, f) -> {
            try (Message m = new Message().add(ByteBuffer.wrap(a))) {
                return Bsd.recvmsg(s.fd(), m, f);
            }
        });
        if (Arenas.ARE_THERE) {
            all.put("a batch with an arena", (a, f) -> {
                try (Arenas arena = Arenas.shared();
                        MessageBatch m = new MessageBatch(1, 0)) {
                    ByteBuffer b = arena.allocate(a.length).put(0, a);
                    m.memory(0, b);
                    int n = s.recvmmsg(m, f) == 1 ? m.bytes(0) : -1;
                    b.get(0, a);
                    return n;
                }
            });
        }
        return all;
    }

    @Test
    void bytesThrownAway_leaveTheArrayAsItWas() throws Exception {
        try (Socket listener = Socket.open(AF_INET, SOCK_STREAM, 0)
                        .bind(Sockaddr.inet("127.0.0.1", 0))
                        .listen(1);
                Socket sender = Socket.open(AF_INET, SOCK_STREAM, 0)) {
            sender.connect(listener.localAddress());
            throwAway(sender, listener.accept());
        }
    }

    private static void throwAway(Socket sender, Socket accepted) throws ErrnoException {
        try (Socket receiver = accepted) {
            for (Map.Entry<String, Receive> e : receives(receiver).entrySet()) {
                for (int flags : new int[] {MSG_TRUNC | MSG_PEEK, MSG_TRUNC}) {
                    if ((flags & MSG_PEEK) != 0) {
                        sender.sendFully(ByteBuffer.wrap(new byte[LENGTH]), -1);
                    }
                    assertEquals(POLLIN, Bsd.poll(receiver.fd(), POLLIN, -1));
                    leaveSecrets();
                    byte[] a = own();
                    int n = 0;
                    List<Integer> counts = new ArrayList<>();
                    while (n < LENGTH && ((flags & MSG_PEEK) == 0 || n == 0)) { // a segment may come in pieces
                        int more = e.getValue().into(a, flags);
                        assertTrue(more > 0, e.getKey() + " returned " + more);
                        counts.add(more);
                        n += more;
                    }
                    for (int i = 0; i < LENGTH; i++) {
                        assertEquals(OWN, a[i], e.getKey() + ", flags " + flags + ", at " + i + " after " + counts);
                    }
                }
            }
        }
    }

    @Test
    void aDatagramThatIsShorterThanItSays_showsItselfAndNoMore() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket sender = pair[0];
                Socket receiver = pair[1]) {
            for (Map.Entry<String, Receive> e : receives(receiver).entrySet()) {
                sender.send(new byte[2 * LENGTH], 0, 2 * LENGTH, 0);
                leaveSecrets();
                byte[] a = own();
                assertEquals(2 * LENGTH, e.getValue().into(a, MSG_TRUNC), e.getKey());
                for (int i = 0; i < LENGTH; i++) {
                    assertEquals(0, a[i], e.getKey());
                }
                sender.send(new byte[1], 0, 1, 0);
                a = own();
                assertEquals(1, e.getValue().into(a, MSG_TRUNC), e.getKey());
                assertEquals(OWN, a[1], e.getKey());
            }
        }
    }
}
