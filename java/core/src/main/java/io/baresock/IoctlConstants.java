package io.baresock;

import io.baresock.internal.Abi;

/** ioctl requests. */
interface IoctlConstants {

    // Any descriptor

    /** Set or clear O_ASYNC. See ioctl(2). */
    int FIOASYNC = Abi.constant("FIOASYNC");
    /** Set close-on-exec. See ioctl(2). */
    int FIOCLEX = Abi.constant("FIOCLEX");
    /** Who receives SIGIO and SIGURG. See ioctl(2). */
    int FIOGETOWN = Abi.constant("FIOGETOWN");
    /** Set or clear O_NONBLOCK. See ioctl(2). */
    int FIONBIO = Abi.constant("FIONBIO");
    /** Clear close-on-exec. See ioctl(2). */
    int FIONCLEX = Abi.constant("FIONCLEX");
    /** Bytes ready to read. See ioctl(2). */
    int FIONREAD = Abi.constant("FIONREAD");
    /** Free bytes of the send buffer, FreeBSD. See ioctl(2). */
    int FIONSPACE = Abi.constant("FIONSPACE");
    /** Bytes in the send buffer, FreeBSD. See ioctl(2). */
    int FIONWRITE = Abi.constant("FIONWRITE");
    /** Set who receives SIGIO and SIGURG. See ioctl(2). */
    int FIOSETOWN = Abi.constant("FIOSETOWN");

    // Sockets

    /** Is the read pointer at the urgent mark. See socket(7), tcp(7), udp(7). */
    int SIOCATMARK = Abi.constant("SIOCATMARK");
    /** Who receives SIGIO and SIGURG. See socket(7), tcp(7), udp(7). */
    int SIOCGPGRP = Abi.constant("SIOCGPGRP");
    /** Open the network namespace of the socket, Linux 4.10. See socket(7), tcp(7), udp(7). */
    int SIOCGSKNS = Abi.constant("SIOCGSKNS");
    /** Time of the last packet, struct timeval. See socket(7), tcp(7), udp(7). */
    int SIOCGSTAMP = Abi.constant("SIOCGSTAMP");
    /** Time of the last packet, struct timespec. See socket(7), tcp(7), udp(7). */
    int SIOCGSTAMPNS = Abi.constant("SIOCGSTAMPNS");
    /** SIOCGSTAMPNS with 64-bit time, Linux 5.1. See socket(7), tcp(7), udp(7). */
    int SIOCGSTAMPNS_NEW = Abi.constant("SIOCGSTAMPNS_NEW");
    /** SIOCGSTAMPNS with time of the word size. See socket(7), tcp(7), udp(7). */
    int SIOCGSTAMPNS_OLD = Abi.constant("SIOCGSTAMPNS_OLD");
    /** SIOCGSTAMP with 64-bit time, Linux 5.1. See socket(7), tcp(7), udp(7). */
    int SIOCGSTAMP_NEW = Abi.constant("SIOCGSTAMP_NEW");
    /** SIOCGSTAMP with time of the word size. See socket(7), tcp(7), udp(7). */
    int SIOCGSTAMP_OLD = Abi.constant("SIOCGSTAMP_OLD");
    /** Bytes unread. See socket(7), tcp(7), udp(7). */
    int SIOCINQ = Abi.constant("SIOCINQ");
    /** Bytes not yet sent and acknowledged. See socket(7), tcp(7), udp(7). */
    int SIOCOUTQ = Abi.constant("SIOCOUTQ");
    /** Bytes not yet sent. See socket(7), tcp(7), udp(7). */
    int SIOCOUTQNSD = Abi.constant("SIOCOUTQNSD");
    /** Set who receives SIGIO and SIGURG. See socket(7), tcp(7), udp(7). */
    int SIOCSPGRP = Abi.constant("SIOCSPGRP");

    // Interfaces

    /** Add a multicast address. See netdevice(7). */
    int SIOCADDMULTI = Abi.constant("SIOCADDMULTI");
    /** Remove a multicast address. See netdevice(7). */
    int SIOCDELMULTI = Abi.constant("SIOCDELMULTI");
    /** Remove an address. See netdevice(7). */
    int SIOCDIFADDR = Abi.constant("SIOCDIFADDR");
    /** Ethtool commands. See netdevice(7). */
    int SIOCETHTOOL = Abi.constant("SIOCETHTOOL");
    /** Hardware time stamping in use. See netdevice(7). */
    int SIOCGHWTSTAMP = Abi.constant("SIOCGHWTSTAMP");
    /** Address. See netdevice(7). */
    int SIOCGIFADDR = Abi.constant("SIOCGIFADDR");
    /** Broadcast address. See netdevice(7). */
    int SIOCGIFBRDADDR = Abi.constant("SIOCGIFBRDADDR");
    /** All addresses of a family. See netdevice(7). */
    int SIOCGIFCONF = Abi.constant("SIOCGIFCONF");
    /** Address of the other end. See netdevice(7). */
    int SIOCGIFDSTADDR = Abi.constant("SIOCGIFDSTADDR");
    /** Flags. See netdevice(7). */
    int SIOCGIFFLAGS = Abi.constant("SIOCGIFFLAGS");
    /** Hardware address. See netdevice(7). */
    int SIOCGIFHWADDR = Abi.constant("SIOCGIFHWADDR");
    /** Index of a name. See netdevice(7). */
    int SIOCGIFINDEX = Abi.constant("SIOCGIFINDEX");
    /** Metric. See netdevice(7). */
    int SIOCGIFMETRIC = Abi.constant("SIOCGIFMETRIC");
    /** MTU. See netdevice(7). */
    int SIOCGIFMTU = Abi.constant("SIOCGIFMTU");
    /** Name of an index. See netdevice(7). */
    int SIOCGIFNAME = Abi.constant("SIOCGIFNAME");
    /** Network mask. See netdevice(7). */
    int SIOCGIFNETMASK = Abi.constant("SIOCGIFNETMASK");
    /** Transmit queue length. See netdevice(7). */
    int SIOCGIFTXQLEN = Abi.constant("SIOCGIFTXQLEN");
    /** Set hardware time stamping. See netdevice(7). */
    int SIOCSHWTSTAMP = Abi.constant("SIOCSHWTSTAMP");
    /** Set the address. See netdevice(7). */
    int SIOCSIFADDR = Abi.constant("SIOCSIFADDR");
    /** Set the broadcast address. See netdevice(7). */
    int SIOCSIFBRDADDR = Abi.constant("SIOCSIFBRDADDR");
    /** Set the address of the other end. See netdevice(7). */
    int SIOCSIFDSTADDR = Abi.constant("SIOCSIFDSTADDR");
    /** Set flags. See netdevice(7). */
    int SIOCSIFFLAGS = Abi.constant("SIOCSIFFLAGS");
    /** Set the hardware address. See netdevice(7). */
    int SIOCSIFHWADDR = Abi.constant("SIOCSIFHWADDR");
    /** Set the metric. See netdevice(7). */
    int SIOCSIFMETRIC = Abi.constant("SIOCSIFMETRIC");
    /** Set the MTU. See netdevice(7). */
    int SIOCSIFMTU = Abi.constant("SIOCSIFMTU");
    /** Rename. See netdevice(7). */
    int SIOCSIFNAME = Abi.constant("SIOCSIFNAME");
    /** Set the network mask. See netdevice(7). */
    int SIOCSIFNETMASK = Abi.constant("SIOCSIFNETMASK");
    /** Set the transmit queue length. See netdevice(7). */
    int SIOCSIFTXQLEN = Abi.constant("SIOCSIFTXQLEN");

    // Address resolution and routes

    /** Add a route. See arp(7), rtnetlink(7). */
    int SIOCADDRT = Abi.constant("SIOCADDRT");
    /** Delete an ARP entry. See arp(7), rtnetlink(7). */
    int SIOCDARP = Abi.constant("SIOCDARP");
    /** Delete a route. See arp(7), rtnetlink(7). */
    int SIOCDELRT = Abi.constant("SIOCDELRT");
    /** Read an ARP entry. See arp(7), rtnetlink(7). */
    int SIOCGARP = Abi.constant("SIOCGARP");
    /** Set an ARP entry. See arp(7), rtnetlink(7). */
    int SIOCSARP = Abi.constant("SIOCSARP");

    // Busy polling of an epoll set

    /** Read busy poll parameters, Linux 6.9. See ioctl_epoll(2). */
    int EPIOCGPARAMS = Abi.constant("EPIOCGPARAMS");
    /** Set busy poll parameters, Linux 6.9. See ioctl_epoll(2). */
    int EPIOCSPARAMS = Abi.constant("EPIOCSPARAMS");
}
