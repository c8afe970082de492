package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Scratch;
import java.nio.ByteBuffer;

/** Socket options: part of {@link Bsd}. */
abstract sealed class BsdOptions extends BsdSockets permits BsdData {

    BsdOptions() {}

    private static void check(String call, int level, int name) {
        Abi.check(level, call);
        Abi.check(name, call);
    }

    /**
     * getsockopt(2) into the buffer at its position, which moves by what the kernel wrote. Nothing is written beyond the buffer,
     * also where the option obeys a count instead of the length: the length of {@code SO_GET_FILTER} is in instructions of 8 bytes,
     * here and in the result; {@code gf_numsrc} of {@code MCAST_MSFILTER} and {@code imsf_numsrc} of {@code IP_MSFILTER} are lowered
     * to what there is room for. What no such rule is known of fails with {@code -EFAULT} if it would write more.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_LINGER}
     * @param value direct or heap; the bytes are in native order
     * @return how many bytes the value has (of {@code SO_GET_FILTER}: instructions), or {@code -errno}
     */
    public static int getsockopt(int fd, int level, int name, ByteBuffer value) {
        check("getsockopt", level, name);
        int position =
                Buffers.writable("getsockopt", value).position(); // each read once: another thread may be moving them
        int room = Math.max(value.limit() - position, 0);
        Scratch scratch = Scratch.take(room);
        try {
            // What the option already holds may be an argument (TCP_ZEROCOPY_RECEIVE, IP_MSFILTER).
            scratch.buffer().put(0, value, position, room);
            int n = B.getsockoptBounded(fd, level, name, scratch.address(), room);
            if (n > 0) {
                int stored = OptionLength.bytes(level, name, n, room);
                value.put(position, scratch.buffer(), 0, stored);
                Buffers.moved(value, position + stored);
            }
            return n;
        } finally {
            scratch.give();
        }
    }

    /**
     * setsockopt(2) from what remains in the buffer, whose position moves to its limit on success.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_LINGER}
     * @param value direct or heap; the bytes in native order
     * @return 0, or {@code -errno}
     */
    public static int setsockopt(int fd, int level, int name, ByteBuffer value) {
        check("setsockopt", level, name);
        int position = Buffers.present("setsockopt", value).position();
        int length = Math.max(value.limit() - position, 0);
        Scratch scratch = Scratch.take(length);
        try {
            scratch.buffer().put(0, value, position, length);
            int r = B.setsockopt(fd, level, name, scratch.address(), length);
            if (r >= 0) {
                Buffers.moved(value, position + length);
            }
            return r;
        } finally {
            scratch.give();
        }
    }

    /**
     * getsockopt(2) of an {@code int}.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @param value receives it in its first element
     * @return 0, or {@code -errno}
     */
    public static int getsockopt(int fd, int level, int name, int[] value) {
        check("getsockopt", level, name);
        if (Buffers.present("getsockopt", value).length < 1) {
            throw new IllegalArgumentException("getsockopt: the array for the value is empty");
        }
        long v = B.getsockoptInt(fd, level, name);
        if (v < 0) {
            return (int) v;
        }
        value[0] = (int) v;
        return 0;
    }

    /**
     * setsockopt(2) of an {@code int}.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @param value the value
     * @return 0, or {@code -errno}
     */
    public static int setsockopt(int fd, int level, int name, int value) {
        check("setsockopt", level, name);
        return B.setsockoptInt(fd, level, name, value);
    }

    /**
     * getsockopt(2) into native memory. Nothing is checked or copied, as in C: an option that obeys a count instead of the length
     * ({@code SO_GET_FILTER}, {@code MCAST_MSFILTER}, {@code IP_MSFILTER}, {@code TCP_AO_GET_KEYS}) writes behind the memory if
     * there is less of it than the count says.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_MEMINFO}
     * @param address of the memory; what it holds is passed on, since some options take an argument there
     * @param length its size in bytes
     * @return how many bytes the value has, or {@code -errno}
     */
    public static int getsockopt(int fd, int level, int name, long address, int length) {
        check("getsockopt", level, name);
        Buffers.range("getsockopt", address, length);
        return B.getsockopt(fd, level, name, address, length);
    }

    /**
     * setsockopt(2) from native memory.
     *
     * @param fd the socket
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_ATTACH_FILTER}
     * @param address of the value; 0 for an option whose value is the length alone ({@code ALG_SET_AEAD_AUTHSIZE})
     * @param length its size in bytes
     * @return 0, or {@code -errno}
     */
    public static int setsockopt(int fd, int level, int name, long address, int length) {
        check("setsockopt", level, name);
        Buffers.rangeOrNull("setsockopt", address, length);
        return B.setsockopt(fd, level, name, address, length);
    }
}
