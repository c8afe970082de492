package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Buffers;
import io.baresock.internal.Library;
import io.baresock.internal.OwnedFds;
import io.baresock.internal.Scratch;
import io.baresock.internal.backend.Backend;
import io.baresock.internal.call.IoctlSizes;
import io.baresock.internal.call.OptionLength;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Calls with a struct in a buffer: getsockopt(2), setsockopt(2), ioctl(2). The kernel works on a copy. Position and limit are read
 * once, because another thread may be moving them.
 */
final class Structs {

    private static final Backend B = Library.backend();

    private Structs() {}

    static int getsockopt(int fd, int level, int name, ByteBuffer value) {
        int position = Buffers.writable("getsockopt", value).position();
        int room = Math.max(value.limit() - position, 0);
        Scratch scratch = Scratch.take(room);
        try {
            // What the option already holds may be an argument (TCP_ZEROCOPY_RECEIVE, IP_MSFILTER).
            Buffers.copy(value, position, scratch.buffer(), 0, room);
            int n = B.getsockoptBounded(fd, level, name, scratch.address(), room);
            if (n > 0) {
                int stored = OptionLength.bytes(level, name, n, room);
                Buffers.copy(scratch.buffer(), 0, value, position, stored);
                Buffers.moved(value, position + stored);
            }
            return n;
        } finally {
            scratch.give();
        }
    }

    static int setsockopt(int fd, int level, int name, ByteBuffer value) {
        int position = Buffers.present("setsockopt", value).position();
        int length = Math.max(value.limit() - position, 0);
        Scratch scratch = Scratch.take(length);
        try {
            Buffers.copy(value, position, scratch.buffer(), 0, length);
            int r = B.setsockopt(fd, level, name, scratch.address(), length);
            if (r >= 0) {
                Buffers.moved(value, position + length);
            }
            return r;
        } finally {
            scratch.give();
        }
    }

    static int ioctl(int fd, long request, @Nullable ByteBuffer argOrNull) {
        int number = IoctlSizes.number(request);
        if (argOrNull == null) {
            IoctlSizes.check(number, 0);
            return ioctl(fd, request, 0);
        }
        int position = Buffers.writable("ioctl", argOrNull).position();
        int room = Math.max(argOrNull.limit() - position, 0);
        IoctlSizes.check(number, room);
        Scratch scratch = Scratch.take(room);
        try {
            Buffers.copy(argOrNull, position, scratch.buffer(), 0, room);
            int r = B.ioctlBounded(fd, Integer.toUnsignedLong(number), scratch.address(), room);
            if (r >= 0) {
                Buffers.copy(scratch.buffer(), 0, argOrNull, position, room);
            }
            return opened(number, r);
        } finally {
            scratch.give();
        }
    }

    static int ioctl(int fd, long request, long arg) {
        int number = IoctlSizes.number(request);
        return opened(number, B.ioctl(fd, Integer.toUnsignedLong(number), arg));
    }

    /** SIOCGSKNS returns a descriptor, of the socket's network namespace. */
    private static int opened(int request, int result) {
        return request == Constants.SIOCGSKNS ? OwnedFds.opened(result) : result;
    }
}
