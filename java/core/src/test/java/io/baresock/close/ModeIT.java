package io.baresock.close;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.MSG_DONTWAIT;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
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

    @Test
    void dontwait_neverWaits_whateverTheTimeout_alsoOnASharedSocket() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket one = pair[0];
                Socket other = pair[1];
                Socket copy = one.dup();
                Message message = new Message();
                MessageBatch batch = new MessageBatch(2, 8)) {
            ByteBuffer b = ByteBuffer.allocate(8);
            for (Socket s : new Socket[] {one, copy, other}) {
                for (CallThread.Call call : List.<CallThread.Call>of(
                        () -> s.recv(b, MSG_DONTWAIT),
                        () -> s.recv(b, MSG_DONTWAIT, -1),
                        () -> s.recvmsg(message, MSG_DONTWAIT),
                        () -> s.recvmsg(message, MSG_DONTWAIT, BOUND),
                        () -> s.recvmmsg(batch, MSG_DONTWAIT),
                        () -> s.recvmmsg(batch, MSG_DONTWAIT, -1))) {
                    assertEquals(
                            Socket.WOULD_BLOCK, CallThread.start(call).await().result());
                }
            }
            int sent = 0; // until the queue is full: net.unix.max_dgram_qlen
            while (sent < 100_000 && copy.send(ByteBuffer.allocate(1), MSG_DONTWAIT) == 1) {
                sent++;
            }
            assertTrue(sent < 100_000);
            CallThread full = CallThread.start(() -> copy.send(ByteBuffer.allocate(1), MSG_DONTWAIT, -1));
            assertEquals(Socket.WOULD_BLOCK, full.await().result());
        }
    }
}
