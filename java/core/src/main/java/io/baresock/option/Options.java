package io.baresock.option;

import io.baresock.OptionInfo;
import io.baresock.SocketOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The layouts of option values: the factories that the tables are written with. */
final class Options {

    /** {@code struct timeval} of 64-bit systems. */
    private static final int TIMEVAL = 16;

    private static final int NANOS_PER_MICRO = 1000;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private Options() {}

    /** An option whose layout is two functions. */
    private static final class Of<T> extends SocketOption<T> {
        private final BiConsumer<T, ByteBuffer> encoder;
        private final Function<ByteBuffer, T> decoder;

        Of(
                String label,
                int level,
                int name,
                Class<T> type,
                int size,
                OptionInfo info,
                BiConsumer<T, ByteBuffer> encoder,
                Function<ByteBuffer, T> decoder) {
            super(label, level, name, type, size, info);
            this.encoder = encoder;
            this.decoder = decoder;
        }

        @Override
        protected void encode(T value, ByteBuffer out) {
            encoder.accept(value, out);
        }

        @Override
        protected T decode(ByteBuffer in) {
            return decoder.apply(in);
        }
    }

    /** A struct of a fixed size with a record of its own. */
    static <T> SocketOption<T> struct(
            String label,
            int level,
            int name,
            OptionInfo info,
            Class<T> type,
            int size,
            BiConsumer<T, ByteBuffer> encoder,
            Function<ByteBuffer, T> decoder) {
        return new Of<>(label, level, name, type, size, info, encoder, decoder);
    }

    /** A struct that can only be set. */
    static <T> SocketOption<T> setOnly(
            String label,
            int level,
            int name,
            OptionInfo info,
            Class<T> type,
            int size,
            BiConsumer<T, ByteBuffer> encoder) {
        return struct(label, level, name, info.setOnly(), type, size, encoder, in -> {
            throw new IllegalStateException(label + " cannot be read");
        });
    }

    /** A struct that can only be read. */
    static <T> SocketOption<T> getOnly(
            String label,
            int level,
            int name,
            OptionInfo info,
            Class<T> type,
            int size,
            Function<ByteBuffer, T> decoder) {
        return struct(
                label,
                level,
                name,
                info.getOnly(),
                type,
                size,
                (value, out) -> {
                    throw new IllegalStateException(label + " cannot be set");
                },
                decoder);
    }

    static SocketOption<Boolean> ofBoolean(String label, int level, int name, OptionInfo info) {
        return SocketOption.ofBoolean(label, level, name, info);
    }

    static SocketOption<Integer> ofInt(String label, int level, int name, OptionInfo info) {
        return SocketOption.ofInt(label, level, name, info);
    }

    /** A time that is refused if it is negative, where the kernel would take it for another one. */
    static SocketOption<Integer> ofTime(String label, int level, int name, OptionInfo info) {
        return struct(
                label,
                level,
                name,
                info,
                Integer.class,
                Integer.BYTES,
                (value, out) -> {
                    if (value < 0) {
                        throw new IllegalArgumentException(
                                "setsockopt: " + label + " = " + value + ' ' + info.unit() + " is negative");
                    }
                    out.putInt(value);
                },
                in -> in.getInt());
    }

    /** An {@code int} in network byte order, as IP_UNICAST_IF is for reasons of its own. */
    static SocketOption<Integer> ofNetworkOrderInt(String label, int level, int name, OptionInfo info) {
        return struct(
                label,
                level,
                name,
                info,
                Integer.class,
                Integer.BYTES,
                (value, out) -> out.order(ByteOrder.BIG_ENDIAN).putInt(value).order(ByteOrder.nativeOrder()),
                in -> in.order(ByteOrder.BIG_ENDIAN).getInt());
    }

    /** 64 bits; an unsigned number beyond 2^63 reads as a negative one. A kernel that answers with 32 bits is understood. */
    static SocketOption<Long> ofLong(String label, int level, int name, OptionInfo info) {
        return struct(
                label,
                level,
                name,
                info,
                Long.class,
                Long.BYTES,
                (value, out) -> out.putLong(value),
                in -> in.remaining() >= Long.BYTES ? in.getLong() : Integer.toUnsignedLong(in.getInt()));
    }

    /** {@code struct timeval}. A time between two microseconds becomes the longer one: 0 is no limit at all. */
    static SocketOption<Duration> ofDuration(String label, int level, int name, OptionInfo info) {
        return struct(
                label,
                level,
                name,
                info,
                Duration.class,
                TIMEVAL,
                (value, out) -> putTimeval(label, value, out),
                // tv_usec has 32 bits on macOS
                in -> Duration.ofSeconds(in.getLong(), (long) in.getInt() * NANOS_PER_MICRO));
    }

    private static void putTimeval(String label, Duration value, ByteBuffer out) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("setsockopt: " + label + " = " + value
                    + " is negative; give Duration.ZERO for no limit, or a time of at least a microsecond");
        }
        long seconds = value.getSeconds();
        int micros = (value.getNano() + NANOS_PER_MICRO - 1) / NANOS_PER_MICRO;
        if (micros == MICROS_PER_SECOND) {
            // Beyond the largest number of seconds there is nothing; the kernel takes it for "for ever".
            micros = seconds == Long.MAX_VALUE ? MICROS_PER_SECOND - 1 : 0;
            seconds = seconds == Long.MAX_VALUE ? seconds : seconds + 1;
        }
        out.putLong(seconds).putLong(micros);
    }

    /** A name of at most {@code size} bytes, with or without a NUL behind it. */
    static SocketOption<String> ofString(String label, int level, int name, OptionInfo info, int size) {
        return struct(
                label,
                level,
                name,
                info,
                String.class,
                size,
                (value, out) -> put(label, value.getBytes(StandardCharsets.UTF_8), size, out),
                Options::text);
    }

    /** Bytes as they are, at most {@code size}. */
    static SocketOption<byte[]> ofBytes(String label, int level, int name, OptionInfo info, int size) {
        return struct(
                label,
                level,
                name,
                info,
                byte[].class,
                size,
                (value, out) -> put(label, value, size, out),
                Options::bytes);
    }

    /** Up to {@code count} ints. */
    static SocketOption<int[]> ofInts(String label, int level, int name, OptionInfo info, int count) {
        return struct(
                label,
                level,
                name,
                info,
                int[].class,
                count * Integer.BYTES,
                (value, out) -> {
                    room(label, value.length * Integer.BYTES, count * Integer.BYTES);
                    for (int i : value) {
                        out.putInt(i);
                    }
                },
                in -> {
                    int[] ints = new int[in.remaining() / Integer.BYTES];
                    in.asIntBuffer().get(ints);
                    return ints;
                });
    }

    private static void put(String label, byte[] value, int size, ByteBuffer out) {
        room(label, value.length, size);
        out.put(value);
    }

    private static void room(String label, int length, int size) {
        if (length > size) {
            throw new IllegalArgumentException(
                    "setsockopt: a value of " + length + " bytes for " + label + ", which takes at most " + size);
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = bytes(in);
        int n = 0;
        while (n < bytes.length && bytes[n] != 0) {
            n++;
        }
        return new String(bytes, 0, n, StandardCharsets.UTF_8);
    }
}
