package io.baresock.option;

import io.baresock.OptionInfo;
import io.baresock.SocketOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The layouts of option values that have no class of their own. The option tables use them. They are classes and not lambdas, because
 * a table is initialised when an application starts, and classes start faster.
 */
final class OptionLayouts {

    private OptionLayouts() {}

    /** A time. A negative one is refused: the kernel would read it as another time. */
    static final class Time extends SocketOption<Integer> {
        Time(String label, int level, int name, OptionInfo info) {
            super(label, level, name, Integer.class, Integer.BYTES, info);
        }

        @Override
        protected void encode(Integer value, ByteBuffer out) {
            if (value < 0) {
                throw new IllegalArgumentException(
                        "setsockopt: " + label() + " = " + value + ' ' + info().unit() + " is negative");
            }
            out.putInt(value);
        }

        @Override
        protected Integer decode(ByteBuffer in) {
            return in.getInt();
        }
    }

    /** An {@code int} in network byte order: IP_UNICAST_IF. */
    static final class NetworkOrder extends SocketOption<Integer> {
        NetworkOrder(String label, int level, int name, OptionInfo info) {
            super(label, level, name, Integer.class, Integer.BYTES, info);
        }

        @Override
        protected void encode(Integer value, ByteBuffer out) {
            out.order(ByteOrder.BIG_ENDIAN).putInt(value).order(ByteOrder.nativeOrder());
        }

        @Override
        protected Integer decode(ByteBuffer in) {
            return in.order(ByteOrder.BIG_ENDIAN).getInt();
        }
    }

    /** 64 bits. An unsigned number of 2^63 or more reads as a negative one. The kernel may also answer with 32 bits. */
    static final class Number64 extends SocketOption<Long> {
        Number64(String label, int level, int name, OptionInfo info) {
            super(label, level, name, Long.class, Long.BYTES, info);
        }

        @Override
        protected void encode(Long value, ByteBuffer out) {
            out.putLong(value);
        }

        @Override
        protected Long decode(ByteBuffer in) {
            return in.remaining() >= Long.BYTES ? in.getLong() : Integer.toUnsignedLong(in.getInt());
        }
    }

    /** {@code struct timeval}. Rounded up to microseconds, because 0 would mean no limit. */
    static final class Timeval extends SocketOption<Duration> {
        /** That of 64-bit systems. */
        private static final int SIZE = 16;

        private static final int NANOS_PER_MICRO = 1000;
        private static final int MICROS_PER_SECOND = 1_000_000;

        Timeval(String label, int level, int name, OptionInfo info) {
            super(label, level, name, Duration.class, SIZE, info);
        }

        @Override
        protected void encode(Duration value, ByteBuffer out) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("setsockopt: " + label() + " = " + value
                        + " is negative; give Duration.ZERO for no limit, or a time of at least a microsecond");
            }
            long seconds = value.getSeconds();
            int micros = (value.getNano() + NANOS_PER_MICRO - 1) / NANOS_PER_MICRO;
            if (micros == MICROS_PER_SECOND) {
                // No larger number of seconds exists; for the kernel this one means "for ever".
                micros = seconds == Long.MAX_VALUE ? MICROS_PER_SECOND - 1 : 0;
                seconds = seconds == Long.MAX_VALUE ? seconds : seconds + 1;
            }
            out.putLong(seconds).putLong(micros);
        }

        @Override
        protected Duration decode(ByteBuffer in) {
            // tv_usec has 32 bits on macOS
            return Duration.ofSeconds(in.getLong(), (long) in.getInt() * NANOS_PER_MICRO);
        }
    }

    /** A name of at most {@code size} bytes. A NUL may follow it. */
    static final class Text extends SocketOption<String> {
        Text(String label, int level, int name, OptionInfo info, int size) {
            super(label, level, name, String.class, size, info);
        }

        @Override
        protected void encode(String value, ByteBuffer out) {
            put(this, value.getBytes(StandardCharsets.UTF_8), out);
        }

        @Override
        protected String decode(ByteBuffer in) {
            byte[] bytes = bytes(in);
            int n = 0;
            while (n < bytes.length && bytes[n] != 0) {
                n++;
            }
            return new String(bytes, 0, n, StandardCharsets.UTF_8);
        }
    }

    /** At most {@code size} bytes, unchanged. */
    static final class Bytes extends SocketOption<byte[]> {
        Bytes(String label, int level, int name, OptionInfo info, int size) {
            super(label, level, name, byte[].class, size, info);
        }

        @Override
        protected void encode(byte[] value, ByteBuffer out) {
            put(this, value, out);
        }

        @Override
        protected byte[] decode(ByteBuffer in) {
            return bytes(in);
        }
    }

    static final class Ints extends SocketOption<int[]> {
        Ints(String label, int level, int name, OptionInfo info, int count) {
            super(label, level, name, int[].class, count * Integer.BYTES, info);
        }

        @Override
        protected void encode(int[] value, ByteBuffer out) {
            room(this, value.length * Integer.BYTES);
            for (int i : value) {
                out.putInt(i);
            }
        }

        @Override
        protected int[] decode(ByteBuffer in) {
            int[] ints = new int[in.remaining() / Integer.BYTES];
            in.asIntBuffer().get(ints);
            return ints;
        }
    }

    private static void put(SocketOption<?> option, byte[] value, ByteBuffer out) {
        room(option, value.length);
        out.put(value);
    }

    private static void room(SocketOption<?> option, int length) {
        if (length > option.size()) {
            throw new IllegalArgumentException("setsockopt: a value of " + length + " bytes for " + option.label()
                    + ", which takes at most " + option.size());
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }
}
