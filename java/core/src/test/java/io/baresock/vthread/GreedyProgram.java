package io.baresock.vthread;

import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.MSG_PEEK;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.vthread.Virtual.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A virtual thread whose receives never have to wait, on the only carrier. It starts others, and sends to some that wait. Each of them notes how many
 * receives of the first came before it ran.
 */
public final class GreedyProgram {

    private static final int OTHERS = 20;
    private static final int SOON = 1 << 16; // receives; 1024 come before the first yield
    private static final int MOST = 20_000_000;

    private static volatile int calls;

    private GreedyProgram() {}

    /** Prints how many of the others ran. */
    public static void main(String[] args) throws Exception {
        List<Socket> peers = new ArrayList<>();
        List<Task<Integer>> wait = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(2 * OTHERS);
        for (int i = 0; i < OTHERS; i++) {
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            peers.add(pair[0]);
            wait.add(Virtual.call(() -> note(pair[1], left)).awaitParked());
        }
        List<Task<Integer>> started = Virtual.call(() -> beGreedy(peers, left)).get();
        int early = 0;
        int woken = 0;
        for (int i = 0; i < OTHERS; i++) {
            early += started.get(i).get() <= SOON ? 1 : 0;
            woken += wait.get(i).get() < MOST ? 1 : 0;
        }
        System.out.println(early + " new, " + woken + " woken");
        Runtime.getRuntime().halt(0);
    }

    private static int note(Socket s, AtomicInteger left) throws ErrnoException {
        s.recv(ByteBuffer.allocateDirect(1), 0);
        int before = calls;
        left.decrementAndGet();
        return before;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // no other thread writes it
    private static List<Task<Integer>> beGreedy(List<Socket> peers, AtomicInteger left) throws ErrnoException {
        Socket[] mine = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        ByteBuffer b = ByteBuffer.allocateDirect(1);
        mine[0].send(b, 0);
        List<Task<Integer>> started = new ArrayList<>();
        for (Socket peer : peers) {
            peer.send(b.clear(), 0);
            Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
            pair[0].send(b.clear(), 0);
            started.add(Virtual.call(() -> note(pair[1], left)));
        }
        while (left.get() > 0 && calls < MOST && mine[1].recv(b.clear(), MSG_PEEK) == 1) {
            calls++;
        }
        return started;
    }
}
