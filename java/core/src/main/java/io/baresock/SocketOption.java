package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Buffers;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One socket option with its Java type: its level, its name, and the layout of its value. Package {@code io.baresock.option} has the
 * known options; {@link #ofInt} and {@link #ofBoolean} make others. Immutable and thread-safe.
 *
 * @param <T> the value's type
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public abstract class SocketOption<T> {

    /** The largest value that can be set, in bytes, if it is larger than {@link #size}. */
    private static final int ENCODE_ROOM = 8 * 1024;

    private final String label;
    private final int level;
    private final int name;
    private final Class<T> type;
    private final int size;
    private final OptionInfo info;
    private volatile @Nullable String reason; // found out once; if two threads race, twice, which is harmless

    /**
     * For subclasses with a layout of their own.
     *
     * @param label the C name, for messages
     * @param level the level, such as {@code SOL_SOCKET}
     * @param name the option's number at that level
     * @param type the value's class
     * @param size how many bytes to offer the kernel when getting
     */
    protected SocketOption(String label, int level, int name, Class<T> type, int size) {
        this(label, level, name, type, size, OptionInfo.EVERYWHERE);
    }

    /**
     * For subclasses with a layout of their own, and what is known about the option.
     *
     * @param label the C name, for messages
     * @param level the level, such as {@code SOL_SOCKET}
     * @param name the option's number at that level
     * @param type the value's class
     * @param size how many bytes to offer the kernel when getting
     * @param info direction, unit, systems
     */
    protected SocketOption(String label, int level, int name, Class<T> type, int size, OptionInfo info) {
        this.label = Buffers.present("SocketOption", label);
        this.level = level;
        this.name = name;
        this.type = Buffers.present("SocketOption", type);
        if (size <= 0) {
            throw new IllegalArgumentException("option " + label + ": size " + size + " is not positive");
        }
        this.size = size;
        this.info = Buffers.present("SocketOption", info);
    }

    /**
     * {@return an {@code int} option}
     *
     * @param label the C name, for messages
     * @param level the level
     * @param name the option's number
     */
    public static SocketOption<Integer> ofInt(String label, int level, int name) {
        return ofInt(label, level, name, OptionInfo.EVERYWHERE);
    }

    /**
     * {@return an {@code int} option, with what is known about it}
     *
     * @param label the C name, for messages
     * @param level the level
     * @param name the option's number
     * @param info direction, unit, systems
     */
    public static SocketOption<Integer> ofInt(String label, int level, int name, OptionInfo info) {
        return new IntOption(label, level, name, info);
    }

    /**
     * {@return an option that is off at 0 and on at anything else}
     *
     * @param label the C name, for messages
     * @param level the level
     * @param name the option's number
     */
    public static SocketOption<Boolean> ofBoolean(String label, int level, int name) {
        return ofBoolean(label, level, name, OptionInfo.EVERYWHERE);
    }

    /**
     * {@return an option that is off at 0 and on at anything else, with what is known about it}
     *
     * @param label the C name, for messages
     * @param level the level
     * @param name the option's number
     * @param info direction, unit, systems
     */
    public static SocketOption<Boolean> ofBoolean(String label, int level, int name, OptionInfo info) {
        return new BooleanOption(label, level, name, info);
    }

    /**
     * Writes a value at the buffer's position.
     *
     * @param value the value
     * @param out native byte order; at least {@link #size()} bytes, more for a larger value if {@code size()} says so. Only this call has
     *     that memory
     */
    protected abstract void encode(T value, ByteBuffer out);

    /**
     * Reads what the kernel wrote.
     *
     * @param in native byte order; holds as many bytes as the kernel wrote. Only this call has that memory
     * @return the value
     */
    protected abstract T decode(ByteBuffer in);

    /** {@return the C name, such as {@code SO_RCVBUF}} */
    public final String label() {
        return label;
    }

    /** {@return the level, such as {@code SOL_SOCKET}} */
    public final int level() {
        return level;
    }

    /** {@return the option's number at its level} */
    public final int name() {
        return name;
    }

    /** {@return the value's class} */
    public final Class<T> type() {
        return type;
    }

    /** {@return the room that a value needs, in bytes} */
    public final int size() {
        return size;
    }

    /**
     * What is known about it: direction, unit, systems.
     *
     * @return the description; {@link OptionInfo#EVERYWHERE} for one made by hand without
     */
    public final OptionInfo info() {
        return info;
    }

    /**
     * Whether the option works here: the OS has the name, the kernel has the option, and the process has the rights. It is tried once, on
     * a socket of {@link OptionInfo#kind} that is closed again. {@link #reason} says why it does not work.
     *
     * @return true if it works
     */
    public final boolean isSupported() {
        return reason().isEmpty();
    }

    /**
     * {@return why the option does not work here, such as {@code "this kernel does not have SO_INQ (Linux 6.17): getsockopt says
     * ENOPROTOOPT"}; empty if it works}
     */
    public final String reason() {
        String r = reason;
        if (r == null) {
            r = OptionProbe.reason(this);
            reason = r;
        }
        return r;
    }

    /**
     * Checks the direction of a use.
     *
     * @param call {@code getsockopt} or {@code setsockopt}, for the message
     * @param no the direction that an option must not have for this call
     * @throws UnsupportedOperationException if the system lacks the option, or it cannot be used in this direction
     */
    final void check(String call, OptionInfo.Direction no) {
        Abi.check(name, call); // before the level: a message names the option rather than its level
        Abi.check(level, call);
        if (info.direction() == no) {
            String can = no == OptionInfo.Direction.GET ? "read" : "set";
            throw new UnsupportedOperationException(call + ": " + label + " can only be " + can);
        }
    }

    /** Whether the kernel's value is an {@code int}. It is then passed as a number and not in memory. */
    boolean isInt() {
        return false;
    }

    /**
     * The value in the kernel's form, from the start of the result to its position. The memory is new, because the user's {@code encode}
     * may keep it or change its byte order.
     */
    final ByteBuffer encoded(T value) {
        ByteBuffer out = ByteBuffer.allocate(Math.max(size, ENCODE_ROOM)).order(ByteOrder.nativeOrder());
        ByteBuffer kept = out.duplicate();
        try {
            encode(value, out);
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException(
                    "setsockopt: the value of " + label + " has more than " + out.capacity() + " bytes", e);
        }
        return kept.limit(out.position()).position(out.position());
    }

    /** The value that the kernel wrote. */
    final T decoded(byte[] bytes) {
        try {
            return decode(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
        } catch (BufferUnderflowException e) {
            throw new IllegalStateException(
                    "getsockopt: the kernel's value of " + label + " has " + bytes.length
                            + " bytes, which are too few; getsockopt with a ByteBuffer gives them as they are",
                    e);
        }
    }

    /** The number for a value; only if {@link #isInt}. */
    int toInt(T value) {
        throw new UnsupportedOperationException(label + " is " + value);
    }

    /** The value for a number; only if {@link #isInt}. */
    T ofInt(int value) {
        throw new UnsupportedOperationException(label + " is " + value);
    }

    /** A value as text for a message. Of bytes only the number is printed, because they may be a key. */
    static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        return value instanceof int[] ints ? Arrays.toString(ints) : value.toString();
    }

    @Override
    public final String toString() {
        return label;
    }

    private static final class IntOption extends SocketOption<Integer> {
        IntOption(String label, int level, int name, OptionInfo info) {
            super(label, level, name, Integer.class, Integer.BYTES, info);
        }

        @Override
        protected void encode(Integer value, ByteBuffer out) {
            out.putInt(value);
        }

        @Override
        boolean isInt() {
            return true;
        }

        @Override
        int toInt(Integer value) {
            return value;
        }

        @Override
        Integer ofInt(int value) {
            return value;
        }

        @Override
        protected Integer decode(ByteBuffer in) {
            return in.remaining() >= Integer.BYTES ? in.getInt() : in.get() & 0xff;
        }
    }

    private static final class BooleanOption extends SocketOption<Boolean> {
        BooleanOption(String label, int level, int name, OptionInfo info) {
            super(label, level, name, Boolean.class, Integer.BYTES, info);
        }

        @Override
        protected void encode(Boolean value, ByteBuffer out) {
            out.putInt(value ? 1 : 0);
        }

        @Override
        boolean isInt() {
            return true;
        }

        @Override
        int toInt(Boolean value) {
            return value ? 1 : 0;
        }

        @Override
        Boolean ofInt(int value) {
            return value != 0;
        }

        @Override
        protected Boolean decode(ByteBuffer in) {
            return (in.remaining() >= Integer.BYTES ? in.getInt() : in.get()) != 0;
        }
    }
}
