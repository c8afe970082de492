package io.baresock.bpf;

import io.baresock.Bsd;

/** Facts about a packet that a program can load though they are not in it. See Documentation/networking/filter.rst. */
public enum Ancillary {
    /** The link-layer protocol, as in sll_protocol. */
    PROTOCOL(Bsd.SKF_AD_PROTOCOL),
    /** For which host the packet is: {@code PACKET_HOST} and others. */
    PKTTYPE(Bsd.SKF_AD_PKTTYPE),
    /** The interface's index. */
    IFINDEX(Bsd.SKF_AD_IFINDEX),
    /** The firewall mark. */
    MARK(Bsd.SKF_AD_MARK),
    /** The receive queue. */
    QUEUE(Bsd.SKF_AD_QUEUE),
    /** The interface's hardware type. */
    HATYPE(Bsd.SKF_AD_HATYPE),
    /** The flow's hash. */
    RXHASH(Bsd.SKF_AD_RXHASH),
    /** The CPU that runs the program. */
    CPU(Bsd.SKF_AD_CPU),
    /** The VLAN tag. */
    VLAN_TAG(Bsd.SKF_AD_VLAN_TAG),
    /** Whether there is a VLAN tag. */
    VLAN_TAG_PRESENT(Bsd.SKF_AD_VLAN_TAG_PRESENT),
    /** Where the transport payload begins. */
    PAY_OFFSET(Bsd.SKF_AD_PAY_OFFSET),
    /** A random number. */
    RANDOM(Bsd.SKF_AD_RANDOM),
    /** The VLAN protocol. */
    VLAN_TPID(Bsd.SKF_AD_VLAN_TPID);

    final int offset;

    Ancillary(int offset) {
        this.offset = offset;
    }
}
