package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Library;
import io.baresock.internal.Printable;
import io.baresock.internal.ResolverThreads;
import io.baresock.internal.Scratch;
import io.baresock.internal.address.InetLiterals;
import io.baresock.internal.address.SockaddrLayout;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.Header.Addrinfo;
import io.baresock.internal.backend.Header.AddrinfoList;
import io.baresock.internal.backend.Header.GaiHints;
import io.baresock.internal.backend.Header.Nameinfo;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The resolver's calls: arguments as C strings, results from the records of {@code baresock.h}. */
final class Resolution {

    /** NI_MAXHOST without its NUL: no libc takes more. */
    static final int NODE_MAX = 1024;
    /** No name of a service, protocol or interface is longer; POSIX gives no limit. */
    static final int NAME_MAX = 255;

    private static final int PORT_MAX = 0xFFFF;
    private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?)([0-9]+)");

    // bs_gai_hints, then the two strings, then the result
    private static final int SERVICE = GaiHints.SIZE + NODE_MAX + 1;
    private static final int RESULT = 2048;

    private static final Backend B = Library.backend();

    private Resolution() {}

    /** Whether the node is an address in any form that libc accepts, with or without a scope. */
    static boolean isLiteral(String node) {
        String address = InetLiterals.withoutScope(node);
        return InetLiterals.parse6(address) != null || InetLiterals.parseParts(address) != null;
    }

    /**
     * Writes a string for C.
     *
     * @return its address; 0 for null
     * @throws IllegalArgumentException if it has a NUL or more than {@code max} bytes
     */
    static long put(String call, String what, @Nullable String text, int max, Scratch to, int at) {
        if (text == null) {
            return 0;
        }
        byte[] bytes = encode(call, what, text, max);
        to.buffer().put(at, bytes).put(at + bytes.length, (byte) 0);
        return to.address() + at;
    }

    static byte[] encode(String call, String what, String text, int max) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(call + ": " + what + " has a NUL at index " + text.indexOf(0));
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > max) {
            throw new IllegalArgumentException(
                    call + ": " + what + " has " + bytes.length + " bytes, more than the " + max + " of any name");
        }
        return bytes;
    }

    /** Refuses arguments of getaddrinfo(3) that C must not see. */
    static void check(@Nullable String node, @Nullable String service, @Nullable AddrInfo hints) {
        if (hints != null) {
            Abi.check(hints.flags(), "getaddrinfo");
            Abi.check(hints.family(), "getaddrinfo");
            Abi.check(hints.type(), "getaddrinfo");
            Abi.check(hints.protocol(), "getaddrinfo");
        }
        if (node != null) {
            encode("getaddrinfo", "node", node, NODE_MAX);
        }
        if (service != null) {
            encode("getaddrinfo", "service", service, NAME_MAX);
        }
    }

    /** Runs a lookup on a resolver's thread. The future fails with EAI_AGAIN if too many are waiting. */
    static <T> CompletableFuture<T> start(String call, Callable<T> lookup) {
        try {
            return ResolverThreads.start(lookup);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new GaiException(call, Constants.EAI_AGAIN, 0, "too many lookups are waiting"));
        }
    }

    /** Waits for a lookup; the result is dropped if the time passes first. */
    static <T> T await(CompletableFuture<T> future, String call, long timeoutNanos)
            throws GaiException, ErrnoException, InterruptedException {
        try {
            return ResolverThreads.await(future, timeoutNanos);
        } catch (TimeoutException e) {
            String name = call.substring(0, call.indexOf('('));
            throw new ErrnoException(name, Constants.ETIMEDOUT, call + " had no answer in " + timeoutNanos + " ns");
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

    /** A call that fills memory. It returns the size of its result in bytes, also if the memory was too small. */
    @FunctionalInterface
    interface Filling {
        int into(Scratch scratch, int room);
    }

    /** Reads a result from memory. */
    @FunctionalInterface
    interface Reading<T, E extends Exception> {
        T from(ByteBuffer memory, int length) throws E;
    }

    /**
     * Makes a call again with more memory until its result fits.
     *
     * @param before bytes before the result, for the arguments
     * @param failure makes the exception for an error number
     */
    static <T, E extends Exception> T roomy(int before, Filling call, IntFunction<E> failure, Reading<T, E> reader)
            throws E {
        for (int size = 64 * 1024; ; ) { // some 400 results of getaddrinfo(3)
            Scratch scratch = Scratch.take(size);
            try {
                int room = scratch.buffer().capacity() - before;
                int needed = call.into(scratch, room);
                if (needed < 0) {
                    throw failure.apply(-needed);
                }
                if (needed <= room) {
                    return reader.from(scratch.buffer(), needed);
                }
                size = needed + before;
            } finally {
                scratch.give();
            }
        }
    }

    /**
     * Whether a service is a number that is not a port. C libraries read it by strtoul(3), which accepts white space and a sign first.
     * Some drop the bits above 16: 65536 would be port 0.
     */
    private static boolean isBeyondPorts(String service) {
        Matcher m = NUMBER.matcher(service);
        return m.matches()
                && new BigInteger(m.group(2))
                                .compareTo(BigInteger.valueOf(m.group(1).equals("-") ? 0 : PORT_MAX))
                        > 0;
    }

    static AddrInfo[] getaddrinfo(@Nullable String node, @Nullable String service, @Nullable AddrInfo hints)
            throws GaiException {
        if (service != null && isBeyondPorts(service)) {
            throw new GaiException(
                    describe(node, service), Constants.EAI_SERVICE, 0, "a port is a number in 0.." + PORT_MAX);
        }
        // libc tries literals first. With this flag it does not ask a name server if the scope is unknown.
        boolean literal = node != null && isLiteral(node);
        AddrInfo asked = literal ? numeric(hints) : hints;
        boolean added = literal && (hints == null || (hints.flags() & Constants.AI_NUMERICHOST) == 0);
        return roomy(
                RESULT,
                (scratch, room) -> call(node, service, asked, scratch, room),
                errno -> new GaiException(describe(node, service), Constants.EAI_SYSTEM, errno, null),
                (b, length) -> list(describe(node, service), b, added ? Constants.AI_NUMERICHOST : 0));
    }

    private static AddrInfo numeric(@Nullable AddrInfo hints) {
        AddrInfo h = hints != null ? hints : AddrInfo.hints(defaultFlags(), Constants.AF_UNSPEC, 0, 0);
        return AddrInfo.hints(h.flags() | Constants.AI_NUMERICHOST, h.family(), h.type(), h.protocol());
    }

    /** The flags of a call without hints: these for glibc, none for others. See getaddrinfo(3). */
    private static int defaultFlags() {
        return SockaddrLayout.HAS_LENGTH ? 0 : Constants.AI_V4MAPPED | Constants.AI_ADDRCONFIG;
    }

    private static int call(
            @Nullable String node, @Nullable String service, @Nullable AddrInfo hints, Scratch scratch, int room) {
        long nodeAt = put("getaddrinfo", "node", node, NODE_MAX, scratch, GaiHints.SIZE);
        long serviceAt = put("getaddrinfo", "service", service, NAME_MAX, scratch, SERVICE);
        long hintsAt = 0;
        if (hints != null) {
            ByteBuffer h = scratch.buffer();
            h.putInt(GaiHints.FLAGS, hints.flags()).putInt(GaiHints.FAMILY, hints.family());
            h.putInt(GaiHints.SOCKTYPE, hints.type()).putInt(GaiHints.PROTOCOL, hints.protocol());
            hintsAt = scratch.address();
        }
        return B.getaddrinfo(nodeAt, serviceAt, hintsAt, scratch.address() + RESULT, room);
    }

    static String describe(@Nullable String node, @Nullable String service) {
        return "getaddrinfo(" + quote(node) + ", " + quote(service) + ")";
    }

    static String describe(Sockaddr a) {
        return "getnameinfo(" + a + ")";
    }

    private static String quote(@Nullable String s) {
        return s == null ? "null" : Printable.quote(s);
    }

    private static void checkError(String call, ByteBuffer b, int at) throws GaiException {
        int error = b.getInt(at + AddrinfoList.ERROR);
        if (error != 0) {
            throw new GaiException(call, error, b.getInt(at + AddrinfoList.ERRNUM), null);
        }
    }

    private static AddrInfo[] list(String call, ByteBuffer b, int hiddenFlags) throws GaiException {
        checkError(call, b, RESULT);
        AddrInfo[] list = new AddrInfo[b.getInt(RESULT + AddrinfoList.COUNT)];
        for (int i = 0; i < list.length; i++) {
            int at = RESULT + AddrinfoList.ITEMS + i * Addrinfo.SIZE;
            int nameLength = b.getInt(at + Addrinfo.CANON_LENGTH);
            list[i] = new AddrInfo(
                    b.getInt(at + Addrinfo.FLAGS) & ~hiddenFlags,
                    b.getInt(at + Addrinfo.FAMILY),
                    b.getInt(at + Addrinfo.SOCKTYPE),
                    b.getInt(at + Addrinfo.PROTOCOL),
                    Sockaddr.copyOfSlot(b, at + Addrinfo.ADDR),
                    nameLength < 0 ? null : text(b, RESULT + b.getInt(at + Addrinfo.CANON_AT), nameLength));
        }
        return list;
    }

    static NameInfo getnameinfo(Sockaddr a, int flags) throws GaiException {
        Scratch scratch = Scratch.take(SockaddrLayout.CAPACITY + Nameinfo.SIZE);
        try {
            ByteBuffer b = scratch.buffer();
            int at = SockaddrLayout.CAPACITY;
            b.put(0, a.packed(), 0, a.length());
            B.getnameinfo(scratch.address(), a.length(), flags, scratch.address() + at);
            checkError(describe(a), b, at);
            return new NameInfo(
                    text(b, at + Nameinfo.HOST, b.getInt(at + Nameinfo.HOST_LENGTH)),
                    text(b, at + Nameinfo.SERVICE, b.getInt(at + Nameinfo.SERVICE_LENGTH)));
        } finally {
            scratch.give();
        }
    }

    static HostEntry gethostbyname(String name, int family) throws GaiException {
        byte[] checked = encode("gethostbyname", "name", name, NODE_MAX);
        return host("gethostbyname(" + quote(name) + ")", (scratch, room) -> {
            scratch.buffer().put(0, checked).put(checked.length, (byte) 0);
            return B.gethostbyname(scratch.address(), family, room, scratch.address() + RESULT);
        });
    }

    static HostEntry gethostbyaddr(Sockaddr a) throws GaiException {
        byte[] address = a.addressBytes();
        return host("gethostbyaddr(" + a + ")", (scratch, room) -> {
            scratch.buffer().put(0, address);
            return B.gethostbyaddr(scratch.address(), address.length, a.family(), room, scratch.address() + RESULT);
        });
    }

    private static HostEntry host(String call, Filling function) throws GaiException {
        return roomy(
                RESULT,
                function,
                errno -> new GaiException(call, Constants.EAI_SYSTEM, errno, null),
                (b, length) -> entry(call, b, length));
    }

    private static HostEntry entry(String call, ByteBuffer b, int size) throws GaiException {
        checkError(call, b, RESULT);
        int family = b.getInt(RESULT + Header.HostEntry.FAMILY);
        byte[] address = new byte[b.getInt(RESULT + Header.HostEntry.ADDRESS_LENGTH)];
        List<Sockaddr> addresses = new ArrayList<>();
        int at = RESULT + Header.HostEntry.SIZE;
        for (int i = b.getInt(RESULT + Header.HostEntry.ADDRESSES); i > 0; i--, at += address.length) {
            b.get(at, address);
            addresses.add(family == Constants.AF_INET ? Sockaddr.inet(address, 0) : Sockaddr.inet6(address, 0, 0, 0));
        }
        String[] names = text(b, at, RESULT + size - at).split("\0", -1); // with an empty one at the end
        return new HostEntry(names[0], List.of(names).subList(1, b.getInt(RESULT + Header.HostEntry.NAMES)), addresses);
    }

    static String text(ByteBuffer b, int at, int length) {
        byte[] bytes = new byte[length];
        b.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
