package io.baresock;

import io.baresock.internal.FdGuard;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Descriptor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sockets that messages of one slab pass on (SCM_RIGHTS), by the place of each number in the control data. A number is written only
 * for one system call, during which its socket cannot be closed. So a number that was reused is never passed on.
 */
final class PassedOn implements Guard.Work<RuntimeException> {

    private static final Backend B = Library.backend();
    private static final int NOBODYS = -1;

    private ByteBuffer memory;
    private int shift; // how far they moved when the memory grew: see relocate
    private final TreeMap<Integer, Socket> sockets = new TreeMap<>(); // by their places before that

    // of the call that is going on
    private int[] places = {};
    private Socket[] passed = {};
    private int to;
    private int first;
    private int count;

    PassedOn(ByteBuffer memory) {
        this.memory = memory;
    }

    void add(int at, Socket socket) {
        memory.putInt(at, NOBODYS);
        sockets.put(at - shift, socket);
    }

    /** All control data is in other memory now, at offsets that are larger by {@code by}. */
    void relocate(ByteBuffer to, int by) {
        memory = to;
        shift += by;
    }

    /** Forgets the sockets between two places. */
    void forget(int from, int end) {
        sockets.subMap(from - shift, end - shift).clear();
    }

    int sendmsg(int fd, long message, int flags) {
        return send(fd, message, 0, -1, flags);
    }

    int sendmmsg(int fd, long batch, int first, int count, int flags) {
        return send(fd, batch, first, count, flags);
    }

    private int send(int fd, long address, int firstOfBatch, int countOfBatch, int flags) {
        int n = sockets.size();
        places = new int[n];
        passed = new Socket[n];
        to = fd;
        first = firstOfBatch;
        count = countOfBatch;
        int i = 0;
        for (Map.Entry<Integer, Socket> e : sockets.entrySet()) {
            places[i] = e.getKey() + shift;
            passed[i++] = e.getValue();
        }
        return (int) run(0, NOBODYS, flags, address);
    }

    /**
     * Takes the guards of all sockets, one inside the other, and then makes the call.
     *
     * @param i how many are held
     * @param fd the number of the last of them
     * @throws IllegalStateException if one of the sockets is closed
     */
    @Override
    public long run(int i, int fd, int flags, long address) {
        if (i > 0) {
            memory.putInt(places[i - 1], fd);
        }
        try {
            if (i == passed.length) {
                return count < 0 ? B.sendmsg(to, address, flags) : B.sendmmsg(to, address, first, count, flags);
            }
            Socket s = passed[i];
            Descriptor d = s.descriptor();
            d.markShared();
            FdGuard g = d.guard;
            long r = g.use(this, i + 1, g.fd(), flags, address);
            if (r == Guard.REFUSED) {
                throw new IllegalStateException(
                        (count < 0 ? "sendmsg: " : "sendmmsg: ") + s + ", which is to be passed on, is closed");
            }
            return r;
        } finally {
            if (i > 0) {
                memory.putInt(places[i - 1], NOBODYS);
            }
        }
    }
}
