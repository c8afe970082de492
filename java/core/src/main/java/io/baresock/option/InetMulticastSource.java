package io.baresock.option;

import io.baresock.Sockaddr;
import io.baresock.internal.Platform;
import java.nio.ByteBuffer;

/**
 * An IPv4 multicast group, one of its senders, and the interface by its address. The older options, for IPv4 only, take it. See
 * ip(7). Immutable.
 *
 * @param group an IPv4 multicast address
 * @param source the sender
 * @param local an address of the interface; with 0.0.0.0 the system chooses the interface
 */
public record InetMulticastSource(Sockaddr group, Sockaddr source, Sockaddr local) {

    /** {@code struct ip_mreq_source}. */
    static final int SIZE = 12;

    /** Checks the families. */
    public InetMulticastSource {
        MulticastGroup.inet4("multicast", group);
        MulticastGroup.inet4("multicast", source);
        MulticastGroup.inet4("multicast", local);
    }

    void encode(ByteBuffer out) {
        // On the BSDs the source comes before the interface.
        out.put(group.addressBytes());
        out.put((Platform.LINUX ? local : source).addressBytes());
        out.put((Platform.LINUX ? source : local).addressBytes());
    }
}
