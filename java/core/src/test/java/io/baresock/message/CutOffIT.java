package io.baresock.message;

import static io.baresock.Bsd.*;
import static io.baresock.message.Fixture.nameOf;
import static io.baresock.message.Fixture.ok;
import static io.baresock.message.Fixture.on;
import static io.baresock.message.Fixture.udp;
import static io.baresock.message.Fixture.unixPair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.ReceivedControl;
import io.baresock.RingBatches;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.testkit.Ports;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Control data cut off at every byte, by the kernel: each value is what it is with all the room, or absent; and it is there as soon as there
 * is room for it. Of one control message each, so that where the cut is does not hang on the order of several.
 */
@EnabledOnOs(OS.LINUX)
class CutOffIT {

    /** Bytes of control data: more than the longest message here has. */
    private static final int MOST = 80;

    private final List<Integer> open = new ArrayList<>();
    private int from;
    private int to;

    @AfterEach
    void closeSockets() {
        for (int fd : open) {
            Fixture.close(fd);
        }
    }

    private void udpPair(String address) {
        from = udp(address);
        to = udp(address);
        ok(connect(from, nameOf(to)));
        open.addAll(List.of(from, to));
    }

    private void send(int bytes) {
        assertEquals(bytes, io.baresock.Bsd.send(from, ByteBuffer.allocate(bytes), 0));
    }

    /** Receives with every capacity, and checks each value; the number of each kind of answer is known. */
    private <T> void check(int dataBytes, T absent, int step, Runnable sent, IntFunction<T> receivedWith) {
        sent.run();
        T whole = receivedWith.apply(MOST);
        assertTrue(!whole.equals(absent), () -> "nothing came: " + whole);
        int seen = 0;
        for (int capacity = 0; capacity < MOST; capacity += step) {
            sent.run();
            T got = receivedWith.apply(capacity);
            boolean room = capacity >= CMSG_LEN(dataBytes);
            assertEquals(room ? whole : absent, got, "with " + capacity + " bytes of room");
            seen += room ? 1 : 0;
        }
        int times = seen;
        assertTrue(times > 0 && times < MOST / step, () -> "it was seen " + times + " times");
    }

    private <T> void byMessage(int dataBytes, T absent, Runnable sent, Function<ReceivedControl, T> value) {
        check(dataBytes, absent, 1, sent, capacity -> {
            try (Message m = new Message(1, capacity).add(ByteBuffer.allocateDirect(8192))) {
                ok(recvmsg(to, m, 0));
                assertEquals(capacity < CMSG_LEN(dataBytes), m.isControlTruncated(), "with " + capacity);
                return value.apply(m.received());
            }
        });
    }

    private <T> void byBatch(int dataBytes, T absent, Runnable sent, Function<MessageBatch, T> value) {
        check(dataBytes, absent, 1, sent, capacity -> batch(new MessageBatch(1, 8192, capacity), value));
        check(dataBytes, absent, 8, sent, capacity -> batch(RingBatches.alwaysOrPlain(1, 8192, capacity), value));
    }

    private <T> T batch(MessageBatch batch, Function<MessageBatch, T> value) {
        try (MessageBatch m = batch) {
            assertEquals(1, recvmmsg(to, m, MSG_DONTWAIT));
            return value.apply(m);
        }
    }

    // ---- numbers ----

    @Test
    void groSize() {
        udpPair("127.0.0.1");
        on(to, IPPROTO_UDP, UDP_GRO);
        Runnable merged = () -> {
            try (Message m = new Message(1, 64).add(ByteBuffer.allocate(3 * 1400))) {
                m.control().segmentSize(1400);
                assertEquals(3 * 1400, sendmsg(from, m, 0));
            }
        };
        byMessage(4, -1, merged, ReceivedControl::groSize);
        byBatch(4, -1, merged, m -> m.groSize(0));
        byBatch(4, 1, merged, m -> m.datagrams(0));
        byBatch(4, -1, merged, m -> m.received(0).groSize());
    }

    @Test
    void tosAndTtl() {
        udpPair("127.0.0.1");
        ok(setsockopt(from, IPPROTO_IP, IP_TOS, 0x2c));
        ok(setsockopt(from, IPPROTO_IP, IP_TTL, 200));
        on(to, IPPROTO_IP, IP_RECVTOS);
        byMessage(1, -1, () -> send(1), ReceivedControl::tos);
        byMessage(1, -1, () -> send(1), ReceivedControl::ecn);
        byBatch(1, -1, () -> send(1), m -> m.tos(0));
        ok(setsockopt(to, IPPROTO_IP, IP_RECVTOS, 0));
        on(to, IPPROTO_IP, IP_RECVTTL);
        byMessage(4, -1, () -> send(1), ReceivedControl::ttl);
        byBatch(4, -1, () -> send(1), m -> m.ttl(0));
    }

    @Test
    void trafficClassAndHopLimit() {
        udpPair("::1");
        ok(setsockopt(from, IPPROTO_IPV6, IPV6_TCLASS, 0x2c));
        ok(setsockopt(from, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 200));
        on(to, IPPROTO_IPV6, IPV6_RECVTCLASS);
        byMessage(4, -1, () -> send(1), ReceivedControl::tos);
        byBatch(4, -1, () -> send(1), m -> m.tos(0));
        ok(setsockopt(to, IPPROTO_IPV6, IPV6_RECVTCLASS, 0));
        on(to, IPPROTO_IPV6, IPV6_RECVHOPLIMIT);
        byMessage(4, -1, () -> send(1), ReceivedControl::ttl);
        byBatch(4, -1, () -> send(1), m -> m.ttl(0));
    }

    @Test
    void dropCount() {
        udpPair("127.0.0.1");
        on(to, SOL_SOCKET, SO_RXQ_OVFL);
        ok(setsockopt(to, SOL_SOCKET, SO_RCVBUF, 1));
        for (int i = 0; i < 100; i++) {
            send(1000);
        }
        ByteBuffer b = ByteBuffer.allocate(2000);
        int left = 0;
        for (int n = 1; n > 0 && left <= 100; left++) {
            n = recv(to, b.clear(), MSG_DONTWAIT);
        }
        assertTrue(left < 100, "nothing was dropped");
        byMessage(4, -1L, () -> send(1), ReceivedControl::dropCount);
        byBatch(4, -1L, () -> send(1), m -> m.dropCount(0));
    }

    // ---- addresses ----

    @Test
    void pktinfo4() {
        udpPair("127.0.0.1");
        on(to, IPPROTO_IP, IP_PKTINFO);
        byMessage(12, -1, () -> send(1), ReceivedControl::interfaceIndex);
        byMessage(12, 0, () -> send(1), ReceivedControl::destinationInt);
        byMessage(12, 0, () -> send(1), ReceivedControl::localAddressInt);
        byMessage(12, false, () -> send(1), ReceivedControl::hasPktinfo);
        byBatch(12, AF_UNSPEC, () -> send(1), m -> m.localFamily(0));
        byBatch(12, -1, () -> send(1), m -> m.interfaceIndex(0));
        byBatch(12, 0, () -> send(1), m -> m.localInt(0));
    }

    @Test
    void pktinfo6() {
        udpPair("::1");
        on(to, IPPROTO_IPV6, IPV6_RECVPKTINFO);
        byMessage(20, -1, () -> send(1), ReceivedControl::interfaceIndex);
        byMessage(20, 0L, () -> send(1), ReceivedControl::destinationLow);
        byMessage(20, "", () -> send(1), c -> address(c::destination));
        byBatch(20, AF_UNSPEC, () -> send(1), m -> m.localFamily(0));
        byBatch(20, 0L, () -> send(1), m -> m.localLow(0));
    }

    private static String address(Function<SockaddrStorage, Boolean> known) {
        SockaddrStorage a = new SockaddrStorage();
        return known.apply(a) ? a.toSockaddr().toString() : "";
    }

    @Test
    void originalDestination() {
        udpPair("127.0.0.1");
        on(to, IPPROTO_IP, IP_RECVORIGDSTADDR);
        byMessage(16, "", () -> send(1), c -> address(c::originalDestination));
    }

    /** The report is there before the address behind it is. */
    @Test
    void errorsAndTheirOffender() {
        udpPair("127.0.0.1");
        int refused = from;
        ok(connect(refused, Sockaddr.of(Ports.refusing("127.0.0.1"))));
        on(refused, IPPROTO_IP, IP_RECVERR);
        to = refused;
        Runnable error = () -> {
            send(1);
            int[] pending = new int[1];
            for (int i = 0; i < 10_000_000 && pending[0] == 0; i++) {
                ok(getsockopt(refused, SOL_SOCKET, SO_ERROR, pending));
            }
            assertEquals(ECONNREFUSED, pending[0]);
        };
        for (int capacity = 0; capacity < MOST; capacity++) {
            error.run();
            try (Message m = new Message(1, capacity).add(ByteBuffer.allocate(8))) {
                ok(recvmsg(refused, m, MSG_ERRQUEUE));
                ReceivedControl got = m.received();
                boolean report = capacity >= CMSG_LEN(16);
                assertEquals(report, got.hasError(), "with " + capacity);
                assertEquals(report ? ECONNREFUSED : -1, got.errorErrno());
                assertEquals(report ? 3 : -1, got.errorType());
                assertEquals(report ? 0 : -1, got.errorInfo());
                String offender = capacity >= CMSG_LEN(32) ? "127.0.0.1:0" : "";
                assertEquals(offender, address(got::errorOffender), "with " + capacity);
            }
        }
    }

    // ---- times ----

    @Test
    void timestamps() {
        int[] options = {SO_TIMESTAMP, SO_TIMESTAMPNS, SO_TIMESTAMP_NEW, SO_TIMESTAMPNS_NEW};
        udpPair("127.0.0.1");
        for (int option : options) {
            on(to, SOL_SOCKET, option);
            byMessage(16, "none", () -> send(1), c -> today(c.timestampNanos()));
            byBatch(16, "none", () -> send(1), m -> today(m.receivedNanos(0)));
            ok(setsockopt(to, SOL_SOCKET, option, 0));
        }
        for (int option : new int[] {SO_TIMESTAMPING, SO_TIMESTAMPING_NEW}) {
            ok(setsockopt(to, SOL_SOCKET, option, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE));
            awaitTimes();
            byMessage(48, "none", () -> send(1), c -> today(c.softwareTimestampNanos()));
            byMessage(
                    48,
                    "none",
                    () -> send(1),
                    c -> today(c.hardwareTimestampNanos() < 0 ? c.softwareTimestampNanos() : 1));
            byBatch(48, "none", () -> send(1), m -> today(m.receivedNanos(0)));
            ok(setsockopt(to, SOL_SOCKET, option, 0));
        }
    }

    /** The kernel begins to take times a moment after the first socket asks for them (net_enable_timestamp of net/core/dev.c). */
    private void awaitTimes() {
        ByteBuffer b = ByteBuffer.allocateDirect(64);
        try (Message m = new Message(1, 256).add(b)) {
            for (int i = 0; i < 1_000_000; i++) {
                send(1);
                ok(recvmsg(to, m, 0));
                b.clear();
                if (m.received().softwareTimestampNanos() > 0) {
                    return;
                }
            }
        }
        throw new AssertionError("a million datagrams without a time");
    }

    /** Times differ, half ones are of other years. */
    private static String today(long nanos) {
        long day = 86_400_000_000_000L;
        long now = System.currentTimeMillis() * 1_000_000L;
        return nanos == -1 ? "none" : Math.abs(nanos - now) < day ? "today" : "wrong: " + nanos;
    }

    // ---- Unix sockets ----

    @Test
    void credentials() {
        int[] sv = unixPair(SOCK_DGRAM);
        from = sv[0];
        to = sv[1];
        open.addAll(List.of(from, to));
        on(to, SOL_SOCKET, SO_PASSCRED);
        int self = (int) ProcessHandle.current().pid();
        byMessage(12, -1, () -> send(1), c -> c.pid() == self ? self : c.pid());
        byMessage(12, -1L, () -> send(1), ReceivedControl::uid);
        byMessage(12, -1L, () -> send(1), ReceivedControl::gid);
        byBatch(12, -1, () -> send(1), m -> m.received(0).pid());
    }

    /** What is read as it is says that its end may be missing. */
    @Test
    void rawValues_sayThatTheyMayBeCutOff() {
        udpPair("127.0.0.1");
        on(to, IPPROTO_IP, IP_PKTINFO);
        for (int capacity = CMSG_LEN(0); capacity < MOST; capacity++) {
            send(1);
            try (Message m = new Message(1, capacity).add(ByteBuffer.allocate(8))) {
                ok(recvmsg(to, m, 0));
                assertEquals(1, m.received().count());
                assertEquals(Math.min(12, capacity - CMSG_LEN(0)), m.received().length(0));
                assertEquals(capacity < CMSG_LEN(12), m.received().mayBeCutOff(0), "with " + capacity);
            }
        }
    }
}
