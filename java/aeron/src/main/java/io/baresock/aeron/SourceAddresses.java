package io.baresock.aeron;

import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The senders of the last datagrams as {@code java.net} knows them, so that a datagram of a known sender makes no garbage. For one thread. */
final class SourceAddresses {

    private static final int SLOTS = 1024; // a power of two
    private static final int TRIES = 8;

    private final long[] keys = new long[SLOTS];
    private final @Nullable Sockaddr[] wholes = new Sockaddr[SLOTS]; // null if the key says all
    private final @Nullable InetSocketAddress[] values = new InetSocketAddress[SLOTS];

    InetSocketAddress of(SockaddrStorage from) {
        long key = key(from);
        int first = (int) (key * 0x9E3779B97F4A7C15L >>> 54);
        for (int i = 0; i < TRIES; i++) {
            int slot = (first + i) & (SLOTS - 1);
            InetSocketAddress value = values[slot];
            if (value == null) {
                return put(slot, key, from);
            }
            Sockaddr whole = wholes[slot];
            if (keys[slot] == key && (whole == null || from.matches(whole))) {
                return value;
            }
        }
        return put(first, key, from);
    }

    private InetSocketAddress put(int slot, long key, SockaddrStorage from) {
        Sockaddr whole = from.toSockaddr();
        InetSocketAddress value = (InetSocketAddress) whole.toSocketAddress();
        keys[slot] = key;
        wholes[slot] = key > 0 ? null : whole;
        values[slot] = value;
        return value;
    }

    /** Positive: an IPv4 address and its port, which is all there is to compare. Negative: a hash of another address. */
    private static long key(SockaddrStorage from) {
        int inet = from.addressInt(); // 0 if it is another family
        return inet != 0
                ? (inet & 0xFFFF_FFFFL) << 16 | from.port()
                : (from.addressHigh() * 31 + from.addressLow()) * 31 + from.port() | Long.MIN_VALUE;
    }
}
