package io.baresock;

import io.baresock.internal.Abi;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Names of hosts and services: part of {@link Bsd}. */
abstract sealed class BsdNames extends BsdInet permits BsdNetdb {

    BsdNames() {}

    /**
     * getaddrinfo(3): the addresses of a node and a service, in the order of preference that the system has (RFC 6724). It
     * may wait for name servers, and nothing ends that: {@link #getaddrinfo(String, String, AddrInfo, long)} has a timeout.
     * A node that is an address already is never asked for.
     *
     * @param node a host's name, or an IPv4 or IPv6 address, with {@code %scope} or without; null for this host
     * @param service a service's name or a port, 0 to 65535 (a number beyond is {@code EAI_SERVICE}, as no libc agrees on it); null
     *     for port 0. Not both can be null
     * @param hints see {@link AddrInfo#hints}; null for the system's own
     * @return the addresses, at least one
     * @throws GaiException if there is none, and why
     * @throws IllegalArgumentException if node or service has a NUL, or more than 1024 or 255 bytes
     * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
     */
    public static AddrInfo[] getaddrinfo(@Nullable String node, @Nullable String service, @Nullable AddrInfo hints)
            throws GaiException {
        check(hints);
        return Resolution.getaddrinfo(node, service, hints);
    }

    /**
     * getaddrinfo(3), waiting at most {@code timeoutNanos}. The lookup runs on a thread of this library; when the time has
     * passed its result is dropped. An interrupt ends the waiting too.
     *
     * @param node as in {@link #getaddrinfo(String, String, AddrInfo)}
     * @param service as there
     * @param hints as there
     * @param timeoutNanos nanoseconds; negative waits for ever
     * @return the addresses, at least one
     * @throws GaiException if there is none, and why; {@code EAI_AGAIN} if the time passed first
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public static AddrInfo[] getaddrinfo(
            @Nullable String node, @Nullable String service, @Nullable AddrInfo hints, long timeoutNanos)
            throws GaiException, InterruptedException {
        return await(getaddrinfoAsync(node, service, hints), Resolution.describe(node, service), timeoutNanos);
    }

    /**
     * getaddrinfo(3) on another thread. There is a bounded number of them, all daemons. Cancelling the future drops the
     * result. Dependent stages without an executor of their own run on the resolver's thread and hold it up.
     *
     * @param node as in {@link #getaddrinfo(String, String, AddrInfo)}
     * @param service as there
     * @param hints as there
     * @return gets the addresses, or a {@link GaiException}: {@code EAI_AGAIN} if more than a thousand lookups are waiting
     * @throws IllegalArgumentException if node or service has a NUL, or more than 1024 or 255 bytes
     */
    public static CompletableFuture<AddrInfo[]> getaddrinfoAsync(
            @Nullable String node, @Nullable String service, @Nullable AddrInfo hints) {
        check(hints);
        Resolution.check(node, service);
        try {
            return ResolverThreads.start(() -> Resolution.getaddrinfo(node, service, hints));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new GaiException(Resolution.describe(node, service), EAI_AGAIN, 0, "too many lookups are waiting"));
        }
    }

    private static void check(@Nullable AddrInfo hints) {
        if (hints != null) {
            Abi.check(hints.flags(), "getaddrinfo");
            Abi.check(hints.family(), "getaddrinfo");
            Abi.check(hints.type(), "getaddrinfo");
            Abi.check(hints.protocol(), "getaddrinfo");
        }
    }

    private static <T> T await(CompletableFuture<T> future, String call, long timeoutNanos)
            throws GaiException, InterruptedException {
        try {
            return ResolverThreads.await(future, timeoutNanos);
        } catch (TimeoutException e) {
            throw new GaiException(call, EAI_AGAIN, 0, "no answer in " + timeoutNanos + " ns");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GaiException g) {
                throw g;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(call, e.getCause());
        }
    }

    /**
     * getnameinfo(3): the names of an address and its port. Without {@code NI_NUMERICHOST} it may wait for name servers.
     *
     * @param a an IPv4, IPv6 or local address
     * @param flags {@code NI_NUMERICHOST}, {@code NI_NUMERICSERV}, {@code NI_NAMEREQD}, {@code NI_DGRAM}, or-ed
     * @return the names
     * @throws GaiException if there is none, and why
     * @see <a href="https://man7.org/linux/man-pages/man3/getnameinfo.3.html">getnameinfo(3)</a>
     */
    public static NameInfo getnameinfo(Sockaddr a, int flags) throws GaiException {
        Buffers.present("getnameinfo", a);
        Abi.check(flags, "getnameinfo");
        return Resolution.getnameinfo(a, flags);
    }

    /**
     * getnameinfo(3), waiting at most {@code timeoutNanos}, as
     * {@link #getaddrinfo(String, String, AddrInfo, long)} does.
     *
     * @param a as in {@link #getnameinfo(Sockaddr, int)}
     * @param flags as there
     * @param timeoutNanos nanoseconds; negative waits for ever
     * @return the names
     * @throws GaiException if there is none, and why; {@code EAI_AGAIN} if the time passed first
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public static NameInfo getnameinfo(Sockaddr a, int flags, long timeoutNanos)
            throws GaiException, InterruptedException {
        Buffers.present("getnameinfo", a);
        Abi.check(flags, "getnameinfo");
        String call = "getnameinfo(" + a + ")";
        CompletableFuture<NameInfo> future;
        try {
            future = ResolverThreads.start(() -> Resolution.getnameinfo(a, flags));
        } catch (RejectedExecutionException e) {
            throw new GaiException(call, EAI_AGAIN, 0, "too many lookups are waiting");
        }
        return await(future, call, timeoutNanos);
    }

    /**
     * gai_strerror(3).
     *
     * @param code {@code EAI_*}
     * @return the system's text for it
     */
    public static String gai_strerror(int code) {
        return GaiException.text(code);
    }
}
