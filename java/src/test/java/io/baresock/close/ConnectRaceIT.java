package io.baresock.close;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.close.Kind.Rig;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A shutdown(2) that comes before connect(2) is forgotten by it: Linux 6.18 then sends the SYN and waits for the answer,
 * two minutes if there is none. So a close that falls between the pin and the system call must wake the call another way.
 */
@EnabledOnOs(OS.LINUX)
class ConnectRaceIT {

    private static final int ROUNDS = 5_000;
    private static final int SPINS = 400;

    @Test
    void close_endsAConnect_thatIsAboutToEnterTheKernel() throws Exception {
        try (Rig rig = Kind.TCP_UNCONNECTED.open()) {
            AtomicReference<Socket> handover = new AtomicReference<>();
            CallThread connecting = CallThread.start(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    Socket s = handover.get();
                    while (s == null) {
                        Thread.onSpinWait();
                        s = handover.get();
                    }
                    try {
                        s.connect(rig.fullPeer());
                        return round; // connected to a listener that has no room
                    } catch (SocketClosedException e) {
                        handover.set(null);
                    }
                }
                return ROUNDS;
            });
            for (int round = 0; round < ROUNDS; round++) {
                Socket s = Socket.open(AF_INET, SOCK_STREAM, 0);
                handover.set(s);
                for (int i = round % SPINS; i > 0; i--) {
                    Thread.onSpinWait();
                }
                s.close();
                awaitTaken(handover, connecting);
            }
            assertEquals(ROUNDS, connecting.await().result());
        }
    }

    private static void awaitTaken(AtomicReference<Socket> handover, CallThread connecting) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CallThread.BOUND_SECONDS);
        while (handover.get() != null && !connecting.isDone()) {
            if (System.nanoTime() - deadline > 0) {
                throw connecting.hung();
            }
            Thread.onSpinWait();
        }
    }
}
