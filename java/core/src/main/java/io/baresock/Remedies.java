package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.call.Descriptor;
import org.jspecify.annotations.Nullable;

/** Texts that say what to do about an error, for messages. */
final class Remedies {

    private static final int FIRST_FREE_PORT = 1024; // ip(7); net.ipv4.ip_unprivileged_port_start

    private Remedies() {}

    /** For errors of socket(2). */
    static @Nullable String open(int errno, int domain, int type) {
        boolean forbidden = errno == Constants.EPERM || errno == Constants.EACCES;
        boolean raw = (type & ~Descriptor.SOCK_FLAGS) == Constants.SOCK_RAW || domain == Constants.AF_PACKET;
        if (forbidden && raw) {
            return "it needs CAP_NET_RAW; a ping can do with SOCK_DGRAM and IPPROTO_ICMP or IPPROTO_ICMPV6";
        }
        return common(errno);
    }

    /** For errors of a call on an open socket. */
    static @Nullable String of(Descriptor d, String call, int errno, @Nullable Sockaddr local) {
        boolean sends = call.startsWith("send");
        if (call.equals("bind") && errno == Constants.EADDRINUSE && d.isInternet() && d.isStream()) {
            return "another socket is bound to it, or was lately; for the latter set SO_REUSEADDR before bind";
        }
        if (call.equals("bind") && errno == Constants.EACCES && local != null && isPrivileged(local.port())) {
            return "a port below " + FIRST_FREE_PORT + " needs CAP_NET_BIND_SERVICE";
        }
        if (sends && errno == Constants.EACCES && d.isInternet()) {
            return "for a broadcast address set SO_BROADCAST";
        }
        if (sends && errno == Constants.EDESTADDRREQ) {
            return "call connect, or sendto with an address";
        }
        return common(errno);
    }

    private static boolean isPrivileged(int port) {
        return port > 0 && port < FIRST_FREE_PORT;
    }

    private static @Nullable String common(int errno) {
        return errno == Constants.EMFILE ? "this process has as many open descriptors as it may: see ulimit -n" : null;
    }
}
