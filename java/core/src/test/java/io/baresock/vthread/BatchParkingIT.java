package io.baresock.vthread;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.MSG_DONTWAIT;
import static io.baresock.Bsd.MSG_WAITFORONE;
import static io.baresock.Bsd.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Batches on virtual threads. */
@EnabledOnOs(OS.LINUX)
class BatchParkingIT {

    private static void send(Socket s, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            assertEquals(1, s.send(ByteBuffer.allocate(1), 0));
        }
    }

    @Test
    @DisplayName("G11: a receive of a batch parks until one came, until all came, or the time has passed")
    void receives_park_untilOneCame_orAll_orTheDeadline() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket here = pair[0];
                Socket there = pair[1];
                MessageBatch in = new MessageBatch(4, 8)) {
            Task<Integer> one =
                    Virtual.call(() -> here.recvmmsg(in, MSG_WAITFORONE)).awaitParked();
            send(there, 1);
            assertEquals(1, one.get());

            Task<Integer> all = Virtual.call(() -> here.recvmmsg(in, 0)).awaitParked();
            send(there, 3);
            all.awaitParked();
            send(there, 2);
            assertEquals(4, all.get());
            assertEquals(4, in.count());
            assertEquals(1, here.recvmmsg(in, MSG_DONTWAIT));

            send(there, 2);
            assertEquals(2, Virtual.call(() -> here.recvmmsg(in, 0, 20_000_000)).get());
            assertEquals(1, in.bytes(1));
            assertEquals(-1, in.bytes(2));
            assertEquals(
                    Socket.WOULD_BLOCK,
                    Virtual.call(() -> here.recvmmsg(in, 0, 1_000_000)).get());
            assertEquals(
                    Socket.WOULD_BLOCK,
                    Virtual.call(() -> here.recvmmsg(in, MSG_DONTWAIT)).get());
        }
    }

    @Test
    @DisplayName("G10: close ends a batch's receive, and one that waits for room to send")
    void close_ends_bothDirections() throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        try (Socket there = pair[1];
                MessageBatch in = new MessageBatch(4, 8);
                MessageBatch out = new MessageBatch(4, 8)) {
            Task<Integer> receiving =
                    Virtual.call(() -> pair[0].recvmmsg(in, 0)).awaitParked();
            for (int i = 0; i < 100_000 && pair[0].sendmmsg(out.range(0, 4), MSG_DONTWAIT) > 0; i++) {
                // until the queue is full
            }
            Task<Integer> sending =
                    Virtual.call(() -> pair[0].sendmmsg(out.range(0, 4), 0)).awaitParked();
            pair[0].close();
            for (Task<Integer> t : List.of(receiving, sending)) {
                assertEquals(
                        SocketClosedException.class,
                        assertThrows(ExecutionException.class, t::get)
                                .getCause()
                                .getClass());
            }
        }
    }

    @Test
    void segments_goAsOnAnyThread() throws Exception {
        try (Socket from = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                Socket to = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
                MessageBatch in = new MessageBatch(8, 64)) {
            Gso gso = new Gso();
            assertEquals(
                    256,
                    Virtual.call(() -> from.sendSegments(gso, ByteBuffer.allocate(256), 32, 0, to.localAddress()))
                            .get());
            assertEquals(8, to.recvmmsg(in, 0));
        }
    }
}
