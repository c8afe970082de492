package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Scratch;
import org.jspecify.annotations.Nullable;

/** This host, its interfaces, and what /etc/services and /etc/protocols say: part of {@link Bsd}. */
abstract sealed class BsdNetdb extends BsdNames permits Bsd {

    private static final int TEXT = 1024; // of the scratch memory: where names come out, after those that go in
    private static final int TEXT_MAX = 4096;
    private static final int SIZE = TEXT + TEXT_MAX;

    BsdNetdb() {}

    /**
     * gethostname(2).
     *
     * @return this host's name
     * @throws ErrnoException as in gethostname(2)
     */
    public static String gethostname() throws ErrnoException {
        Scratch s = Scratch.take(SIZE);
        try {
            return required("gethostname", B.gethostname(s.address() + TEXT, TEXT_MAX), s);
        } finally {
            s.give();
        }
    }

    /**
     * sethostname(2); needs CAP_SYS_ADMIN.
     *
     * @param name the new name, up to 64 bytes on Linux
     * @return 0, or {@code -errno}: {@code -EPERM} without the right, {@code -EINVAL} for a name that is too long
     * @throws IllegalArgumentException if the name has a NUL or more than 255 bytes
     * @see <a href="https://man7.org/linux/man-pages/man2/sethostname.2.html">sethostname(2)</a>
     */
    public static int sethostname(String name) {
        byte[] bytes =
                Resolution.encode("sethostname", "name", Buffers.present("sethostname", name), Resolution.NAME_MAX);
        Scratch s = Scratch.take(SIZE);
        try {
            s.buffer().put(0, bytes);
            return B.sethostname(s.address(), bytes.length);
        } finally {
            s.give();
        }
    }

    /**
     * gethostbyname(3): the IPv4 addresses of a host, with all its names. It may wait for name servers. {@link
     * #getaddrinfo(String, String, AddrInfo)} does more, but tells no aliases.
     *
     * @param name a host's name, or an IPv4 address as text, which is never asked for
     * @return the entry
     * @throws GaiException if there is none, and why; by the codes of getaddrinfo(3): HOST_NOT_FOUND is {@code EAI_NONAME},
     *     TRY_AGAIN {@code EAI_AGAIN}, NO_RECOVERY {@code EAI_FAIL}, NO_DATA {@code EAI_NODATA}
     * @throws IllegalArgumentException if the name has a NUL or more than 1024 bytes
     * @see <a href="https://man7.org/linux/man-pages/man3/gethostbyname.3.html">gethostbyname(3)</a>
     */
    public static HostEntry gethostbyname(String name) throws GaiException {
        return gethostbyname2(name, AF_INET);
    }

    /**
     * The same under the name that Python gives it.
     *
     * @param name as in {@link #gethostbyname}
     * @return the entry
     * @throws GaiException as in {@link #gethostbyname}
     */
    public static HostEntry gethostbyname_ex(String name) throws GaiException {
        return gethostbyname2(name, AF_INET);
    }

    /**
     * gethostbyname2(3): the same of either family.
     *
     * @param name as in {@link #gethostbyname}
     * @param family {@code AF_INET} or {@code AF_INET6}
     * @return the entry
     * @throws GaiException as in {@link #gethostbyname}
     */
    public static HostEntry gethostbyname2(String name, int family) throws GaiException {
        Buffers.present("gethostbyname", name);
        requireInet("gethostbyname", family);
        return Resolution.gethostbyname(name, family);
    }

    /**
     * gethostbyaddr(3): the names of an address. It may wait for name servers.
     *
     * @param a an IPv4 or IPv6 address; its port does not count
     * @return the entry
     * @throws GaiException if there is none, and why, as in {@link #gethostbyname}
     * @throws IllegalArgumentException for an address of another family
     * @see <a href="https://man7.org/linux/man-pages/man3/gethostbyaddr.3.html">gethostbyaddr(3)</a>
     */
    public static HostEntry gethostbyaddr(Sockaddr a) throws GaiException {
        requireInet("gethostbyaddr", Buffers.present("gethostbyaddr", a).family());
        return Resolution.gethostbyaddr(a);
    }

    private static void requireInet(String call, int family) {
        if (family != AF_INET && family != AF_INET6) {
            throw new IllegalArgumentException(call + ": family " + family + " is neither AF_INET nor AF_INET6");
        }
    }

    /**
     * The port of a service, by getservbyname(3).
     *
     * @param name such as {@code "http"}, or an alias
     * @param protocol such as {@code "tcp"}; null for any
     * @return the port in host byte order, 0 to 65535; {@code -ENOENT} if the system does not know the service
     */
    public static int getservbyname(String name, @Nullable String protocol) {
        Buffers.present("getservbyname", name);
        Scratch s = Scratch.take(SIZE);
        try {
            long n = Resolution.put("getservbyname", "name", name, Resolution.NAME_MAX, s, 0);
            return B.getservbyname(n, protocol("getservbyname", protocol, s));
        } finally {
            s.give();
        }
    }

    /**
     * The service of a port, by getservbyport(3).
     *
     * @param port in host byte order, 0 to 65535
     * @param protocol such as {@code "tcp"}; null for any
     * @return its name; null if the system knows none
     */
    public static @Nullable String getservbyport(int port, @Nullable String protocol) {
        Ranges.port("getservbyport", port);
        Scratch s = Scratch.take(SIZE);
        try {
            long p = protocol("getservbyport", protocol, s);
            return text(B.getservbyport(port, p, s.address() + TEXT, TEXT_MAX), s);
        } finally {
            s.give();
        }
    }

    private static long protocol(String call, @Nullable String protocol, Scratch s) {
        return Resolution.put(call, "protocol", protocol, Resolution.NAME_MAX, s, TEXT / 2);
    }

    /**
     * The number of a protocol, by getprotobyname(3).
     *
     * @param name such as {@code "tcp"}, or an alias
     * @return the number to open a socket with; {@code -ENOENT} if the system does not know the protocol
     */
    public static int getprotobyname(String name) {
        Buffers.present("getprotobyname", name);
        Scratch s = Scratch.take(SIZE);
        try {
            return B.getprotobyname(Resolution.put("getprotobyname", "name", name, Resolution.NAME_MAX, s, 0));
        } finally {
            s.give();
        }
    }

    /**
     * The name of a protocol, by getprotobynumber(3).
     *
     * @param number such as {@code IPPROTO_TCP}
     * @return its name; null if the system knows none
     */
    public static @Nullable String getprotobynumber(int number) {
        Abi.check(number, "getprotobynumber");
        Scratch s = Scratch.take(SIZE);
        try {
            return text(B.getprotobynumber(number, s.address() + TEXT, TEXT_MAX), s);
        } finally {
            s.give();
        }
    }

    /**
     * if_nametoindex(3).
     *
     * @param name of an interface, such as {@code "lo"}
     * @return its index, positive; or {@code -errno}, {@code -ENODEV} if there is none of that name
     */
    public static int if_nametoindex(String name) {
        Buffers.present("if_nametoindex", name);
        Scratch s = Scratch.take(SIZE);
        try {
            return B.ifNametoindex(Resolution.put("if_nametoindex", "name", name, Resolution.NAME_MAX, s, 0));
        } finally {
            s.give();
        }
    }

    /**
     * if_indextoname(3).
     *
     * @param index of an interface
     * @return its name
     * @throws ErrnoException as in if_indextoname(3); ENXIO if there is none with that index
     */
    public static String if_indextoname(int index) throws ErrnoException {
        Scratch s = Scratch.take(SIZE);
        try {
            return required("if_indextoname", B.ifIndextoname(index, s.address() + TEXT, TEXT_MAX), s);
        } finally {
            s.give();
        }
    }

    /**
     * if_nameindex(3).
     *
     * @return every interface of this network namespace
     * @throws ErrnoException as in if_nameindex(3)
     */
    public static NetIf[] if_nameindex() throws ErrnoException {
        for (int size = 64 * 1024; ; ) {
            Scratch s = Scratch.take(size);
            try {
                int n = B.ifNameindex(s.address(), s.buffer().capacity());
                if (n < 0) {
                    throw new ErrnoException("if_nameindex", -n);
                }
                if (n <= s.buffer().capacity()) {
                    return Resolution.text(s.buffer(), 0, n)
                            .lines()
                            .map(BsdNetdb::netIf)
                            .toArray(NetIf[]::new);
                }
                size = n;
            } finally {
                s.give();
            }
        }
    }

    private static NetIf netIf(String line) {
        int space = line.indexOf(' ');
        return new NetIf(Integer.parseUnsignedInt(line, 0, space, 10), line.substring(space + 1));
    }

    /** A name that came out; null if there is none. */
    private static @Nullable String text(int length, Scratch s) {
        return length < 0 ? null : Resolution.text(s.buffer(), TEXT, Math.min(length, TEXT_MAX));
    }

    private static String required(String call, int length, Scratch s) throws ErrnoException {
        String text = text(length, s);
        if (text == null) {
            throw new ErrnoException(call, -length);
        }
        return text;
    }
}
