package io.baresock.async;

import io.baresock.internal.FdGuard;
import io.baresock.internal.backend.Header;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that have requests in the kernel, by token: {@code generation << 32 | slot << 3 | kind of request}. A token is used once, so
 * a late event does not reach the next socket in the slot. Used by the loop's thread only.
 */
final class RingSlots {

    /** A token without a socket. */
    static final long NOBODY = -8;

    // the kinds
    static final int RECEIVE = Header.RING_KIND_OTHER;
    static final int POLL = Header.RING_KIND_POLL;
    static final int SEND = Header.RING_KIND_SEND;

    private static final int SHIFT = 3;

    private @Nullable RingReadiness[] table = new RingReadiness[64];
    private int[] free = new int[64]; // a stack
    private int freeCount;
    private int used;
    private int generation;
    final Held held = new Held();

    /** The descriptors that the kernel has requests for: they stay open until it has let go. Reachable by a cleaner. */
    static final class Held {
        private @Nullable FdGuard[] guards = new FdGuard[64];

        /** False if it is closed. */
        private synchronized boolean hold(int slot, FdGuard guard) {
            if (slot >= guards.length) {
                guards = Arrays.copyOf(guards, slot * 2);
            }
            if (!guard.hold()) {
                return false;
            }
            guards[slot] = guard;
            return true;
        }

        private synchronized void letGo(int slot) {
            FdGuard g = guards[slot];
            guards[slot] = null;
            if (g != null) {
                g.letGo();
            }
        }

        synchronized void letGoOfAll() {
            for (int i = 0; i < guards.length; i++) {
                letGo(i);
            }
        }
    }

    /** Holds the socket's descriptor, and returns the token of its requests; {@link #NOBODY} if it is closed. */
    long hold(RingReadiness r, FdGuard guard) {
        int slot = freeCount > 0 ? free[freeCount - 1] : used;
        if (slot == table.length) {
            free = Arrays.copyOf(free, slot * 2);
            table = Arrays.copyOf(table, slot * 2);
        }
        if (!held.hold(slot, guard)) {
            return NOBODY;
        }
        if (freeCount > 0) {
            freeCount--;
        } else {
            used++;
        }
        table[slot] = r;
        return (long) (++generation & 0x7fff_ffff) << 32 | (long) slot << SHIFT;
    }

    /** No request is left. */
    void letGo(long token) {
        int slot = (int) token >>> SHIFT;
        table[slot] = null;
        free[freeCount++] = slot;
        held.letGo(slot);
    }

    @Nullable
    RingReadiness get(long token) {
        int slot = (int) token >>> SHIFT;
        RingReadiness r = slot < used ? table[slot] : null;
        return r != null && r.token == (token & ~Header.RING_KINDS) ? r : null;
    }

    static int kind(long token) {
        return (int) token & Header.RING_KINDS;
    }

    boolean isEmpty() {
        return used == freeCount;
    }

    /** The kernel has dropped all requests. */
    void dropAll() {
        for (int i = 0; i < used; i++) {
            RingReadiness r = table[i];
            if (r != null) {
                r.dropped();
            }
        }
    }
}
