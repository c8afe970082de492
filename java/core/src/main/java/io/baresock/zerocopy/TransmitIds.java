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
 * The numbers of sends, for transmit times ({@code SOF_TIMESTAMPING_OPT_ID}). It counts as the kernel does, so that you know which number
 * a send has in the error queue ({@link ErrorQueue#id}). Make it when you set the option, and call {@link #sent} for every send.
 *
 * <p><b>Datagrams</b> are counted from 0. A datagram counts if its send succeeded, asked for a transmit time (by the socket's flags or by
 * a control message), and had no chosen number ({@link ControlBuilder#timestampId}). A message that the kernel segments (GSO) counts
 * once.
 *
 * <p><b>Streams</b> count bytes: the number of a send is that of its last byte. With {@code SOF_TIMESTAMPING_OPT_ID_TCP} (Linux 6.2) the
 * first byte after setting the option is 0. Without that flag, 0 is the first byte that was not acknowledged at that time; that is the
 * same only if all data was acknowledged. A partial send has the number of the last byte that the kernel took.
 *
 * <p>Numbers have 32 bits and then begin again at 0. Not thread-safe: use it on the thread that sends. Nothing here allocates.
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
     * @param length bytes that the kernel will take, 1 or more on a stream; ignored for datagrams
     * @throws IllegalArgumentException if the length is less than 1 on a stream
     */
    public long next(int length) {
        return bytes ? next + Ranges.check("next", "length", length, 1, Integer.MAX_VALUE) - 1 & MASK : next;
    }

    /**
     * Notes a send that succeeded.
     *
     * @param length bytes that the kernel took; on a stream 0 is no send and has no number
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
     * Whether you can choose the number of a datagram ({@link ControlBuilder#timestampId}). The first call tries it with a datagram on
     * the loopback interface.
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

    /** Tries it once, on demand. */
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
