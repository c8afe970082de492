package io.baresock.errqueue;

import static io.baresock.Bsd.*;
import static io.baresock.option.SocketOptions.SO_TIMESTAMPING;
import static io.baresock.option.SocketOptions.SO_TXTIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.ErrorKind;
import io.baresock.ErrorQueue;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.Socket;
import io.baresock.option.HardwareTimestamping;
import io.baresock.option.Timestamping;
import io.baresock.option.Txtime;
import io.baresock.testkit.Capabilities;
import io.baresock.zerocopy.TransmitIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transmit and receive times, and whose they are; row G4. The cases are those of the kernel's own txtimestamp test. */
@EnabledOnOs(OS.LINUX)
@DisplayName("Timestamping, TransmitIds: row G4")
class TimestampsIT {

    private static final int SCHED = 0;
    private static final int SND = 1;
    private static final int ACK = 2;

    /** The times of each send, by its number, as they come. */
    private static final class Times {
        final Map<Long, long[]> of = new HashMap<>();
        int count;

        void take(Socket s, ErrorQueue queue, int until) throws IOException {
            while (count < until) {
                int n = Fixture.drain(s, queue);
                for (int i = 0; i < n; i++) {
                    assertEquals(ErrorKind.TIMESTAMP, queue.kind(i));
                    assertEquals(ENOMSG, queue.errno(i));
                    long[] times = of.computeIfAbsent(queue.id(i), id -> new long[] {-1, -1, -1});
                    put(times, SCHED, queue.schedNanos(i));
                    put(times, SND, queue.sendNanos(i));
                    put(times, ACK, queue.ackNanos(i));
                    count++;
                }
            }
            assertEquals(until, count);
        }

        private static void put(long[] times, int which, long nanos) {
            if (nanos >= 0) {
                assertEquals(-1, times[which], "the same time twice");
                times[which] = nanos;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void datagrams_haveTheirTimes_byTheirNumbers(String host) throws IOException {
        try (Socket s = Fixture.udp(host);
                Socket peer = Fixture.udp(host);
                ErrorQueue queue = new ErrorQueue(16, 16)) {
            s.setOption(
                    SO_TIMESTAMPING,
                    Timestamping.builder()
                            .sendSched()
                            .sendSoftware()
                            .ids()
                            .timesOnly()
                            .build());
            TransmitIds ids = TransmitIds.datagrams();
            long before = System.currentTimeMillis();
            for (int i = 0; i < 4; i++) {
                assertEquals(i, ids.next(9));
                assertEquals(i, ids.sent(s.sendto(ByteBuffer.allocate(9), 0, peer.localAddress())));
            }
            Times times = new Times();
            times.take(s, queue, 8);
            for (long i = 0; i < 4; i++) {
                long[] t = times.of.get(i);
                assertTrue(t[SCHED] <= t[SND], "in the scheduler before the driver");
                assertTrue(Math.abs(t[SCHED] / 1_000_000 - before) < 60_000);
                assertEquals(-1, t[ACK]);
            }
            assertEquals(4, times.of.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void streams_haveTheirTimes_byTheirLastByte_acknowledgedToo(String host) throws IOException {
        Socket[] p = Fixture.tcp(host);
        try (Socket s = p[0];
                Socket peer = p[1];
                ErrorQueue queue = new ErrorQueue(16, 16)) {
            s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
            s.send(ByteBuffer.allocate(77), 0); // before the option: not counted
            s.setOption(
                    SO_TIMESTAMPING,
                    Timestamping.builder()
                            .sendSched()
                            .sendSoftware()
                            .sendAck()
                            .streamIds()
                            .timesOnly()
                            .build());
            TransmitIds ids = TransmitIds.stream();
            long offset = 0;
            Times times = new Times();
            for (int size : new int[] {1, 10, 100, 1000}) {
                offset += size;
                assertEquals(offset - 1, ids.next(size));
                assertEquals(offset - 1, ids.sent(s.send(ByteBuffer.allocate(size), 0)));
                times.take(s, queue, times.count + 3);
                long[] t = times.of.get(offset - 1);
                assertTrue(t[SCHED] <= t[SND]);
                assertTrue(t[SND] <= t[ACK]);
            }
            assertEquals(77 + 1111, peer.available());
        }
    }

    /** They come before the report, and take more room than all the rest: with too little of it there would be no report. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void statisticsOfAStream_leaveRoomForTheReport(String host) throws IOException {
        Socket[] p = Fixture.tcp(host);
        try (Socket s = p[0];
                Socket peer = p[1];
                ErrorQueue queue = new ErrorQueue(4, 0)) {
            s.setsockopt(
                    SOL_SOCKET,
                    io.baresock.Bsd.SO_TIMESTAMPING,
                    SOF_TIMESTAMPING_SOFTWARE
                            | SOF_TIMESTAMPING_TX_SOFTWARE
                            | SOF_TIMESTAMPING_OPT_ID
                            | SOF_TIMESTAMPING_OPT_TSONLY
                            | SOF_TIMESTAMPING_OPT_STATS);
            assertEquals(3, s.send(ByteBuffer.allocate(3), 0));
            assertEquals(1, Fixture.drain(s, queue));
            assertEquals(ErrorKind.TIMESTAMP, queue.kind(0));
            assertEquals(ENOMSG, queue.errno(0));
            assertTrue(queue.sendNanos(0) > 0);
            int stats = queue.received(0).find(SOL_SOCKET, SCM_TIMESTAMPING_OPT_STATS);
            assertTrue(stats >= 0 && queue.received(0).length(stats) > 200, "no statistics");
            assertFalse(queue.received(0).mayBeCutOff(stats));
            assertEquals(0, peer.available() - 3);
        }
    }

    @Test
    void timesComeInTheOrderOfTheSends_withThePacket_unlessTheyAreAskedForAlone() throws IOException {
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(8, 200)) {
            s.setOption(
                    SO_TIMESTAMPING, Timestamping.builder().sendSoftware().ids().build());
            for (int i = 0; i < 5; i++) {
                s.sendto(Fixture.ascii("number " + i), 0, peer.localAddress());
            }
            assertEquals(5, Fixture.drain(s, queue));
            for (int i = 0; i < 5; i++) {
                assertEquals(i, queue.id(i));
                String packet = Fixture.text(queue.payload(i));
                assertTrue(packet.endsWith("number " + i), packet);
                assertTrue(packet.length() >= 20 + 8 + 8, "IP and UDP headers come first");
            }
            s.setOption(SO_TIMESTAMPING, Timestamping.sendSoftware());
            s.sendto(Fixture.ascii("alone"), 0, peer.localAddress());
            assertEquals(1, Fixture.drain(s, queue));
            assertEquals(0, queue.payload(0).remaining());
            assertEquals(5, queue.id(0)); // goes on counting
        }
    }

    @Test
    void oneSend_canAskForTimes_byItself() throws IOException {
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(8, 0);
                Message plain = new Message().add(ByteBuffer.allocateDirect(4)).to(peer.localAddress());
                Message stamped =
                        new Message().add(ByteBuffer.allocateDirect(4)).to(peer.localAddress())) {
            s.setOption(
                    SO_TIMESTAMPING,
                    Timestamping.builder().reportSoftware().ids().timesOnly().build());
            stamped.control().timestamping(SOF_TIMESTAMPING_TX_SOFTWARE);
            s.sendmsg(plain, 0);
            assertEquals(0, s.errors(queue));
            s.sendmsg(stamped, 0);
            assertEquals(1, Fixture.drain(s, queue));
            assertEquals(0, queue.id(0)); // the plain one was not counted
            assertEquals(SCM_TSTAMP_SND, queue.stamp(0));
            stamped.control().clear().timestamping(SOF_TIMESTAMPING_RX_SOFTWARE); // not a flag of a send
            ErrnoException e = assertThrows(ErrnoException.class, () -> s.sendmsg(stamped, 0));
            assertEquals(EINVAL, e.errno());
        }
    }

    @Test
    void aDatagram_canBringItsNumber_fromLinux613On() throws IOException {
        String[] release = System.getProperty("os.version").split("\\D+");
        int version = Integer.parseInt(release[0]) * 1000 + Integer.parseInt(release[1]);
        assertEquals(version >= 6013, TransmitIds.canBeChosen());
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(8, 0);
                Message m = new Message().add(ByteBuffer.allocateDirect(4)).to(peer.localAddress())) {
            s.setOption(SO_TIMESTAMPING, Timestamping.sendSoftware());
            m.control().timestampId(0xCAFE_F00D);
            if (TransmitIds.canBeChosen()) {
                s.sendmsg(m, 0);
                assertEquals(1, Fixture.drain(s, queue));
                assertEquals(0xCAFE_F00DL, queue.id(0));
            } else {
                assertEquals(
                        EINVAL,
                        assertThrows(ErrnoException.class, () -> s.sendmsg(m, 0))
                                .errno());
            }
        }
    }

    @Test
    void receiveTimes_comeInTheColumnsOfABatch_andTransmitTimesWithTheirInterface() throws IOException {
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                ErrorQueue queue = new ErrorQueue(8, 0);
                MessageBatch in = new MessageBatch(4, 8)) {
            s.setOption(
                    SO_TIMESTAMPING,
                    Timestamping.builder().sendSoftware().withControl().ids().build());
            s.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
            peer.setOption(
                    SO_TIMESTAMPING, Timestamping.builder().receiveSoftware().build());
            // The kernel begins to stamp a while after it was asked to: net_enable_timestamp is deferred.
            long first = -1;
            for (int i = 0; i < 100_000 && first < 0; i++) {
                s.sendto(ByteBuffer.allocate(8), 0, peer.localAddress());
                assertEquals(1, Fixture.drain(s, queue));
                assertEquals(1, peer.recvmmsg(in, MSG_WAITFORONE));
                first = in.receivedNanos(0);
            }
            for (int i = 0; i < 3; i++) {
                s.sendto(ByteBuffer.allocate(8), 0, peer.localAddress());
            }
            assertEquals(3, Fixture.drain(s, queue));
            assertEquals(3, peer.recvmmsg(in, MSG_WAITFORONE));
            for (int i = 0; i < 3; i++) {
                assertTrue(in.receivedNanos(i) >= first && first > 0);
                assertTrue(i == 0 || in.receivedNanos(i - 1) <= in.receivedNanos(i));
                assertEquals(-1, in.hardwareReceivedNanos(i));
                assertEquals(if_nametoindex("lo"), queue.received(i).interfaceIndex());
            }
        }
    }

    @Test
    void hardware_isSetByTheDevicesName_andTheLoopbackHasNone() {
        for (String device : List.of("", "a name that is too long", "nul\0")) {
            assertThrows(IllegalArgumentException.class, () -> HardwareTimestamping.get(device));
        }
        ErrnoException e = assertThrows(ErrnoException.class, () -> HardwareTimestamping.get("lo"));
        assertEquals(EOPNOTSUPP, e.errno());
        assertTrue(e.getMessage().startsWith("ioctl(SIOCGHWTSTAMP): EOPNOTSUPP"), e.getMessage());
        Capabilities.CAP_NET_ADMIN.need();
        HardwareTimestamping all = new HardwareTimestamping(0, HWTSTAMP_TX_ON, HWTSTAMP_FILTER_ALL);
        e = assertThrows(ErrnoException.class, () -> all.set("lo"));
        assertEquals(EOPNOTSUPP, e.errno());
        e = assertThrows(ErrnoException.class, () -> all.set("no-such-device"));
        assertEquals(ENODEV, e.errno());
    }

    @Test
    void numbers_beginAgain_after32Bits() {
        TransmitIds ids = TransmitIds.stream();
        assertEquals(-1, ids.sent(0));
        assertEquals(Integer.MAX_VALUE - 1L, ids.sent(Integer.MAX_VALUE));
        assertEquals(2L * Integer.MAX_VALUE - 1, ids.sent(Integer.MAX_VALUE));
        assertEquals(0xFFFF_FFFFL, ids.next(2));
        assertEquals(0, ids.sent(3));
        assertEquals(1, ids.sent(1));
        assertThrows(IllegalArgumentException.class, () -> ids.sent(-1));
        assertEquals(0, TransmitIds.datagrams().sent(0)); // an empty datagram is one
    }

    @Test
    void sendTimes_areTaken_slotBySlotOfABatch() throws IOException {
        try (Socket s = Fixture.udp("127.0.0.1");
                Socket peer = Fixture.udp("127.0.0.1");
                MessageBatch out = new MessageBatch(3, 4);
                MessageBatch in = new MessageBatch(4, 4)) {
            for (int i = 0; i < 3; i++) {
                out.length(i, 4).to(i, peer.localAddress());
            }
            // Without the option the kernel refuses a time, and only a slot that has one: so each slot's time arrives.
            for (int timed = 0; timed < 3; timed++) {
                for (int i = 0; i < 3; i++) {
                    out.control(i).clear();
                }
                out.control(timed).txTime(1 + timed);
                out.range(0, 3);
                if (timed > 0) {
                    assertEquals(timed, s.sendmmsg(out, 0));
                    assertEquals(timed, peer.recvmmsg(in, MSG_WAITFORONE));
                }
                ErrnoException e = assertThrows(ErrnoException.class, () -> s.sendmmsg(out, 0));
                assertEquals(EINVAL, e.errno());
            }
            Txtime option = Txtime.monotonic().deadline().reportErrors();
            assertEquals(option, s.setOption(SO_TXTIME, option).getOption(SO_TXTIME));
            Capabilities.CAP_NET_ADMIN.need(); // for another clock than CLOCK_MONOTONIC
            assertEquals(Txtime.tai(), s.setOption(SO_TXTIME, Txtime.tai()).getOption(SO_TXTIME));
            for (int i = 0; i < 3; i++) {
                out.control(i).clear().txTime(1 + i); // long ago: at once
            }
            assertEquals(3, s.sendmmsg(out.range(0, 3), 0));
            assertEquals(3, peer.recvmmsg(in, MSG_WAITFORONE));
        }
    }
}
