package io.baresock;

import io.baresock.internal.Abi;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Byte order and the text forms of addresses, all without a system call: part of {@link Bsd}. */
abstract sealed class BsdInet extends BsdTransfer permits BsdNames {

    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    BsdInet() {}

    /**
     * htons(3).
     *
     * @param host 16 bits in host byte order; higher ones are dropped
     * @return them in network byte order, 0 to 65535
     */
    public static int htons(int host) {
        return (LITTLE ? Short.reverseBytes((short) host) : host) & 0xFFFF;
    }

    /**
     * ntohs(3).
     *
     * @param net 16 bits in network byte order; higher ones are dropped
     * @return them in host byte order, 0 to 65535
     */
    public static int ntohs(int net) {
        return htons(net);
    }

    /**
     * htonl(3).
     *
     * @param host 32 bits in host byte order
     * @return them in network byte order
     */
    public static int htonl(int host) {
        return LITTLE ? Integer.reverseBytes(host) : host;
    }

    /**
     * ntohl(3).
     *
     * @param net 32 bits in network byte order
     * @return them in host byte order
     */
    public static int ntohl(int net) {
        return htonl(net);
    }

    /**
     * inet_pton(3): a dotted quad of decimal numbers, or an IPv6 address without a scope.
     *
     * @param family {@code AF_INET} or {@code AF_INET6}
     * @param s the text
     * @return 4 or 16 bytes; null if the text is malformed
     * @throws IllegalArgumentException for any other family; its cause is an {@link ErrnoException} of EAFNOSUPPORT
     */
    public static byte @Nullable [] inet_pton(int family, String s) {
        Buffers.present("inet_pton", s);
        return isInet("inet_pton", family) ? InetLiterals.parse4(s) : InetLiterals.parse6(s);
    }

    /**
     * inet_ntop(3): {@code 127.0.0.1}, {@code fe80::1}, {@code ::ffff:1.2.3.4}.
     *
     * @param family {@code AF_INET} or {@code AF_INET6}
     * @param a 4 or 16 bytes
     * @return the text
     * @throws IllegalArgumentException for any other length or family; the cause is an {@link ErrnoException} of EAFNOSUPPORT then
     */
    public static String inet_ntop(int family, byte[] a) {
        boolean inet = isInet("inet_ntop", family);
        int length = inet ? 4 : 16;
        Ranges.check("inet_ntop", "address length", Buffers.present("inet_ntop", a).length, length, length);
        StringBuilder s = new StringBuilder(46);
        if (inet) {
            InetLiterals.format4(s, a, 0);
        } else if (isCompatible(a)) {
            InetLiterals.format4(s.append("::"), a, 12);
        } else {
            InetLiterals.format6(s, a, 0);
        }
        return s.toString();
    }

    /** ::1.2.3.4, which inet_ntop of glibc and the BSDs prints so, other than RFC 5952: 12 zero bytes, then two that are not. */
    private static boolean isCompatible(byte[] a) {
        for (int i = 0; i < 12; i++) {
            if (a[i] != 0) {
                return false;
            }
        }
        return (a[12] | a[13]) != 0;
    }

    private static boolean isInet(String call, int family) {
        Abi.check(family, call);
        if (family != AF_INET && family != AF_INET6) {
            ErrnoException why =
                    new ErrnoException(call, EAFNOSUPPORT, "family " + family + " is neither AF_INET nor AF_INET6");
            throw new IllegalArgumentException(why.getMessage(), why);
        }
        return family == AF_INET;
    }

    /**
     * inet_aton(3): an IPv4 address in one to four parts, the last of which fills all bytes that are left: {@code 127.1} is
     * 127.0.0.1. A part is decimal, octal behind {@code 0}, or hexadecimal behind {@code 0x}. Anything behind the address
     * makes it malformed, white space too, which some systems pass over (CVE-2016-10739).
     *
     * @param s the text
     * @return 4 bytes; null if the text is malformed
     */
    public static byte @Nullable [] inet_aton(String s) {
        String[] parts = Buffers.present("inet_aton", s).split("\\.", -1);
        if (parts.length > 4) {
            return null;
        }
        int last = parts.length - 1;
        byte[] address = new byte[4];
        for (int i = 0; i <= last; i++) {
            long part = part(parts[i]);
            int bytes = i < last ? 1 : 4 - last;
            if (part < 0 || part >>> 8 * bytes != 0) {
                return null;
            }
            for (int b = 0; b < bytes; b++) {
                address[i + b] = (byte) (part >>> 8 * (bytes - 1 - b));
            }
        }
        return address;
    }

    /** A number of 32 bits; -1 if it is malformed or larger. */
    private static long part(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        int radix = hex ? 16 : text.startsWith("0") ? 8 : 10;
        int from = hex ? 2 : 0;
        if (from == text.length()) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1; // ASCII only
            value = value * radix + digit;
            if (digit < 0 || value > 0xFFFF_FFFFL) {
                return -1;
            }
        }
        return value;
    }

    /**
     * inet_ntoa(3).
     *
     * @param a 4 bytes
     * @return the dotted quad
     * @throws IllegalArgumentException for any other length
     */
    public static String inet_ntoa(byte[] a) {
        return inet_ntop(AF_INET, a);
    }
}
