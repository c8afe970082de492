package io.baresock.internal.call;

import static io.baresock.constants.IoctlConstants.*;

import io.baresock.internal.Abi;
import io.baresock.internal.address.SockaddrLayout;
import java.util.HashMap;
import java.util.Map;

/**
 * The size of the struct that an ioctl request reads or writes. Newer requests have it in bits 16 to 29 (on the BSDs all have it, in 13
 * bits). Linux's requests for sockets and interfaces are older, and are listed here. See ioctl_list(2).
 */
public final class IoctlSizes {

    /** No struct is larger: the size field has 14 bits. */
    static final int LARGEST = 1 << 14;

    private static final int UNKNOWN = -1;
    private static final int DIRECTION = 0xC000_0000; // _IOC_READ and _IOC_WRITE, IOC_OUT and IOC_IN
    private static final int ENCODED = SockaddrLayout.HAS_LENGTH ? 0x1FFF : LARGEST - 1;

    private static final int INT = 4;
    private static final int TIME = 16; // struct timeval, struct timespec
    private static final int IN6_IFREQ = 24; // takes the place of struct ifreq on an AF_INET6 socket
    private static final int IFREQ = 40;
    private static final int ARPREQ = 68;
    private static final int IN6_RTMSG = 80; // takes the place of struct rtentry, 120, on an AF_INET6 socket

    private static final Map<Integer, Integer> LISTED = listed();

    private IoctlSizes() {}

    /**
     * The request as the kernel knows it: 32 bits. The caller may have extended them with or without the sign.
     *
     * @throws IllegalArgumentException if it has more bits
     */
    public static int number(long request) {
        int number = (int) request;
        if (number != request && request >>> 32 != 0) {
            throw new IllegalArgumentException("ioctl: request 0x" + Long.toHexString(request) + " has over 32 bits");
        }
        if (!Abi.isPresent(number)) { // a number may have any bits, so this does not search for a sentinel in it
            Abi.check(number, "ioctl");
        }
        return number;
    }

    /** The least number of bytes that the argument needs; 0 if it has none, negative if it is not known. */
    static int of(int request) {
        Integer size = LISTED.get(request);
        if (size != null) {
            return size;
        }
        return (request & DIRECTION) != 0 ? request >>> 16 & ENCODED : UNKNOWN;
    }

    /**
     * Throws if there is less room than the request's struct needs.
     *
     * @throws IllegalArgumentException naming both sizes
     */
    public static void check(int request, int room) {
        int needed = of(request);
        if (room < needed) {
            throw new IllegalArgumentException("ioctl: request 0x" + Integer.toHexString(request) + " needs " + needed
                    + " bytes, the buffer has " + room);
        }
    }

    private static Map<Integer, Integer> listed() {
        Map<Integer, Integer> sizes = new HashMap<>();
        put(sizes, 0, FIOCLEX, FIONCLEX, SIOCGSKNS);
        put(sizes, INT, FIOASYNC, FIONBIO, FIONREAD, FIOGETOWN, FIOSETOWN, SIOCATMARK, SIOCGPGRP, SIOCSPGRP);
        put(sizes, INT, SIOCINQ, SIOCOUTQ, SIOCOUTQNSD);
        put(sizes, TIME, SIOCGIFCONF, SIOCGSTAMP_OLD, SIOCGSTAMPNS_OLD);
        put(sizes, IN6_IFREQ, SIOCSIFADDR, SIOCSIFDSTADDR, SIOCDIFADDR);
        put(sizes, IFREQ, SIOCADDMULTI, SIOCDELMULTI, SIOCETHTOOL, SIOCGHWTSTAMP, SIOCSHWTSTAMP);
        put(sizes, IFREQ, SIOCGIFADDR, SIOCGIFBRDADDR, SIOCGIFDSTADDR, SIOCGIFFLAGS, SIOCGIFHWADDR, SIOCGIFINDEX);
        put(sizes, IFREQ, SIOCGIFMETRIC, SIOCGIFMTU, SIOCGIFNAME, SIOCGIFNETMASK, SIOCGIFTXQLEN);
        put(sizes, IFREQ, SIOCSIFBRDADDR, SIOCSIFFLAGS, SIOCSIFHWADDR, SIOCSIFMETRIC, SIOCSIFMTU, SIOCSIFNAME);
        put(sizes, IFREQ, SIOCSIFNETMASK, SIOCSIFTXQLEN);
        put(sizes, ARPREQ, SIOCDARP, SIOCGARP, SIOCSARP);
        put(sizes, IN6_RTMSG, SIOCADDRT, SIOCDELRT);
        return sizes;
    }

    /** Lists requests that exist here and do not carry their size. */
    private static void put(Map<Integer, Integer> sizes, int size, int... requests) {
        for (int request : requests) {
            if (Abi.isPresent(request) && (request & DIRECTION) == 0) {
                sizes.put(request, size);
            }
        }
    }
}
