package io.baresock.option;

import io.baresock.Sockaddr;
import java.nio.ByteBuffer;

/**
 * An IPv4 multicast group, one of its senders, and the interface by its address: what the older, IPv4-only options take. See
 * ip(7).
 *
 * @param group an IPv4 multicast address
 * @param source the sender
 * @param local an address of the interface, 0.0.0.0 for the one the system chooses
 */
public record InetMulticastSource(Sockaddr group, Sockaddr source, Sockaddr local) {

    /** {@code struct ip_mreq_source}. */
    static final int SIZE = 12;

    private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");

    /** Checks the families. */
    public InetMulticastSource {
        MulticastGroup.inet4("multicast", group);
        MulticastGroup.inet4("multicast", source);
        MulticastGroup.inet4("multicast", local);
    }

    void encode(ByteBuffer out) {
        // The BSDs have the source before the interface.
        out.put(group.addressBytes());
        out.put((LINUX ? local : source).addressBytes());
        out.put((LINUX ? source : local).addressBytes());
    }
}
