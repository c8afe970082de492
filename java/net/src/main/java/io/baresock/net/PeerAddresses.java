package io.baresock.net;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a datagram socket in both forms, java.net's and Baresock's, so that a packet of a known peer allocates nothing. Each address
 * has one place, and the latest one stays there. Thread-safe.
 */
final class PeerAddresses {

    private static final int PLACES = 256; // a power of two
    private static final int MIX = 31;

    private record Peer(InetSocketAddress java, Sockaddr bare) {}

    private final AtomicReferenceArray<@Nullable Peer> bySender = new AtomicReferenceArray<>(PLACES);
    private final AtomicReferenceArray<@Nullable Peer> byReceiver = new AtomicReferenceArray<>(PLACES);

    private static int place(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & (PLACES - 1);
    }

    /** Of a datagram that came. */
    InetSocketAddress of(SockaddrStorage from) {
        boolean six = from.family() == Bsd.AF_INET6;
        long low = six ? from.addressHigh() * MIX ^ from.addressLow() : from.addressInt();
        int place = place((int) (low ^ low >>> 32) * MIX + from.port());
        Peer known = bySender.get(place);
        if (known == null || !from.matches(known.bare)) {
            Sockaddr bare = from.toSockaddr();
            known = new Peer(Addresses.java(bare), bare);
            bySender.set(place, known);
        }
        return known.java;
    }

    /** For a datagram to send. */
    Sockaddr of(InetAddress address, int port) {
        int place = place(address.hashCode() * MIX + port);
        Peer known = byReceiver.get(place);
        if (known == null
                || known.java.getPort() != port
                || !known.java.getAddress().equals(address)) {
            known = new Peer(new InetSocketAddress(address, port), Addresses.sockaddr(address, port));
            byReceiver.set(place, known);
        }
        return known.bare;
    }
}
