package io.baresock.net;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.option.IpOptions;
import io.baresock.option.Ipv6Options;
import io.baresock.option.Linger;
import io.baresock.option.Multicast;
import io.baresock.option.MulticastInterface;
import io.baresock.option.SocketOptions;
import io.baresock.option.TcpOptions;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The options of java.net, by those of Baresock. They keep java.net's values and its limits. */
final class JavaOptions {

    private static final int LONGEST_LINGER = 65535;
    private static final int BYTE_MAX = 255;

    /** What Linux has of a buffer size that was set: twice as much, for its own use. java.net tells what was set. */
    private static final int BUFFER_FACTOR = System.getProperty("os.name").startsWith("Linux") ? 2 : 1;

    /** The ones that have the same value in both. */
    private static final Map<java.net.SocketOption<?>, SocketOption<?>> SAME = same();

    static final Set<java.net.SocketOption<?>> OF_SERVERS = present(
            List.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_REUSEADDR, StandardSocketOptions.IP_TOS),
            StandardSocketOptions.SO_REUSEPORT,
            ExtendedSocketOptions.TCP_KEEPCOUNT,
            ExtendedSocketOptions.TCP_KEEPIDLE,
            ExtendedSocketOptions.TCP_KEEPINTERVAL,
            ExtendedSocketOptions.TCP_QUICKACK,
            ExtendedSocketOptions.SO_INCOMING_NAPI_ID);

    static final Set<java.net.SocketOption<?>> OF_CLIENTS = with(
            Set.of(
                    StandardSocketOptions.SO_KEEPALIVE,
                    StandardSocketOptions.SO_SNDBUF,
                    StandardSocketOptions.SO_LINGER,
                    StandardSocketOptions.TCP_NODELAY),
            OF_SERVERS);

    static final Set<java.net.SocketOption<?>> OF_DATAGRAMS = with(
            present(
                    List.of(
                            StandardSocketOptions.SO_SNDBUF,
                            StandardSocketOptions.SO_RCVBUF,
                            StandardSocketOptions.SO_REUSEADDR,
                            StandardSocketOptions.SO_BROADCAST,
                            StandardSocketOptions.IP_TOS,
                            StandardSocketOptions.IP_MULTICAST_IF,
                            StandardSocketOptions.IP_MULTICAST_TTL,
                            StandardSocketOptions.IP_MULTICAST_LOOP),
                    StandardSocketOptions.SO_REUSEPORT,
                    ExtendedSocketOptions.SO_INCOMING_NAPI_ID),
            dontFragment());

    private JavaOptions() {}

    private static Map<java.net.SocketOption<?>, SocketOption<?>> same() {
        Map<java.net.SocketOption<?>, SocketOption<?>> same = new LinkedHashMap<>();
        same.put(StandardSocketOptions.SO_RCVBUF, SocketOptions.SO_RCVBUF);
        same.put(StandardSocketOptions.SO_SNDBUF, SocketOptions.SO_SNDBUF);
        same.put(StandardSocketOptions.SO_REUSEADDR, SocketOptions.SO_REUSEADDR);
        same.put(StandardSocketOptions.SO_REUSEPORT, SocketOptions.SO_REUSEPORT);
        same.put(StandardSocketOptions.SO_KEEPALIVE, SocketOptions.SO_KEEPALIVE);
        same.put(StandardSocketOptions.SO_BROADCAST, SocketOptions.SO_BROADCAST);
        same.put(StandardSocketOptions.TCP_NODELAY, TcpOptions.TCP_NODELAY);
        same.put(ExtendedSocketOptions.TCP_KEEPIDLE, TcpOptions.TCP_KEEPIDLE);
        same.put(ExtendedSocketOptions.TCP_KEEPINTERVAL, TcpOptions.TCP_KEEPINTVL);
        same.put(ExtendedSocketOptions.TCP_KEEPCOUNT, TcpOptions.TCP_KEEPCNT);
        same.put(ExtendedSocketOptions.TCP_QUICKACK, TcpOptions.TCP_QUICKACK);
        same.put(ExtendedSocketOptions.SO_INCOMING_NAPI_ID, SocketOptions.SO_INCOMING_NAPI_ID);
        return same;
    }

    /** Those that every system has, and those of the others that this one has. */
    private static Set<java.net.SocketOption<?>> present(
            List<java.net.SocketOption<?>> everywhere, java.net.SocketOption<?>... elsewhere) {
        List<java.net.SocketOption<?>> all = new ArrayList<>(everywhere);
        for (java.net.SocketOption<?> option : elsewhere) {
            SocketOption<?> ours = SAME.get(option);
            if (ours != null && ours.isSupported()) {
                all.add(option);
            }
        }
        return Set.copyOf(all);
    }

    private static Set<java.net.SocketOption<?>> with(
            Set<java.net.SocketOption<?>> a, Set<java.net.SocketOption<?>> b) {
        return Stream.concat(a.stream(), b.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** {@code ExtendedSocketOptions.IP_DONTFRAGMENT}, which is newer than JDK 17. */
    private static Set<java.net.SocketOption<?>> dontFragment() {
        try {
            return Set.of((java.net.SocketOption<?>)
                    ExtendedSocketOptions.class.getField("IP_DONTFRAGMENT").get(null));
        } catch (NoSuchFieldException e) {
            return Set.of();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e); // it is public
        }
    }

    /** Whether a Unix socket has no such thing: what is not of SOL_SOCKET. */
    static boolean isOfInternet(java.net.SocketOption<?> option) {
        return !option.name().startsWith("SO_");
    }

    /**
     * Refuses what the option does not take.
     *
     * @throws UnsupportedOperationException if the kind of socket does not have the option
     * @throws IllegalArgumentException if it is not a value of the option
     */
    static void check(
            Set<java.net.SocketOption<?>> supported, java.net.SocketOption<?> option, @Nullable Object value) {
        requireSupported(supported, option);
        requireType(option, value);
        requireRange(option, value);
    }

    static void requireType(java.net.SocketOption<?> option, @Nullable Object value) {
        if (!option.type().isInstance(value)) {
            throw new IllegalArgumentException("Invalid value '" + value + "' of " + option.name());
        }
    }

    static void requireRange(java.net.SocketOption<?> option, @Nullable Object value) {
        boolean isByte = option == StandardSocketOptions.IP_TOS || option == StandardSocketOptions.IP_MULTICAST_TTL;
        boolean isSize = option == StandardSocketOptions.SO_RCVBUF || option == StandardSocketOptions.SO_SNDBUF;
        if (value instanceof Integer n && (isByte && (n < 0 || n > BYTE_MAX) || isSize && n < 0)) {
            throw new IllegalArgumentException(
                    option.name() + " = " + n + " is not in 0.." + (isByte ? BYTE_MAX : Integer.MAX_VALUE));
        }
    }

    static void requireSupported(Set<java.net.SocketOption<?>> supported, java.net.SocketOption<?> option) {
        if (!supported.contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
    }

    /**
     * Sets an option to a value that was checked.
     *
     * @throws SocketException if it can only be read, as java.net says it
     */
    static void set(Socket socket, java.net.SocketOption<?> option, Object value)
            throws ErrnoException, SocketException {
        if (option == ExtendedSocketOptions.SO_INCOMING_NAPI_ID) {
            throw new SocketException("Attempt to set read only option " + option.name());
        }
        boolean six = socket.domain() == Bsd.AF_INET6;
        SocketOption<?> same = SAME.get(option);
        if (same != null) {
            setSame(socket, same, value);
        } else if (option == StandardSocketOptions.SO_LINGER) {
            int seconds = Math.min((Integer) value, LONGEST_LINGER);
            socket.setOption(SocketOptions.SO_LINGER, seconds < 0 ? Linger.OFF : new Linger(true, seconds));
        } else if (option == StandardSocketOptions.IP_TOS) {
            setBoth(socket, six, Ipv6Options.IPV6_TCLASS, IpOptions.IP_TOS, (Integer) value);
        } else if (option == StandardSocketOptions.IP_MULTICAST_TTL) {
            setBoth(socket, six, Ipv6Options.IPV6_MULTICAST_HOPS, IpOptions.IP_MULTICAST_TTL, (Integer) value);
        } else if (option == StandardSocketOptions.IP_MULTICAST_LOOP) {
            setBoth(socket, six, Ipv6Options.IPV6_MULTICAST_LOOP, IpOptions.IP_MULTICAST_LOOP, (Boolean) value);
        } else if (option == StandardSocketOptions.IP_MULTICAST_IF) {
            setInterface(socket, six, ((NetworkInterface) value).getIndex());
        } else {
            int discover = (Boolean) value ? Bsd.IP_PMTUDISC_DO : Bsd.IP_PMTUDISC_DONT;
            setBoth(socket, six, Ipv6Options.IPV6_MTU_DISCOVER, IpOptions.IP_MTU_DISCOVER, discover);
        }
    }

    private static <T> void setSame(Socket socket, SocketOption<T> option, Object value) throws ErrnoException {
        socket.setOption(option, option.type().cast(value));
    }

    /** A socket for both families has a value for each. */
    private static <T> void setBoth(Socket socket, boolean six, SocketOption<T> inet6, SocketOption<T> inet, T value)
            throws ErrnoException {
        if (six) {
            socket.setOption(inet6, value);
        }
        socket.setOption(inet, value);
    }

    private static void setInterface(Socket socket, boolean six, int index) throws ErrnoException {
        Multicast.setInterface(socket, index);
        if (six) {
            socket.setOption(IpOptions.IP_MULTICAST_IF, new MulticastInterface(index));
        }
    }

    /** The value; for {@code IP_MULTICAST_IF} null: the kernel does not tell it of both families. */
    static @Nullable Object get(Socket socket, java.net.SocketOption<?> option) throws ErrnoException {
        boolean six = socket.domain() == Bsd.AF_INET6;
        SocketOption<?> same = SAME.get(option);
        if (option == StandardSocketOptions.SO_RCVBUF || option == StandardSocketOptions.SO_SNDBUF) {
            boolean in = option == StandardSocketOptions.SO_RCVBUF;
            return socket.getOption(in ? SocketOptions.SO_RCVBUF : SocketOptions.SO_SNDBUF) / BUFFER_FACTOR;
        }
        if (same != null) {
            return socket.getOption(same);
        }
        if (option == StandardSocketOptions.SO_LINGER) {
            Linger linger = socket.getOption(SocketOptions.SO_LINGER);
            return linger.on() ? linger.seconds() : -1;
        }
        if (option == StandardSocketOptions.IP_TOS) {
            return socket.getOption(six ? Ipv6Options.IPV6_TCLASS : IpOptions.IP_TOS);
        }
        if (option == StandardSocketOptions.IP_MULTICAST_TTL) {
            return socket.getOption(six ? Ipv6Options.IPV6_MULTICAST_HOPS : IpOptions.IP_MULTICAST_TTL);
        }
        if (option == StandardSocketOptions.IP_MULTICAST_LOOP) {
            return socket.getOption(six ? Ipv6Options.IPV6_MULTICAST_LOOP : IpOptions.IP_MULTICAST_LOOP);
        }
        if (option == StandardSocketOptions.IP_MULTICAST_IF) {
            return null;
        }
        return socket.getOption(IpOptions.IP_MTU_DISCOVER) == Bsd.IP_PMTUDISC_DO;
    }
}
