package io.baresock.close;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.close.Kind.Rig;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A shutdown(2) that comes before connect(2) is forgotten by it: Linux 6.18 then sends the SYN and waits for the answer,
 * two minutes if there is none. So a close that falls between the pin and the system call must wake the call another way.
 */
@EnabledOnOs(OS.LINUX)
class ConnectRaceIT {

    private static final int BATCHES = 60;
    private static final int BATCH = 100;
    private static final int MAX_SPINS = 400;

    /** One thread connects socket after socket, another closes them in the same order: now and then it comes just in time. */
    @Test
    void close_endsAConnect_thatIsAboutToEnterTheKernel() throws Exception {
        try (Rig rig = Kind.TCP_UNCONNECTED.open()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                List<Socket> sockets = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    sockets.add(Socket.open(AF_INET, SOCK_STREAM, 0));
                }
                CallThread connecting = CallThread.start(() -> connectAll(sockets, rig.fullPeer()));
                connecting.awaitBlockedIn(EnumSet.of(Syscalls.CONNECT, Syscalls.PPOLL));
                for (Socket s : sockets) {
                    for (int spins = ThreadLocalRandom.current().nextInt(MAX_SPINS); spins > 0; spins--) {
                        Thread.onSpinWait();
                    }
                    s.close();
                }
                assertEquals(BATCH, connecting.await().result());
            }
        }
    }

    /** Returns how many of the connects ended by close. */
    private static int connectAll(List<Socket> sockets, Sockaddr address) throws ErrnoException {
        int closed = 0;
        for (Socket s : sockets) {
            try {
                s.connect(address);
            } catch (SocketClosedException e) {
                closed++;
            }
        }
        return closed;
    }
}
