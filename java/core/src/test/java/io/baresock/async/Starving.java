package io.baresock.async;

import static io.baresock.Bsd.*;
import static io.baresock.async.Fixture.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.internal.Interposer;
import io.baresock.internal.backend.FaultyBackend;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs out of descriptors, really: a program of {@link StarvationIT}, which lowers its limit. */
final class Starving implements AcceptCallback {

    private static final int CLIENTS = 5;
    private static final int TURNS =
            1000; // of a millisecond: at a quarter of them the tries have their longest distance

    private int accepted;
    private int starved;
    private int ended;
    private final List<String> reasons = new ArrayList<>();

    public static void main(String[] args) throws ErrnoException {
        FaultyBackend[] backend = new FaultyBackend[1];
        Interposer.install(real -> backend[0] = new FaultyBackend(real)); // counts; nothing fails by itself
        try (EventLoop loop = EventLoop.create()) {
            new Starving().run(loop, backend[0]);
        }
    }

    @Override
    public void accepted(Status status, @Nullable AsyncSocket connection) {
        if (connection != null) {
            accepted++;
        } else {
            ended++;
        }
    }

    @Override
    public void starved(Status status, ErrnoException why) {
        starved++;
        reasons.add(why.errnoName());
    }

    private void run(EventLoop loop, FaultyBackend backend) throws ErrnoException {
        AsyncSocket listener = listener(loop, 100);
        Sockaddr to = address(listener);
        listener.accept(this);
        AsyncSocket ofTheLoop = loop.open(AF_INET, SOCK_DGRAM, 0);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Socket.open(AF_INET, SOCK_STREAM, 0));
        }
        settle(loop);
        List<Socket> occupants = new ArrayList<>();
        while (occupy(ofTheLoop.socket(), occupants)) {}
        for (Socket c : clients) {
            c.connect(to); // the kernel does it without the listener
        }
        backend.plan(0, 0);
        long start = System.nanoTime();
        for (int i = 0; i < TURNS; i++) {
            loop.runOnce(MILLI);
        }
        long millis = (System.nanoTime() - start) / MILLI;
        int tries = backend.accepts.get();
        assertEquals(0, accepted);
        assertEquals(List.of("EMFILE"), reasons);
        assertTrue(tries <= 9 + millis / 64, tries + " tries in " + millis + " ms"); // 1 + 2 + ... + 128, 128, 128
        assertTrue(backend.calls.get() <= TURNS + 2L * tries, backend.calls + " calls"); // the turns, and no more
        ofTheLoop.close(); // tells the listener
        until(loop, () -> accepted == 1);
        settle(loop);
        assertEquals(1, accepted);
        for (Socket s : occupants) {
            s.close(); // does not, but time does
        }
        until(loop, () -> accepted == CLIENTS);
        settle(loop);
        assertEquals(1, starved);
        assertEquals(0, ended);
        listener.close();
        settle(loop);
        assertEquals(1, ended);
        System.out.println(accepted + " accepted, " + tries + " tries in " + millis + " ms");
    }

    private static boolean occupy(Socket s, List<Socket> occupants) throws ErrnoException {
        try {
            occupants.add(s.dup());
            return true;
        } catch (ErrnoException e) {
            if (e.errno() == EMFILE) {
                return false;
            }
            throw e;
        }
    }
}
