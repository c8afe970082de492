package io.baresock.option;

import io.baresock.Sockaddr;
import java.nio.ByteBuffer;

/**
 * A multicast group on an interface and one of its senders. Immutable. See ip(7), RFC 3678.
 *
 * @param group an IPv4 or IPv6 multicast address; its port is ignored
 * @param source the sender, of the same family; its port is ignored
 * @param interfaceIndex the interface; with 0 the system chooses it
 */
public record MulticastSource(Sockaddr group, Sockaddr source, int interfaceIndex) {

    /** {@code struct group_source_req}. */
    static final int REQ_SIZE = MulticastGroup.STORAGE_AT + 2 * MulticastGroup.STORAGE;

    /** Checks that the families are the same. */
    public MulticastSource {
        if (group.family() != source.family()) {
            throw new IllegalArgumentException("multicast: " + source + " and " + group + " have different families");
        }
    }

    void encodeReq(ByteBuffer out) {
        MulticastGroup.putIndex(out, interfaceIndex);
        MulticastGroup.putStorage(out, group);
        MulticastGroup.putStorage(out, source);
    }
}
