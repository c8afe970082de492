package io.baresock;

/**
 * The BSD calls by their C names, on {@code int} descriptors, for {@code import static io.baresock.Bsd.*}; the constants
 * come with the same import. Every result is {@code >= 0}, or {@code -errno}: {@code if (n == -EAGAIN)}. Nothing is thrown
 * but for misuse of Java arguments (null, a range outside its array, a read-only buffer to receive into, a constant that
 * this platform lacks).
 *
 * <p>What differs from C: every descriptor is close-on-exec; there is never a SIGPIPE; a call that a signal interrupts is
 * made again; {@link #close} only closes what was opened here. Everything else is the kernel's. There is no guard: as in C
 * a descriptor that one thread closes while another uses it is a bug of the program. {@link Socket} has the guard.
 * A call that blocks holds the carrier of a virtual thread; those of {@link Socket} park it.
 *
 * <p>Buffers: position and limit are those of NIO; direct and heap both work, read-only too for sending. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class Bsd extends BsdNetdb {

    private Bsd() {}
}
