package io.baresock;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One socket option with its Java type: where it lives (level and name), and how its value is laid out. The tables of
 * package {@code io.baresock.option} hold the known ones; {@link #ofInt} and its siblings make others. Immutable and
 * thread-safe.
 *
 * @param <T> the value's type
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public abstract class SocketOption<T> {

    private final String label;
    private final int level;
    private final int name;
    private final Class<T> type;
    private final int size;

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
        this.label = Objects.requireNonNull(label, "label");
        this.level = level;
        this.name = name;
        this.type = Objects.requireNonNull(type, "type");
        if (size <= 0) {
            throw new IllegalArgumentException("option " + label + ": size " + size + " is not positive");
        }
        this.size = size;
    }

    /**
     * An {@code int} option.
     *
     * @param label the C name, for messages
     * @param level the level
     * @param name the option's number
     * @return the option
     */
    public static SocketOption<Integer> ofInt(String label, int level, int name) {
        return new IntOption(label, level, name);
    }

    /**
     * An option that is off at 0 and on at anything else.
     *
     * @param label the C name, for messages
     * @param level the level
     * @param name the option's number
     * @return the option
     */
    public static SocketOption<Boolean> ofBoolean(String label, int level, int name) {
        return new BooleanOption(label, level, name);
    }

    /**
     * Writes a value at the buffer's position.
     *
     * @param value the value
     * @param out native byte order; at least {@link #size()} bytes, more for a larger value if {@code size()} says so
     */
    protected abstract void encode(T value, ByteBuffer out);

    /**
     * Reads what the kernel wrote.
     *
     * @param in native byte order; holds as many bytes as the kernel wrote
     * @return the value
     */
    protected abstract T decode(ByteBuffer in);

    /**
     * The C name.
     *
     * @return such as {@code SO_RCVBUF}
     */
    public final String label() {
        return label;
    }

    /**
     * The level.
     *
     * @return such as {@code SOL_SOCKET}
     */
    public final int level() {
        return level;
    }

    /**
     * The option's number at its level.
     *
     * @return the number
     */
    public final int name() {
        return name;
    }

    /**
     * The value's class.
     *
     * @return the class
     */
    public final Class<T> type() {
        return type;
    }

    /**
     * The room a value needs.
     *
     * @return bytes
     */
    public final int size() {
        return size;
    }

    @Override
    public final String toString() {
        return label;
    }

    private static final class IntOption extends SocketOption<Integer> {
        IntOption(String label, int level, int name) {
            super(label, level, name, Integer.class, Integer.BYTES);
        }

        @Override
        protected void encode(Integer value, ByteBuffer out) {
            out.putInt(value);
        }

        @Override
        protected Integer decode(ByteBuffer in) {
            return in.remaining() >= Integer.BYTES ? in.getInt() : in.get() & 0xff;
        }
    }

    private static final class BooleanOption extends SocketOption<Boolean> {
        BooleanOption(String label, int level, int name) {
            super(label, level, name, Boolean.class, Integer.BYTES);
        }

        @Override
        protected void encode(Boolean value, ByteBuffer out) {
            out.putInt(value ? 1 : 0);
        }

        @Override
        protected Boolean decode(ByteBuffer in) {
            return (in.remaining() >= Integer.BYTES ? in.getInt() : in.get()) != 0;
        }
    }
}
