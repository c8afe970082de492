package io.baresock.close;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_DGRAM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Socket;
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
}
