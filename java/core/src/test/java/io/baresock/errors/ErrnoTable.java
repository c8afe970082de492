package io.baresock.errors;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Errno;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DynamicTest;

/**
 * A table of errors: the call, the situation, the errno, and the call in that situation. Each row has descriptors of its own,
 * opened before it and closed after it.
 */
abstract class ErrnoTable {

    static final int BAD = -1;
    static final int CLOSED = 19_998;

    final SockaddrStorage storage = new SockaddrStorage();
    final Sockaddr local = Sockaddr.loopback4(0);

    ByteBuffer bytes = ByteBuffer.allocate(16);
    int tcp;
    int udp;
    int unix;
    int listener;
    int bound;
    int connected;
    int accepted;
    int orphan; // its peer is gone
    int[] pair; // two connected Unix stream sockets
    int[] pipe;

    private final List<DynamicTest> table = new ArrayList<>();
    private final Set<String> calls = new TreeSet<>();
    private final List<Integer> open = new ArrayList<>();

    /** The rows, of which this is the only reader. */
    final List<DynamicTest> table() {
        return table;
    }

    /** The calls that have rows. */
    final Set<String> calls() {
        return calls;
    }

    final int keep(int fd) {
        if (fd < 0) {
            throw new AssertionError(Errno.name(-fd));
        }
        open.add(fd);
        return fd;
    }

    final void openAll() {
        bytes = ByteBuffer.allocate(16);
        tcp = keep(socket(AF_INET, SOCK_STREAM, 0));
        udp = keep(socket(AF_INET, SOCK_DGRAM, 0));
        unix = keep(socket(AF_UNIX, SOCK_STREAM, 0));
        listener = keep(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        bind(listener, local);
        listen(listener, 4);
        bound = keep(socket(AF_INET, SOCK_DGRAM, 0));
        bind(bound, local);
        connected = keep(socket(AF_INET, SOCK_STREAM, 0));
        connect(connected, nameOf(listener));
        accepted = keep(accept(listener, null));
        int[] half = unixPair();
        orphan = half[0];
        close(half[1]);
        pair = unixPair();
        pipe = new int[2];
        pipe(pipe);
        keep(pipe[0]);
        keep(pipe[1]);
    }

    final void closeAll() {
        open.forEach(fd -> close(fd)); // or it was closed by the row
        open.clear();
    }

    private int[] unixPair() {
        int[] two = new int[2];
        socketpair(AF_UNIX, SOCK_STREAM, 0, two);
        keep(two[0]);
        keep(two[1]);
        return two;
    }

    final Sockaddr nameOf(int fd) {
        getsockname(fd, storage);
        return storage.toSockaddr();
    }

    final void row(String call, String situation, int errno, LongSupplier body) {
        calls.add(call);
        table.add(DynamicTest.dynamicTest(call + ": " + situation, () -> {
            openAll(); // a row may close or connect what another needs
            try {
                long r = body.getAsLong();
                assertEquals(Errno.name(errno), r < 0 ? Errno.name((int) -r) : "result " + r);
            } finally {
                closeAll();
            }
        }));
    }

    static ByteBuffer struct(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    static byte[] bytes(String s) {
        return s.getBytes(StandardCharsets.US_ASCII);
    }
}
