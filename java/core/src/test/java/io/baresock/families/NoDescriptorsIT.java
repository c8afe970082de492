package io.baresock.families;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.RingBatches;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Families that refuse MSG_CMSG_CLOEXEC, because no descriptor comes by them: every way to receive works all the same. */
@EnabledOnOs(OS.LINUX)
class NoDescriptorsIT {

    private static final int PROTOCOL = 0x88B5; // IEEE 802: for experiments
    private static final int SIZE = 64;

    private Socket receiver;
    private Socket sender;
    private Sockaddr to;

    @BeforeEach
    void open() throws Exception {
        receiver = openOrSkip();
        sender = openOrSkip();
        int lo = NetworkInterface.getByName("lo").getIndex();
        receiver.bind(Sockaddr.packet(PROTOCOL, lo, 0, 0, new byte[0]));
        to = Sockaddr.packet(PROTOCOL, lo, 0, 0, new byte[6]);
    }

    private static Socket openOrSkip() throws ErrnoException {
        try {
            return Socket.open(AF_PACKET, SOCK_DGRAM, 0);
        } catch (ErrnoException e) {
            assumeTrue(e.errno() != EPERM && e.errno() != EAFNOSUPPORT, e.getMessage());
            throw e;
        }
    }

    @AfterEach
    void close() {
        if (receiver != null) {
            receiver.close();
        }
        if (sender != null) {
            sender.close();
        }
    }

    /** What other tests send over lo has other protocols; each packet comes once. */
    private void send() throws ErrnoException {
        assertEquals(SIZE, sender.sendto(ByteBuffer.allocate(SIZE), 0, to));
    }

    @Test
    void messages() throws Exception {
        try (Message m = new Message(1, 256).add(ByteBuffer.allocateDirect(2 * SIZE))) {
            for (int i = 0; i < 3; i++) {
                send();
                assertEquals(SIZE, receiver.recvmsg(m, 0));
                send();
                assertEquals(SIZE, receiver.recvmsg(m, 0, Patience.NANOS));
                send();
                assertEquals(SIZE, Bsd.recvmsg(receiver.fd(), m.clearBuffers().add(ByteBuffer.allocate(SIZE)), 0));
                assertEquals(AF_PACKET, m.from().family());
                assertEquals(0, m.flags());
                m.clearBuffers().add(ByteBuffer.allocateDirect(2 * SIZE));
            }
            assertEquals(Socket.WOULD_BLOCK, receiver.recvmsg(m, MSG_DONTWAIT));
        }
    }

    @Test
    void batches_alsoByARing() throws Exception {
        try (MessageBatch plain = new MessageBatch(4, 2 * SIZE);
                MessageBatch ring = RingBatches.alwaysOrPlain(4, 2 * SIZE, 256)) {
            for (MessageBatch m : new MessageBatch[] {ring, plain, ring}) {
                assertEquals(Socket.WOULD_BLOCK, receiver.recvmmsg(m, MSG_DONTWAIT));
                send();
                send();
                assertEquals(2, receiver.recvmmsg(m, MSG_DONTWAIT));
                assertEquals(SIZE, m.length(1));
                assertEquals(AF_PACKET, m.sourceFamily(1));
                assertEquals(0, m.flags(0));
                send();
                assertEquals(1, Bsd.recvmmsg(receiver.fd(), m, MSG_WAITFORONE));
            }
            assertTrue(!ring.hasRing() || RingBatches.requests(ring) > 0, "nothing went by the ring");
        }
    }

    @Test
    void theErrorQueue() throws Exception {
        ErrorQueue queue = new ErrorQueue(4, 64);
        assertEquals(0, receiver.errors(queue));
        assertEquals(0, Bsd.errors(receiver.fd(), queue));
        receiver.setsockopt(SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE);
        assertEquals(0, receiver.errors(queue));
    }

    /** The number that refused is a Unix socket's afterwards, whose descriptors are close-on-exec. */
    @Test
    void aRecycledNumber_isForgotten() throws Exception {
        try (Message m = new Message(1, 64).add(ByteBuffer.allocate(1))) {
            int fd = Bsd.socket(AF_PACKET, SOCK_DGRAM, 0);
            assertEquals(-EAGAIN, Bsd.recvmsg(fd, m, MSG_DONTWAIT));
            int[] sv = new int[2];
            assertEquals(0, Bsd.socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
            assertEquals(fd, Bsd.dup2(sv[1], fd));
            try (Message out = new Message().add(ByteBuffer.allocate(1))) {
                out.control().rights(sv[0]);
                assertEquals(1, Bsd.sendmsg(sv[0], out, 0));
            }
            assertEquals(1, Bsd.recvmsg(fd, m, 0));
            int taken = m.takeFd(0);
            assertEquals(FD_CLOEXEC, fcntl(taken, F_GETFD, 0));
            for (int open : new int[] {fd, sv[0], sv[1], taken}) {
                assertEquals(0, Bsd.close(open));
            }
        }
    }

    @Test
    void whatIsWrongOtherwise_isStillSo() throws Exception {
        try (Message m = new Message(1, 64).add(ByteBuffer.allocate(1))) {
            ErrnoException e = assertThrows(ErrnoException.class, () -> receiver.recvmsg(m, MSG_OOB | MSG_DONTWAIT));
            assertEquals(EINVAL, e.errno());
        }
    }
}
