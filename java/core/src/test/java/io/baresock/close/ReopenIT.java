package io.baresock.close;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.EBADF;
import static io.baresock.Bsd.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Socket;
import io.baresock.async.EventLoop;
import io.baresock.async.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Socket object can be opened again; a close that began before ends what was open then, and nothing later. */
class ReopenIT {

    private static final int SOCKETS = 500;
    private static final int BATCHES = 20;

    @Test
    void close_leavesAloneWhatWasOpenedAfterIt() throws Exception {
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < SOCKETS; i++) {
                    sockets.add(Socket.open(AF_INET, SOCK_DGRAM, 0));
                }
                CallThread reopening = CallThread.start(() -> {
                    for (Socket s : sockets) {
                        while (s.isOpen()) {
                            Thread.onSpinWait();
                        }
                        s.socket(AF_INET, SOCK_DGRAM, 0);
                    }
                    return SOCKETS;
                });
                sockets.forEach(Socket::close);
                assertEquals(SOCKETS, reopening.await().result());
                assertEquals(SOCKETS, sockets.stream().filter(Socket::isOpen).count());
            } finally {
                sockets.forEach(Socket::close);
            }
        }
    }

    /** The loop hears of a close by another thread only later. */
    @Test
    void loop_leavesAloneWhatWasOpenedAfterTheClose() throws Exception {
        EventLoop loop = EventLoop.create();
        try (Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            Status received = loop.adopt(s).recv(ByteBuffer.allocateDirect(1), null);
            s.close();
            s.socket(AF_INET, SOCK_DGRAM, 0);
            for (int i = 0; i < 10 && loop.size() > 0; i++) {
                loop.runOnce(0);
            }
            assertEquals(0, loop.size());
            assertEquals(EBADF, received.errno());
            assertTrue(s.isOpen());
        } finally {
            loop.close();
        }
    }
}
