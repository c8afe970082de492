package io.baresock.zerocopy;

import static io.baresock.Bsd.*;

import io.baresock.ControlBuilder;
import io.baresock.ErrorQueue;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.internal.Abi;
import io.baresock.internal.Ranges;
import java.nio.ByteBuffer;

/**
 * The numbers by which transmit times are told apart ({@code SOF_TIMESTAMPING_OPT_ID}): counts along with the kernel, so
 * that each send is known by the number that its entries in the error queue will have ({@link ErrorQueue#id}). Make it when
 * the option is set, tell it every send.
 *
 * <p><b>Datagrams</b> are counted from 0: those whose send asked for a transmit time (by the socket's flags or by a control
 * message) and succeeded, and that had no number of their own ({@link ControlBuilder#timestampId}). A message that the kernel
 * segments (GSO) counts once.
 *
 * <p><b>Streams</b> count bytes: a send has the number of its last byte, the first byte after the option was set being 0
 * with {@code SOF_TIMESTAMPING_OPT_ID_TCP} (Linux 6.2). Without that flag the first byte not acknowledged when the option
 * was set is 0, which is the same only while nothing is under way. A partial send has the number of the last byte that was
 * taken.
 *
 * <p>Numbers have 32 bits and begin again at 0. Not thread-safe: it belongs with the sender. Nothing here allocates.
 *
 * @see <a href="https://docs.kernel.org/networking/timestamping.html">Documentation/networking/timestamping.rst</a>
 */
public final class TransmitIds {

    private static final long MASK = 0xFFFF_FFFFL;

    private final boolean bytes;
    private long next;

    private TransmitIds(boolean bytes) {
        this.bytes = bytes;
    }

    /** {@return numbers for a socket of datagrams} */
    public static TransmitIds datagrams() {
        return new TransmitIds(false);
    }

    /** {@return numbers for a stream} */
    public static TransmitIds stream() {
        return new TransmitIds(true);
    }

    /**
     * {@return the number that a send would have}
     *
     * @param length bytes that it takes, 1 or more on a stream; not looked at for datagrams
     * @throws IllegalArgumentException if the length is less than 1 on a stream
     */
    public long next(int length) {
        return bytes ? next + Ranges.check("next", "length", length, 1, Integer.MAX_VALUE) - 1 & MASK : next;
    }

    /**
     * Notes a send that succeeded.
     *
     * @param length bytes that were taken; on a stream 0 is no send and has no number
     * @return its number, 0 to 2^32 - 1; -1 if it has none
     * @throws IllegalArgumentException if the length is negative
     */
    public long sent(int length) {
        Ranges.check("sent", "length", length, 0, Integer.MAX_VALUE);
        if (bytes && length == 0) {
            return -1;
        }
        long id = next(length);
        next = id + 1 & MASK;
        return id;
    }

    /**
     * Whether a datagram can bring a number of its own ({@link ControlBuilder#timestampId}): asks the kernel, by sending one
     * on the loopback interface, the first time.
     *
     * @return true from Linux 6.13 on
     */
    public static boolean canBeChosen() {
        return Probe.CHOSEN;
    }

    @Override
    public String toString() {
        return "TransmitIds[" + (bytes ? "stream" : "datagrams") + ", next " + next + "]";
    }

    /** Asked once, on demand. */
    private static final class Probe {

        static final boolean CHOSEN = Abi.isPresent(SCM_TS_OPT_ID) && Abi.isPresent(SO_TIMESTAMPING) && probe();

        private static boolean probe() {
            int fd = socket(AF_INET, SOCK_DGRAM, 0);
            if (fd < 0) {
                return false;
            }
            SockaddrStorage self = new SockaddrStorage();
            int flags = SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY;
            try (Message m = new Message(1, CMSG_SPACE(Integer.BYTES))) {
                boolean ready = bind(fd, Sockaddr.inet("127.0.0.1", 0)) == 0
                        && getsockname(fd, self) == 0
                        && setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, flags) == 0;
                m.add(ByteBuffer.allocate(1)).to(self);
                m.control().timestampId(1);
                return ready && sendmsg(fd, m, MSG_DONTWAIT) == 1;
            } finally {
                close(fd);
            }
        }
    }
}
