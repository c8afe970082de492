package io.baresock;

import io.baresock.internal.FdGuard;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that messages of one slab pass on (SCM_RIGHTS), by where the number of each belongs in the control data. A number is
 * written for the length of one system call, in which its socket cannot be closed: so no stranger's descriptor is ever passed on.
 */
final class PassedOn {

    private static final int NOBODYS = -1;

    private ByteBuffer memory;
    private int shift; // how far the memory's growth moved them: see relocate
    private final TreeMap<Integer, Socket> sockets = new TreeMap<>(); // by their places before it
    private final List<FdGuard> held = new ArrayList<>();

    PassedOn(ByteBuffer memory) {
        this.memory = memory;
    }

    void add(int at, Socket socket) {
        memory.putInt(at, NOBODYS);
        sockets.put(at - shift, socket);
    }

    /** The control data of all lies in other memory now, that many bytes further on. */
    void relocate(ByteBuffer to, int by) {
        memory = to;
        shift += by;
    }

    /** Forgets what lies between two places. */
    void forget(int from, int end) {
        sockets.subMap(from - shift, end - shift).clear();
    }

    /**
     * Writes the numbers, if there are sockets. {@link #release} is to follow, whatever this throws.
     *
     * @throws IllegalStateException if one of the sockets is closed
     */
    static void hold(@Nullable PassedOn those, String call) {
        if (those != null) {
            those.hold(call);
        }
    }

    private void hold(String call) {
        for (Map.Entry<Integer, Socket> e : sockets.entrySet()) {
            FdGuard g = e.getValue().guard();
            if (!g.pin()) {
                throw new IllegalStateException(call + ": " + e.getValue() + ", which is to be passed on, is closed");
            }
            held.add(g);
            e.getValue().markShared();
            memory.putInt(e.getKey() + shift, g.fd());
        }
    }

    /** Takes the numbers back. */
    static void release(@Nullable PassedOn those) {
        if (those != null) {
            those.release();
        }
    }

    private void release() {
        for (int at : sockets.keySet()) {
            memory.putInt(at + shift, NOBODYS);
        }
        for (FdGuard g : held) {
            g.unpin();
        }
        held.clear();
    }
}
