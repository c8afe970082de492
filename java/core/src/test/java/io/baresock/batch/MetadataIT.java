package io.baresock.batch;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Ipv6Options;
import io.baresock.option.Metadata;
import io.baresock.option.SocketOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** All metadata switched on with one call, seen in the columns. */
@EnabledOnOs(OS.LINUX)
class MetadataIT {

    /** What the tests receive with. */
    MessageBatch receiver(int capacity, int payloadSize, int controlCapacity) {
        return new MessageBatch(capacity, payloadSize, controlCapacity);
    }

    private MessageBatch receiver(int capacity, int payloadSize) {
        return receiver(capacity, payloadSize, 256);
    }

    private static Socket bound(String address) throws ErrnoException {
        Sockaddr any = Sockaddr.parse(address);
        Socket s = Socket.open(any.family(), SOCK_DGRAM, 0);
        if (any.family() == AF_INET6) {
            s.setOption(Ipv6Options.IPV6_V6ONLY, false);
        }
        s.bind(any);
        return s;
    }

    private static void sendOne(Socket from, Sockaddr to, int tos) throws ErrnoException {
        try (MessageBatch out = new MessageBatch(1, 4)) {
            out.to(0, to).length(0, 4);
            if (from.domain() == AF_INET) {
                out.control(0).tos(tos).ttl(77);
            } else {
                out.control(0).trafficClass(tos).hopLimit(77);
            }
            assertEquals(1, from.sendmmsg(out.range(0, 1), 0));
        }
    }

    private static void assertAll(MessageBatch in, int tos, int family) {
        assertEquals(1, in.count());
        assertEquals(tos, in.tos(0));
        assertEquals(tos & 3, in.ecn(0));
        assertEquals(77, in.ttl(0));
        assertEquals(family, in.localFamily(0));
        assertTrue(in.interfaceIndex(0) > 0);
        assertTrue(in.receivedNanos(0) > 0);
        assertFalse(in.isControlTruncated(0));
    }

    @Test
    @DisplayName("G1: address, ECN, TTL, time and drops by one call: IPv4, IPv6, and IPv4 on an IPv6 socket")
    void everyFamily_tellsAll() throws Exception {
        try (Socket four = bound("127.0.0.1:0");
                Socket six = bound("[::]:0");
                Socket from4 = bound("127.0.0.1:0");
                Socket from6 = bound("[::1]:0");
                MessageBatch in = receiver(2, 65_536)) {
            Metadata.receive(four, Metadata.values());
            Metadata.receive(six, Metadata.values());
            int port = six.localAddress().port();

            sendOne(from4, four.localAddress(), 0x2A);
            assertEquals(1, four.recvmmsg(in, MSG_WAITFORONE));
            assertAll(in, 0x2A, AF_INET);
            assertEquals(0x7f000001, in.localInt(0));

            sendOne(from6, Sockaddr.inet6("::1", port), 0x29);
            assertEquals(1, six.recvmmsg(in, MSG_WAITFORONE));
            assertAll(in, 0x29, AF_INET6);
            assertEquals(0, in.localHigh(0));
            assertEquals(1, in.localLow(0));

            sendOne(from4, Sockaddr.inet("127.0.0.1", port), 0x2B);
            assertEquals(1, six.recvmmsg(in, MSG_WAITFORONE));
            assertEquals(0x2B, in.tos(0));
            assertEquals(77, in.ttl(0));
            assertTrue(in.localFamily(0) != AF_UNSPEC);
        }
    }

    @Test
    @DisplayName("G1: what the socket had to drop is counted in a column")
    void drops_areCounted() throws Exception {
        try (Socket to = bound("127.0.0.1:0");
                Socket from = bound("127.0.0.1:0");
                MessageBatch in = receiver(512, 2048)) {
            Metadata.receive(to, Metadata.DROPS);
            to.setOption(SocketOptions.SO_RCVBUF, 8192);
            int sent = 300;
            for (int i = 0; i < sent; i++) {
                assertEquals(1000, from.sendto(ByteBuffer.allocate(1000), 0, to.localAddress()));
            }
            int came = to.recvmmsg(in, MSG_DONTWAIT);
            assertTrue(came > 0 && came < sent);
            from.sendto(ByteBuffer.allocate(1), 0, to.localAddress());
            assertEquals(1, to.recvmmsg(in, MSG_WAITFORONE));
            assertEquals(sent - came, in.dropCount(0));
        }
    }
}
