package io.baresock.close;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A negative timeout waits for ever in non-blocking mode as well, and is ended by close. */
class ModeIT {

    private static final long BOUND = TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);

    @Test
    void recv_waitsForEver_inNonblockingMode() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket one = pair[0].setNonblocking(true);
                Socket other = pair[1]) {
            CallThread caller = CallThread.start(() -> one.recv(ByteBuffer.allocate(8), 0, -1));
            caller.awaitBlockedIn(EnumSet.of(Syscalls.PPOLL));
            assertEquals(3, other.send(ByteBuffer.allocate(3), 0));
            assertEquals(3, caller.await().result());
        }
    }

    @Test
    void sendFully_waitsForRoom_inNonblockingMode() throws Exception {
        int size = 4 << 20;
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Socket one = pair[0].setNonblocking(true);
                Socket other = pair[1]) {
            CallThread caller = CallThread.start(() -> {
                one.sendFully(ByteBuffer.allocateDirect(size), -1);
                return 0;
            });
            assertEquals(size, other.recvFully(ByteBuffer.allocateDirect(size), BOUND));
            assertEquals(0, caller.await().result());
        }
    }

    @Test
    void close_endsAWaitForEver_inNonblockingMode() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        pair[0].setNonblocking(true);
        try (Socket peer = pair[1]) {
            CallThread caller = CallThread.start(() -> pair[0].recv(ByteBuffer.allocate(8), 0, -1));
            caller.awaitBlockedIn(EnumSet.of(Syscalls.PPOLL));
            pair[0].close();
            CloseIT.assertClosed(caller.await());
            assertEquals(0, peer.recv(ByteBuffer.allocate(8), 0));
        }
    }
}
