package io.baresock;

import io.baresock.internal.Buffers;
import io.baresock.internal.Library;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import org.jspecify.annotations.Nullable;

/** This host's name, its interfaces, and the tables /etc/services and /etc/protocols. Names pass through scratch memory. */
final class Netdb {

    private static final int PROTOCOL = 512; // in scratch memory: the second argument
    private static final int TEXT = 1024; // the result
    private static final int TEXT_MAX = 4096;
    private static final int SIZE = TEXT + TEXT_MAX;

    private static final Backend B = Library.backend();

    private Netdb() {}

    /** A call with a name at an address: an argument of {@code length} bytes, or room for a result of that many. */
    @FunctionalInterface
    interface Call {
        int make(long address, int length);
    }

    /** The number that a call finds for a name, or {@code -errno}. */
    static int number(String call, String name, Call lookup) {
        byte[] bytes = Resolution.encode(call, "name", Buffers.present(call, name), Resolution.NAME_MAX);
        Scratch s = Scratch.take(SIZE);
        try {
            s.buffer().put(0, bytes).put(bytes.length, (byte) 0);
            return lookup.make(s.address(), bytes.length);
        } finally {
            s.give();
        }
    }

    /** The name that a call finds; null if it finds none. */
    static @Nullable String nameOrNull(Call lookup) {
        Scratch s = Scratch.take(SIZE);
        try {
            return text(lookup.make(s.address() + TEXT, TEXT_MAX), s);
        } finally {
            s.give();
        }
    }

    static String name(String call, String detail, Call lookup) throws ErrnoException {
        Scratch s = Scratch.take(SIZE);
        try {
            int length = lookup.make(s.address() + TEXT, TEXT_MAX);
            String text = text(length, s);
            if (text == null) {
                throw new ErrnoException(call, -length, detail);
            }
            return text;
        } finally {
            s.give();
        }
    }

    private static @Nullable String text(int length, Scratch s) {
        return length < 0 ? null : Resolution.text(s.buffer(), TEXT, Math.min(length, TEXT_MAX));
    }

    static int getservbyname(String name, @Nullable String protocol) {
        Buffers.present("getservbyname", name);
        Scratch s = Scratch.take(SIZE);
        try {
            long n = Resolution.put("getservbyname", "name", name, Resolution.NAME_MAX, s, 0);
            return B.getservbyname(n, protocol("getservbyname", protocol, s));
        } finally {
            s.give();
        }
    }

    static @Nullable String getservbyport(int port, @Nullable String protocol) {
        Scratch s = Scratch.take(SIZE);
        try {
            long p = protocol("getservbyport", protocol, s);
            return text(B.getservbyport(port, p, s.address() + TEXT, TEXT_MAX), s);
        } finally {
            s.give();
        }
    }

    private static long protocol(String call, @Nullable String protocol, Scratch s) {
        return Resolution.put(call, "protocol", protocol, Resolution.NAME_MAX, s, PROTOCOL);
    }

    static NetIf[] interfaces() throws ErrnoException {
        return Resolution.roomy(
                0,
                (s, room) -> B.ifNameindex(s.address(), room),
                errno -> new ErrnoException("if_nameindex", errno),
                (b, length) ->
                        Resolution.text(b, 0, length).lines().map(Netdb::netIf).toArray(NetIf[]::new));
    }

    private static NetIf netIf(String line) {
        int space = line.indexOf(' ');
        return new NetIf(Integer.parseUnsignedInt(line, 0, space, 10), line.substring(space + 1));
    }
}
