package io.baresock.memory;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The result of a receive is the message's own length on every kind of message socket. */
@DisplayName("messages cut off are told, whatever the family")
@EnabledOnOs(OS.LINUX)
class CutOffIT {

    private static final int ROOM = 16;

    private interface Ask {
        void once() throws ErrnoException;
    }

    private static void everyForm(Socket s, Ask ask, int least) throws ErrnoException {
        ask.once();
        int length = s.recv(ByteBuffer.allocate(1 << 20), 0);
        assertTrue(length >= least, "a message of " + length);
        ByteBuffer direct = ByteBuffer.allocateDirect(ROOM);
        ask.once();
        assertEquals(length, s.recv(direct, 0));
        assertEquals(ROOM, direct.position());
        ask.once();
        assertEquals(length, s.recv(ByteBuffer.allocate(ROOM), 0, Patience.NANOS));
        ask.once();
        assertEquals(length, s.recv(new byte[ROOM], 0, ROOM, 0));
        ask.once();
        assertEquals(length, s.recvfrom(ByteBuffer.allocate(ROOM), 0, new SockaddrStorage()));
        ask.once();
        try (Message m = new Message().add(ByteBuffer.allocate(ROOM))) {
            assertEquals(length, s.recvmsg(m, 0));
            assertTrue(m.isTruncated());
        }
        ask.once();
        try (Socket copy = s.dup()) {
            assertEquals(length, copy.recv(ByteBuffer.allocate(ROOM), 0));
        }
        ask.once();
        try (Socket adopted = Socket.adopt(dup(s.fd()))) {
            assertEquals(length, adopted.recv(ByteBuffer.allocate(ROOM), 0));
        }
    }

    @Test
    void netlink() throws ErrnoException {
        try (Socket s = Socket.open(AF_NETLINK, SOCK_RAW, 0).bind(Sockaddr.netlink(0, 0))) {
            ByteBuffer getLink =
                    ByteBuffer.allocate(32).order(ByteOrder.nativeOrder()); // RTM_GETLINK of lo: one answer
            getLink.putInt(32)
                    .putShort((short) 18)
                    .putShort((short) 1)
                    .putInt(1)
                    .putInt(0); // nlmsghdr
            getLink.putInt(0).putInt(1).putInt(0).putInt(0).flip(); // ifinfomsg
            everyForm(s, () -> s.send(getLink.rewind(), 0), 100);
        }
    }

    @Test
    void seqpacket_andDatagram() throws ErrnoException {
        for (int type : new int[] {SOCK_SEQPACKET, SOCK_DGRAM}) {
            Socket[] pair = Socket.pair(AF_UNIX, type, 0);
            try (Socket a = pair[0];
                    Socket b = pair[1]) {
                everyForm(b, () -> a.send(ByteBuffer.allocate(500), 0), 500);
            }
        }
    }

    private static Socket packets(int protocol) throws ErrnoException {
        try {
            return Socket.open(AF_PACKET, SOCK_DGRAM, protocol);
        } catch (ErrnoException e) {
            assumeTrue(e.errno() != EPERM && e.errno() != EAFNOSUPPORT, e.getMessage());
            throw e;
        }
    }

    /** As in C: packet_recvmsg of the kernel knows only some flags. */
    @Test
    void packet_refusesWaitall() throws ErrnoException {
        try (Socket s = packets(0)) {
            for (long timeout : new long[] {0, 1_000_000_000L}) {
                ErrnoException e = assertThrows(
                        ErrnoException.class, () -> s.recv(ByteBuffer.allocateDirect(8), MSG_WAITALL, timeout));
                assertEquals(EINVAL, e.errno());
            }
        }
    }

    @Test
    void packet() throws ErrnoException {
        try (Socket s = packets(0x0300); // ETH_P_ALL in network order
                Socket udp = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0))) {
            s.setsockopt(SOL_SOCKET, SO_RCVBUF, 1 << 20);
            long start = System.nanoTime();
            int n = 0;
            while (n != 1028) { // what other programs send comes too, and may leave no room for ours
                assertTrue(System.nanoTime() - start < Patience.NANOS, "nothing of 1000 bytes came, but " + n);
                udp.sendto(ByteBuffer.allocate(1000), 0, udp.localAddress());
                do {
                    n = s.recv(ByteBuffer.allocate(ROOM), MSG_DONTWAIT);
                } while (n > 0 && n != 1028);
            }
        }
    }
}
