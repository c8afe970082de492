package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.close.Kind.Rig;
import io.baresock.vthread.Virtual;
import java.util.ArrayList;
import java.util.List;

/** Every call that waits, on each type of socket, made for the first time when all descriptors are in use. */
final class NoDescriptors {

    private record Cell(Blocking blocking, Rig rig, boolean virtual) {}

    private static final boolean[] THREADS = Virtual.AVAILABLE ? new boolean[] {false, true} : new boolean[] {false};

    private NoDescriptors() {}

    public static void main(String[] args) throws Exception {
        warmUp(); // classes are read from files, and the poller of the virtual threads is opened
        List<Cell> cells = new ArrayList<>();
        for (Blocking blocking : Blocking.values()) {
            if (blocking == Blocking.ACCEPT || blocking == Blocking.ACCEPT_TIMED) {
                continue; // accept(2) takes a descriptor before it waits, and says EMFILE at once
            }
            Kind kind = blocking.kinds().iterator().next();
            for (boolean virtual : THREADS) {
                Rig rig = kind.open();
                blocking.prepare(rig);
                cells.add(new Cell(blocking, rig, virtual));
            }
        }
        Socket spare = Socket.open(AF_INET, SOCK_DGRAM, 0);
        List<Socket> occupants = new ArrayList<>();
        while (occupy(spare, occupants)) {}
        for (Cell cell : cells) {
            CallThread caller = start(cell);
            while (!caller.isDone() && !caller.hasBegun()) {
                Thread.onSpinWait();
            }
            occupants.remove(occupants.size() - 1).close(); // for the look into /proc
            caller.awaitBlockedIn(cell.blocking.sleepsIn());
            cell.rig.socket.close();
            if (!caller.await().isClosed()) {
                throw new AssertionError(cell + ": " + caller.await());
            }
            while (occupy(spare, occupants)) {}
        }
        System.out.println("all waited");
    }

    private static CallThread start(Cell cell) {
        CallThread.Call call = () -> cell.blocking.call(cell.rig);
        return cell.virtual ? CallThread.startVirtual(call) : CallThread.start(call);
    }

    private static void warmUp() throws Exception {
        try (Rig rig = Kind.UNIX_STREAM.open()) {
            rig.socket.dup().close();
        }
        if (new ErrnoException("dup", EMFILE).errno() != EMFILE) {
            throw new AssertionError();
        }
        for (Blocking blocking : Blocking.values()) {
            for (boolean virtual : THREADS) {
                try (Rig rig = blocking.kinds().iterator().next().open()) {
                    blocking.prepare(rig);
                    CallThread caller = start(new Cell(blocking, rig, virtual));
                    caller.awaitBlockedIn(blocking.sleepsIn());
                    rig.socket.close();
                    caller.await();
                }
            }
        }
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
