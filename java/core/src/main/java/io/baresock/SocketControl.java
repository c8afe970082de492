package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.FdGuard;
import io.baresock.internal.Scratch;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Mode, readiness and options: the part of {@link Socket} that sets it up. */
abstract sealed class SocketControl extends SocketBatches permits SocketTransfer {

    /** For {@link #poll}: there is something to read, or an end or an error to learn of. */
    public static final int READABLE = 1;

    /** For {@link #poll}: a send would not block, or there is an error to learn of. */
    public static final int WRITABLE = 2;

    /** For {@link #poll}: an exceptional condition, which on TCP is out-of-band data. */
    public static final int PRIORITY = 4;

    SocketControl() {}

    // ---- mode and readiness ----

    /**
     * Sets the mode ({@code O_NONBLOCK}, which all descriptors of the same open file share).
     *
     * @param on whether calls without a timeout return {@link #WOULD_BLOCK} rather than wait
     * @return this
     * @throws ErrnoException as in fcntl(2)
     */
    public final Socket setNonblocking(boolean on) throws ErrnoException {
        FdGuard g = pin("fcntl");
        try {
            done(g, "fcntl", B.setNonblocking(g.fd(), on ? 1 : 0), null);
            nonblocking(on);
        } finally {
            g.unpin();
        }
        return self();
    }

    /**
     * Waits until the socket is ready, as Parrot's {@code poll} does: select(2)'s meaning on one descriptor of any number.
     * An error or a hang-up makes it both readable and writable.
     *
     * @param which {@link #READABLE}, {@link #WRITABLE} and {@link #PRIORITY}, or-ed
     * @param sec seconds to wait; negative waits for ever
     * @param usec <em>micro</em>seconds on top; a million and more carries over into seconds
     * @return the ones of {@code which} that are ready; 0 if the time passed
     * @throws ErrnoException as in poll(2)
     */
    public final int poll(int which, long sec, long usec) throws ErrnoException {
        if ((which & ~7) != 0) {
            throw new IllegalArgumentException("poll: which = " + which + " is not made of 1 (read), 2 (write), 4");
        }
        if (sec >= 0 && usec < 0) {
            throw new IllegalArgumentException("poll: usec = " + usec + " is negative");
        }
        long timeout = sec < 0 ? -1 : Describe.nanos(sec, usec);
        int events = ((which & READABLE) != 0 ? Bsd.POLLIN : 0)
                | ((which & WRITABLE) != 0 ? Bsd.POLLOUT : 0)
                | ((which & PRIORITY) != 0 ? Bsd.POLLPRI : 0);
        int r = Waiting.poll(guard(), events, which, timeout);
        Reference.reachabilityFence(this);
        int broken = (r & (Bsd.POLLERR | Bsd.POLLHUP)) != 0 ? READABLE | WRITABLE : 0;
        int ready = ((r & Bsd.POLLIN) != 0 ? READABLE : 0)
                | ((r & Bsd.POLLOUT) != 0 ? WRITABLE : 0)
                | ((r & Bsd.POLLPRI) != 0 ? PRIORITY : 0);
        return (ready | broken) & which;
    }

    // ---- options ----

    /**
     * Gets an option.
     *
     * @param <T> its type
     * @param option one of the tables in {@code io.baresock.option}, or one made by hand
     * @return its value
     * @throws ErrnoException as in getsockopt(2); names the option
     * @throws UnsupportedOperationException if this OS lacks the option, or it can only be set
     * @see <a href="https://man7.org/linux/man-pages/man2/getsockopt.2.html">getsockopt(2)</a>
     */
    public final <T> T getOption(SocketOption<T> option) throws ErrnoException {
        Buffers.present("getsockopt", option).check("getsockopt", OptionInfo.Direction.SET);
        return option.isInt() ? option.ofInt(getInt(option)) : getValue(option);
    }

    private int getInt(SocketOption<?> option) throws ErrnoException {
        FdGuard g = pin("getsockopt");
        try {
            long value = B.getsockoptInt(g.fd(), option.level(), option.name());
            if (value < 0) {
                throw new ErrnoException("getsockopt", (int) -value, option.label());
            }
            return (int) value;
        } finally {
            g.unpin();
        }
    }

    private <T> T getValue(SocketOption<T> option) throws ErrnoException {
        Scratch scratch = Scratch.take(option.size());
        FdGuard g = null;
        try {
            for (int i = 0; i < option.size(); i++) {
                scratch.buffer().put(i, (byte) 0); // some options read an argument there: PACKET_HDRLEN, IP_MSFILTER
            }
            g = pin("getsockopt");
            int n = B.getsockoptBounded(g.fd(), option.level(), option.name(), scratch.address(), option.size());
            if (n < 0) {
                throw new ErrnoException("getsockopt", -n, option.label());
            }
            // decode may be anybody's, and keep what it is given
            byte[] value = new byte[OptionLength.bytes(option.level(), option.name(), n, option.size())];
            scratch.buffer().get(0, value);
            return option.decode(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()));
        } finally {
            if (g != null) {
                g.unpin();
            }
            scratch.give();
        }
    }

    /**
     * Sets an option.
     *
     * @param <T> its type
     * @param option one of the tables in {@code io.baresock.option}, or one made by hand
     * @param value the value; the kernel may change it (SO_RCVBUF is doubled on Linux)
     * @return this
     * @throws ErrnoException as in setsockopt(2); names the option and the value
     * @throws UnsupportedOperationException if this OS lacks the option, or it can only be read
     */
    public final <T> Socket setOption(SocketOption<T> option, T value) throws ErrnoException {
        Buffers.present("setsockopt", option).check("setsockopt", OptionInfo.Direction.GET);
        Buffers.present("setsockopt", value);
        if (option.isInt()) {
            return setInt(option, option.toInt(value), value);
        }
        ByteBuffer out = option.encoded(value);
        Scratch scratch = Scratch.take(out.position());
        FdGuard g = null;
        try {
            int length = out.position();
            scratch.buffer().put(0, out, 0, length);
            g = pin("setsockopt");
            int r = B.setsockopt(g.fd(), option.level(), option.name(), scratch.address(), length);
            if (r < 0) {
                throw new ErrnoException("setsockopt", -r, option.label() + " = " + SocketOption.text(value));
            }
            noteOption(option.level(), option.name());
        } finally {
            if (g != null) {
                g.unpin();
            }
            scratch.give();
        }
        return self();
    }

    private Socket setInt(SocketOption<?> option, int number, Object value) throws ErrnoException {
        FdGuard g = pin("setsockopt");
        try {
            int r = B.setsockoptInt(g.fd(), option.level(), option.name(), number);
            if (r < 0) {
                throw new ErrnoException("setsockopt", -r, option.label() + " = " + SocketOption.text(value));
            }
            noteOption(option.level(), option.name());
        } finally {
            g.unpin();
        }
        return self();
    }

    /**
     * Gets any {@code int} option by its numbers.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @return the value
     * @throws ErrnoException as in getsockopt(2)
     */
    public final int getsockopt(int level, int name) throws ErrnoException {
        Abi.check(level, "getsockopt");
        Abi.check(name, "getsockopt");
        FdGuard g = pin("getsockopt");
        try {
            long value = B.getsockoptInt(g.fd(), level, name);
            if (value < 0) {
                throw new ErrnoException("getsockopt", (int) -value, "level " + level + ", option " + name);
            }
            return (int) value;
        } finally {
            g.unpin();
        }
    }

    /**
     * Sets any {@code int} option by its numbers.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_RCVBUF}
     * @param value the value
     * @return this
     * @throws ErrnoException as in setsockopt(2)
     */
    public final Socket setsockopt(int level, int name, int value) throws ErrnoException {
        Abi.check(level, "setsockopt");
        Abi.check(name, "setsockopt");
        FdGuard g = pin("setsockopt");
        try {
            int r = B.setsockoptInt(g.fd(), level, name, value);
            if (r < 0) {
                throw new ErrnoException("setsockopt", -r, "level " + level + ", option " + name + " = " + value);
            }
            noteOption(level, name);
        } finally {
            g.unpin();
        }
        return self();
    }

    /**
     * getsockopt(2) into native memory: nothing is allocated, and nothing is checked or copied, as in C. An option that obeys a count
     * instead of the length ({@code SO_GET_FILTER}, {@code MCAST_MSFILTER}, {@code IP_MSFILTER}, {@code TCP_AO_GET_KEYS}) writes
     * behind the memory if there is less of it than the count says.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_MEMINFO}
     * @param address of the memory; what it holds is passed on, since some options take an argument there
     * @param length its size in bytes, 0 to 2^31 - 1
     * @return how many bytes the value has
     * @throws ErrnoException as in getsockopt(2)
     */
    public final int getsockopt(int level, int name, long address, int length) throws ErrnoException {
        Abi.check(level, "getsockopt");
        Abi.check(name, "getsockopt");
        Buffers.range("getsockopt", address, length);
        FdGuard g = pin("getsockopt");
        try {
            int r = B.getsockopt(g.fd(), level, name, address, length);
            if (r < 0) {
                throw new ErrnoException("getsockopt", -r, "level " + level + ", option " + name);
            }
            return r;
        } finally {
            g.unpin();
        }
    }

    /**
     * setsockopt(2) from native memory: nothing is allocated.
     *
     * @param level such as {@code SOL_SOCKET}
     * @param name such as {@code SO_ATTACH_FILTER}
     * @param address of the value; 0 for an option whose value is the length alone ({@code ALG_SET_AEAD_AUTHSIZE})
     * @param length its size in bytes, 0 to 2^31 - 1
     * @return this
     * @throws ErrnoException as in setsockopt(2)
     */
    public final Socket setsockopt(int level, int name, long address, int length) throws ErrnoException {
        Abi.check(level, "setsockopt");
        Abi.check(name, "setsockopt");
        Buffers.rangeOrNull("setsockopt", address, length);
        FdGuard g = pin("setsockopt");
        try {
            int r = B.setsockopt(g.fd(), level, name, address, length);
            if (r < 0) {
                throw new ErrnoException("setsockopt", -r, "level " + level + ", option " + name);
            }
            noteOption(level, name);
        } finally {
            g.unpin();
        }
        return self();
    }

    /** Why an option does not work on this socket, or empty: see {@link OptionProbe}. */
    final String tryOption(SocketOption<?> option) throws SocketClosedException {
        FdGuard g = pin("getsockopt");
        try {
            return OptionProbe.attempt(g.fd(), option);
        } finally {
            g.unpin();
        }
    }
}
