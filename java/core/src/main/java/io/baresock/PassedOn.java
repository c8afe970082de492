package io.baresock;

import io.baresock.internal.FdGuard;
import io.baresock.internal.Guard;
import io.baresock.internal.Library;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.message.BatchLayout;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sockets that messages of one slab pass on (SCM_RIGHTS), by the place of each number in the control data. A number is written only
 * for one system call, during which its socket cannot be closed. So a number that was reused is never passed on.
 * Not thread-safe: it is used by the calls and the changes of its slab, which never overlap.
 */
final class PassedOn implements Guard.Work<RuntimeException> {

    private static final Backend B = Library.backend();
    private static final int NOBODYS = -1;

    /** The most sockets that are held at once: each takes stack. No kernel takes more in one message (SCM_MAX_FD of Linux is 253). */
    private static final int MOST = 256;

    private ByteBuffer memory;
    private int shift; // how far they moved when the memory grew: see relocate
    private final TreeMap<Integer, Socket[]> sockets = new TreeMap<>(); // by the places of the first ones before that

    // of the call that is going on
    private final Map<Socket, Integer> numbers = new LinkedHashMap<>(); // of the sockets that are held
    private SortedMap<Integer, Socket[]> passing = sockets;
    private Socket[] passed = {};
    private int to;
    private int first;
    private int count;

    PassedOn(ByteBuffer memory) {
        this.memory = memory;
    }

    /** Adds those of one control message. If this throws, none is added. */
    void add(int at, Socket[] some) {
        for (int i = 0; i < some.length; i++) {
            memory.putInt(at + i * Integer.BYTES, NOBODYS);
        }
        sockets.put(at - shift, some);
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
        hold(sockets);
        to = fd;
        count = -1;
        return send(message, flags);
    }

    /** Sends so many messages, or fewer if they pass too many sockets on. */
    int sendmmsg(int fd, long batch, BatchLayout layout, int firstMessage, int many, int flags) {
        int from = layout.message(firstMessage) - shift;
        int end = hold(sockets.subMap(from, from + many * layout.stride()));
        to = fd;
        first = firstMessage;
        count = end < 0 ? many : Math.max((end - from) / layout.stride(), 1);
        return send(batch, flags);
    }

    /** Chooses the sockets to hold. Returns the place of the first one that is too much; -1 if there is none. */
    private int hold(SortedMap<Integer, Socket[]> some) {
        passing = some;
        numbers.clear();
        for (Map.Entry<Integer, Socket[]> e : some.entrySet()) {
            for (Socket s : e.getValue()) {
                if (numbers.size() == MOST && !numbers.containsKey(s)) {
                    return e.getKey();
                }
                numbers.put(s, NOBODYS);
            }
        }
        return -1;
    }

    private int send(long address, int flags) {
        passed = numbers.keySet().toArray(new Socket[0]);
        try {
            return (int) run(0, NOBODYS, flags, address);
        } finally {
            numbers.clear();
            passed = new Socket[0];
        }
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
            numbers.put(passed[i - 1], fd);
        }
        if (i == passed.length) {
            return call(flags, address);
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
    }

    private int call(int flags, long address) {
        try {
            for (Map.Entry<Integer, Socket[]> e : passing.entrySet()) {
                int place = e.getKey() + shift;
                for (Socket s : e.getValue()) {
                    memory.putInt(place, numbers.getOrDefault(s, NOBODYS));
                    place += Integer.BYTES;
                }
            }
            return count < 0 ? B.sendmsg(to, address, flags) : B.sendmmsg(to, address, first, count, flags);
        } finally {
            for (Map.Entry<Integer, Socket[]> e : passing.entrySet()) {
                for (int i = 0; i < e.getValue().length; i++) {
                    memory.putInt(e.getKey() + shift + i * Integer.BYTES, NOBODYS);
                }
            }
        }
    }
}
