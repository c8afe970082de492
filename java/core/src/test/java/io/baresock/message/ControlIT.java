package io.baresock.message;

import static io.baresock.Bsd.*;
import static io.baresock.message.Fixture.nameOf;
import static io.baresock.message.Fixture.ok;
import static io.baresock.message.Fixture.on;
import static io.baresock.message.Fixture.receiver;
import static io.baresock.message.Fixture.sender;
import static io.baresock.message.Fixture.through;
import static io.baresock.message.Fixture.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import io.baresock.Message;
import io.baresock.ReceivedControl;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row G2: control messages of IP, UDP and the socket level, as builders and as views; row Z19 where named. */
@EnabledOnOs(OS.LINUX)
class ControlIT {

    private static final long LOCAL = 0x7f000001L;

    private static int loopbackIndex() throws Exception {
        return NetworkInterface.getByName("lo").getIndex();
    }

    @Test
    @DisplayName("Z19: an answer leaves from the address that the question was for, IPv4")
    void pktinfo4_bothWays() throws Exception {
        int server = udp("0.0.0.0");
        int client = udp("127.0.0.1");
        on(server, IPPROTO_IP, IP_PKTINFO);
        int port = nameOf(server).port();
        for (int host = 1; host < 4; host++) {
            try (Message out = sender().to(Sockaddr.inet("127.0.0." + host, port));
                    Message m = receiver()) {
                assertEquals(1, sendmsg(client, out, 0));
                assertEquals(1, recvmsg(server, m, 0));
                ReceivedControl got = m.received();
                assertTrue(got.hasPktinfo());
                assertEquals(LOCAL - 1 + host, got.destinationInt());
                assertEquals(LOCAL - 1 + host, got.localAddressInt());
                assertEquals(loopbackIndex(), got.interfaceIndex());
                SockaddrStorage destination = new SockaddrStorage();
                assertTrue(got.destination(destination));
                assertEquals(Sockaddr.inet("127.0.0." + host, 0), destination.toSockaddr());

                m.to(m.from()).control().replyFrom(got);
                assertEquals(0, sendmsg(server, m.clearBuffers(), 0));
                assertEquals(0, recvmsg(client, out.clearBuffers(), 0));
                assertEquals(Sockaddr.inet("127.0.0." + host, port), out.from().toSockaddr());

                m.control().clear().pktinfo(Sockaddr.inet("127.0.0.9", 0), loopbackIndex());
                assertEquals(0, sendmsg(server, m, 0));
                assertEquals(0, recvmsg(client, out, 0));
                assertEquals(0x7f000009, out.from().addressInt());
            }
        }
        Fixture.close(server, client);
    }

    @Test
    @DisplayName("Z19: an answer leaves from the address that the question was for, IPv6")
    void pktinfo6_bothWays() throws Exception {
        int server = udp("::");
        int client = udp("::1");
        on(server, IPPROTO_IPV6, IPV6_RECVPKTINFO);
        int port = nameOf(server).port();
        try (Message out = sender().to(Sockaddr.inet6("::1", port));
                Message m = receiver()) {
            assertEquals(1, sendmsg(client, out, 0));
            assertEquals(1, recvmsg(server, m, 0));
            ReceivedControl got = m.received();
            assertTrue(got.hasPktinfo());
            assertEquals(0, got.destinationHigh());
            assertEquals(1, got.destinationLow());
            assertEquals(0, got.destinationInt());
            assertEquals(loopbackIndex(), got.interfaceIndex());
            SockaddrStorage destination = new SockaddrStorage();
            assertTrue(got.destination(destination));
            assertEquals(Sockaddr.inet6("::1", 0), destination.toSockaddr());
            m.to(m.from()).control().replyFrom(got);
            assertEquals(0, sendmsg(server, m.clearBuffers(), 0));
            assertEquals(0, recvmsg(client, out, 0));
            assertEquals(Sockaddr.inet6("::1", port), out.from().toSockaddr());

            m.control().clear().pktinfo(Sockaddr.inet6("2001:db8::1", 0), 0); // not ours
            assertEquals(-EINVAL, sendmsg(server, m, 0));
            assertThrows(IllegalArgumentException.class, () -> m.control().pktinfo(Sockaddr.unix("/x"), 0));
        }
        Fixture.close(server, client);
    }

    @ParameterizedTest
    @CsvSource({"0,1,1", "46,0,64", "10,2,2", "63,3,255"})
    void tosEcnAndTtl_arriveAsSent(int dscp, int ecn, int ttl) {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        on(b, IPPROTO_IP, IP_RECVTOS);
        on(b, IPPROTO_IP, IP_RECVTTL);
        try (Message out = new Message();
                Message in = new Message()) {
            out.control().tos(dscp << 2 | ecn).ttl(ttl);
            ReceivedControl got = through(a, b, out, in);
            assertEquals(dscp << 2 | ecn, got.tos());
            assertEquals(ecn, got.ecn());
            assertEquals(ttl, got.ttl());
        }
        Fixture.close(a, b);
    }

    @ParameterizedTest
    @CsvSource({"0,1,1", "46,0,64", "63,3,255"})
    void trafficClassAndHopLimit_arriveAsSent(int dscp, int ecn, int hops) {
        int a = udp("::1");
        int b = udp("::1");
        on(b, IPPROTO_IPV6, IPV6_RECVTCLASS);
        on(b, IPPROTO_IPV6, IPV6_RECVHOPLIMIT);
        try (Message out = new Message();
                Message in = new Message()) {
            out.control().trafficClass(dscp << 2 | ecn).hopLimit(hops);
            ReceivedControl got = through(a, b, out, in);
            assertEquals(dscp << 2 | ecn, got.tos());
            assertEquals(ecn, got.ecn());
            assertEquals(hops, got.ttl());
        }
        Fixture.close(a, b);
    }

    @Test
    void segmentSize_splits_andGroSizeTellsWhatWasMerged() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        try (Message out = new Message().add(ByteBuffer.allocate(1000)).to(nameOf(b));
                Message in = new Message()) {
            ByteBuffer buffer = ByteBuffer.allocate(2000);
            in.add(buffer);
            out.control().segmentSize(300);
            assertEquals(1000, sendmsg(a, out, 0));
            for (int size : new int[] {300, 300, 300, 100}) {
                buffer.clear();
                assertEquals(size, recvmsg(b, in, 0));
                assertEquals(-1, in.received().groSize());
            }
            on(b, IPPROTO_UDP, UDP_GRO);
            out.clearBuffers().add(ByteBuffer.allocate(1000));
            assertEquals(1000, sendmsg(a, out, 0));
            buffer.clear();
            assertEquals(1000, recvmsg(b, in, 0));
            assertEquals(300, in.received().groSize());
            assertThrows(IllegalArgumentException.class, () -> out.control().segmentSize(65_536));
        }
        Fixture.close(a, b);
    }

    @Test
    void dropCount_countsWhatDidNotFit() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        on(b, SOL_SOCKET, SO_RXQ_OVFL);
        ok(setsockopt(b, SOL_SOCKET, SO_RCVBUF, 1)); // the kernel's least
        try (Message in = new Message().add(ByteBuffer.allocate(4000))) {
            int sent = 64;
            for (int i = 0; i < sent; i++) {
                assertEquals(1000, sendto(a, ByteBuffer.allocate(1000), 0, nameOf(b)));
            }
            int received = 0;
            while (recvmsg(b, in, MSG_DONTWAIT) >= 0) {
                received++;
                in.clearBuffers().add(ByteBuffer.allocate(4000));
            }
            assertTrue(received < sent);
            assertEquals(1, sendto(a, ByteBuffer.allocate(1), 0, nameOf(b)));
            assertEquals(1, recvmsg(b, in, 0));
            assertEquals(sent - received, in.received().dropCount());
        }
        Fixture.close(a, b);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1"})
    void refusedPort_isTold_byTheErrorQueue(String host) {
        boolean four = host.indexOf(':') < 0;
        int s = udp(host);
        Sockaddr nobody = Sockaddr.of(Ports.refusing(host));
        on(s, four ? IPPROTO_IP : IPPROTO_IPV6, four ? IP_RECVERR : IPV6_RECVERR);
        try (Message out = new Message().add(Fixture.ascii("lost")).to(nobody);
                Message error = new Message()) {
            ByteBuffer payload = ByteBuffer.allocate(64);
            error.add(payload);
            assertEquals(-EAGAIN, recvmsg(s, error, MSG_ERRQUEUE));
            assertEquals(4, sendmsg(s, out, 0));
            assertTrue((ok(poll(s, 0, Patience.NANOS)) & POLLERR) != 0);
            assertEquals(4, recvmsg(s, error, MSG_ERRQUEUE));
            assertEquals(MSG_ERRQUEUE, error.flags() & MSG_ERRQUEUE);
            assertArrayEquals("lost".getBytes(java.nio.charset.StandardCharsets.US_ASCII), bytes(payload.flip()));
            ReceivedControl got = error.received();
            assertTrue(got.hasError());
            assertEquals(ECONNREFUSED, got.errorErrno());
            assertEquals(four ? SO_EE_ORIGIN_ICMP : SO_EE_ORIGIN_ICMP6, got.errorOrigin());
            assertEquals(four ? 3 : 1, got.errorType()); // destination unreachable
            assertEquals(four ? 3 : 4, got.errorCode()); // port
            assertEquals(0, got.errorInfo());
            assertEquals(nobody, error.from().toSockaddr());
            SockaddrStorage offender = new SockaddrStorage();
            assertTrue(got.errorOffender(offender));
            assertEquals(four ? Sockaddr.inet(host, 0) : Sockaddr.inet6(host, 0), offender.toSockaddr());
        }
        Fixture.close(s);
    }

    private static byte[] bytes(ByteBuffer b) {
        byte[] bytes = new byte[b.remaining()];
        b.get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1"})
    void originalDestination_isAddressAndPort(String host) {
        boolean four = host.indexOf(':') < 0;
        int a = udp(host);
        int b = udp(host);
        on(b, four ? IPPROTO_IP : IPPROTO_IPV6, four ? IP_RECVORIGDSTADDR : IPV6_RECVORIGDSTADDR);
        try (Message out = new Message();
                Message in = new Message()) {
            SockaddrStorage destination = new SockaddrStorage();
            assertTrue(through(a, b, out, in).originalDestination(destination));
            assertEquals(nameOf(b), destination.toSockaddr());
        }
        Fixture.close(a, b);
    }

    @Test
    void nothingAskedFor_isNothing() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        try (Message out = new Message();
                Message in = new Message()) {
            ReceivedControl got = through(a, b, out, in);
            assertEquals(0, got.count());
            assertEquals(-1, got.find(SOL_SOCKET, SCM_RIGHTS));
            assertFalse(got.hasPktinfo());
            assertFalse(got.hasError());
            assertFalse(got.destination(new SockaddrStorage()));
            assertFalse(got.originalDestination(new SockaddrStorage()));
            assertNull(got.security());
            long[] numbers = {
                got.interfaceIndex(),
                got.tos(),
                got.ecn(),
                got.ttl(),
                got.groSize(),
                got.pid(),
                got.uid(),
                got.gid(),
                got.timestampNanos(),
                got.softwareTimestampNanos(),
                got.hardwareTimestampNanos(),
                got.errorErrno(),
                got.errorOrigin(),
                got.errorType(),
                got.errorCode(),
                got.errorInfo(),
                got.errorData()
            };
            for (long number : numbers) {
                assertEquals(-1, number);
            }
            assertEquals(Baresock.hasConstant("SO_RXQ_OVFL") ? 0 : -1, got.dropCount());
            assertThrows(IndexOutOfBoundsException.class, () -> got.level(0));
            assertThrows(IndexOutOfBoundsException.class, () -> got.copy(-1));
        }
        Fixture.close(a, b);
    }

    @Test
    void oldValues_areNotSeenInTheNextMessage() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        on(b, SOL_SOCKET, SO_TIMESTAMPNS);
        try (Message out = new Message();
                Message in = new Message()) {
            assertTrue(through(a, b, out, in).timestampNanos() > 0);
            ok(setsockopt(b, SOL_SOCKET, SO_TIMESTAMPNS, 0));
            assertEquals(-1, through(a, b, out, in).timestampNanos());
        }
        Fixture.close(a, b);
    }

    @Test
    void controlCutOff_isTold_andWhatIsThereIsGood() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        on(b, IPPROTO_IP, IP_PKTINFO);
        on(b, SOL_SOCKET, SO_TIMESTAMPNS);
        for (int capacity = 0; capacity < 80; capacity++) {
            try (Message out = sender().to(nameOf(b));
                    Message in = new Message(1, capacity).add(ByteBuffer.allocate(8))) {
                assertEquals(1, sendmsg(a, out, 0));
                assertEquals(1, recvmsg(b, in, 0));
                ReceivedControl got = in.received();
                boolean time = capacity >= CMSG_LEN(16);
                boolean pktinfo = capacity >= CMSG_SPACE(16) + CMSG_LEN(12);
                assertEquals(time, got.timestampNanos() > 0, "capacity " + capacity);
                assertEquals(pktinfo, got.hasPktinfo(), "capacity " + capacity);
                assertEquals(!pktinfo, in.isControlTruncated(), "capacity " + capacity);
            }
        }
        Fixture.close(a, b);
    }

    @Test
    void rawAppendAndIteration_giveTheBytesAsTheyAre() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        on(b, IPPROTO_IP, IP_RECVTOS);
        on(b, IPPROTO_IP, IP_RECVTTL);
        try (Message out = new Message();
                Message in = new Message()) {
            ByteBuffer tos = ByteBuffer.allocate(1).put((byte) 0x2e).flip();
            byte[] ttl = ByteBuffer.allocate(4)
                    .order(ByteOrder.nativeOrder())
                    .putInt(77)
                    .array();
            out.control().append(IPPROTO_IP, IP_TOS, tos).append(IPPROTO_IP, IP_TTL, ttl);
            assertEquals(2, out.control().count());
            assertEquals(1, tos.remaining());
            ReceivedControl got = through(a, b, out, in);
            assertEquals(2, got.count());
            int i = got.find(IPPROTO_IP, IP_TOS);
            assertEquals(IPPROTO_IP, got.level(i));
            assertEquals(IP_TOS, got.type(i));
            assertEquals(1, got.length(i));
            assertArrayEquals(new byte[] {0x2e}, got.copy(i));
            ByteBuffer copy = ByteBuffer.allocate(3);
            assertEquals(3, got.copy(got.find(IPPROTO_IP, IP_TTL), copy));
            assertEquals(77, copy.get(0));

            out.control().clear().append(IPPROTO_IP, IP_TTL, 0); // out of range: the kernel's word
            out.clearBuffers().add(Fixture.ascii("x"));
            assertEquals(-EINVAL, sendmsg(a, out, 0));
        }
        Fixture.close(a, b);
    }
}
