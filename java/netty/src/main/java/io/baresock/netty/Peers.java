package io.baresock.netty;

import io.baresock.Bsd;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in both forms, Netty's and Baresock's, so that a datagram of a known peer needs no new ones. Each address has one place, and
 * the latest one stays there. On a socket of AF_INET6 an IPv4 address is mapped. For one thread.
 */
final class Peers {

    private static final int PLACES = 256; // a power of two
    private static final int MIX = 31;
    private static final long MAPPED_LOW = 0xFFFFL << 32;

    private record Peer(InetSocketAddress java, Sockaddr bare) {}

    private record Own(int family, long high, long low, InetSocketAddress java) {}

    private final boolean six;
    private final @Nullable Peer[] senders = new Peer[PLACES];
    private final @Nullable Peer[] receivers = new Peer[PLACES];
    private @Nullable Own own;

    Peers(int domain) {
        six = domain == Bsd.AF_INET6;
    }

    private static int place(long bits) {
        int hash = (int) (bits ^ bits >>> 32);
        return (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & (PLACES - 1);
    }

    /** The sender of a received message. */
    InetSocketAddress sender(MessageBatch batch, int i) {
        long bits = six ? batch.sourceHigh(i) * MIX ^ batch.sourceLow(i) : batch.sourceInt(i);
        int place = place(bits * MIX + batch.sourcePort(i));
        Peer known = senders[place];
        if (known == null || !batch.sourceMatches(i, known.bare)) {
            Sockaddr bare = batch.source(i);
            known = new Peer(java(bare), bare);
            senders[place] = known;
        }
        return known.java;
    }

    /** The address of this host that a message was sent to; null if that is not known. */
    @Nullable
    InetSocketAddress own(MessageBatch batch, int i, int port) {
        int family = batch.localFamily(i);
        if (family == Bsd.AF_UNSPEC) {
            return null;
        }
        long high = batch.localHigh(i);
        long low = family == Bsd.AF_INET6 ? batch.localLow(i) : batch.localInt(i);
        Own o = own;
        if (o == null || o.family != family || o.high != high || o.low != low || o.java.getPort() != port) {
            o = new Own(
                    family,
                    high,
                    low,
                    new InetSocketAddress(address(family, high, low, batch.interfaceIndex(i)), port));
            own = o;
        }
        return o.java;
    }

    private static InetAddress address(int family, long high, long low, int interfaceIndex) {
        boolean mapped = high == 0 && (low & ~0xFFFF_FFFFL) == MAPPED_LOW;
        byte[] bytes = new byte[family == Bsd.AF_INET || mapped ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) ((fromEnd < Long.BYTES ? low : high) >>> (fromEnd % Long.BYTES * Byte.SIZE));
        }
        try {
            InetAddress plain = InetAddress.getByAddress(bytes);
            return plain.isLinkLocalAddress() && bytes.length == 16
                    ? Inet6Address.getByAddress(null, bytes, interfaceIndex)
                    : plain;
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // thrown for other lengths only
        }
    }

    /** Where to send to. */
    Sockaddr recipient(InetSocketAddress to) {
        int place = place((long) to.getAddress().hashCode() * MIX + to.getPort());
        Peer known = receivers[place];
        if (known == null || !known.java.equals(to)) {
            known = new Peer(to, bare(to));
            receivers[place] = known;
        }
        return known.bare;
    }

    /** For this socket. */
    Sockaddr bare(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (six && ip.isAnyLocalAddress()) {
            return Sockaddr.any6(address.getPort());
        }
        Sockaddr plain = Sockaddr.of(address);
        return six ? plain.mapped() : plain;
    }

    /** For Netty: a mapped address is IPv4. */
    static InetSocketAddress java(Sockaddr address) {
        return (InetSocketAddress) address.unmapped().toSocketAddress();
    }
}
