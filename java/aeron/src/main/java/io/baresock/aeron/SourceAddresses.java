package io.baresock.aeron;

import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The senders of the last datagrams as {@code java.net} knows them, so that a datagram of a known sender makes no garbage. For one thread. */
final class SourceAddresses {

    private static final int SLOTS = 1024; // a power of two
    private static final int TRIES = 8;

    private final @Nullable Sockaddr[] keys = new Sockaddr[SLOTS];
    private final @Nullable InetSocketAddress[] values = new InetSocketAddress[SLOTS];

    InetSocketAddress of(SockaddrStorage from) {
        int first = hash(from);
        for (int i = 0; i < TRIES; i++) {
            int slot = (first + i) & (SLOTS - 1);
            Sockaddr key = keys[slot];
            InetSocketAddress value = values[slot];
            if (key == null || value == null) {
                return put(slot, from);
            }
            if (from.matches(key)) {
                return value;
            }
        }
        return put(first, from);
    }

    private InetSocketAddress put(int slot, SockaddrStorage from) {
        Sockaddr key = from.toSockaddr();
        InetSocketAddress value = (InetSocketAddress) key.toSocketAddress();
        keys[slot] = key;
        values[slot] = value;
        return value;
    }

    private static int hash(SockaddrStorage from) {
        long address = from.addressHigh() * 31 + from.addressLow() * 31 + from.addressInt();
        long mixed = (address * 31 + from.port()) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & (SLOTS - 1);
    }
}
