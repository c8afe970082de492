package io.baresock.aeron;

import io.baresock.Sockaddr;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The last destinations as the kernel takes them, so that a datagram to a known one makes no garbage. For one thread. */
final class DestinationAddresses {

    private static final int SLOTS = 1024; // a power of two
    private static final int TRIES = 8;

    private final @Nullable InetSocketAddress[] keys = new InetSocketAddress[SLOTS];
    private final @Nullable Sockaddr[] values = new Sockaddr[SLOTS];

    Sockaddr of(InetSocketAddress to) {
        int first = (to.hashCode() * 0x9E3779B9) >>> 22;
        for (int i = 0; i < TRIES; i++) {
            int slot = (first + i) & (SLOTS - 1);
            InetSocketAddress key = keys[slot];
            Sockaddr value = values[slot];
            if (key == null || value == null) {
                return put(slot, to);
            }
            if (to.equals(key)) {
                return value;
            }
        }
        return put(first, to);
    }

    private Sockaddr put(int slot, InetSocketAddress to) {
        Sockaddr value = Sockaddr.of(to);
        keys[slot] = to;
        values[slot] = value;
        return value;
    }
}
