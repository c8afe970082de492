package io.baresock.message;

import static io.baresock.Bsd.*;
import static io.baresock.message.Fixture.nameOf;
import static io.baresock.message.Fixture.ok;
import static io.baresock.message.Fixture.on;
import static io.baresock.message.Fixture.receiver;
import static io.baresock.message.Fixture.sender;
import static io.baresock.message.Fixture.through;
import static io.baresock.message.Fixture.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Message;
import io.baresock.SockaddrStorage;
import io.baresock.internal.Abi;
import io.baresock.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row G2: control messages with times: of receiving, of sending and for sending; row Z9 where named. */
@EnabledOnOs(OS.LINUX)
class ControlTimesIT {

    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @DisplayName("Z9: receive times as timeval and timespec, OLD and NEW")
    @CsvSource({"SO_TIMESTAMP", "SO_TIMESTAMP_NEW", "SO_TIMESTAMPNS", "SO_TIMESTAMPNS_NEW"})
    void timestamps_areOfNow(String option) {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        on(b, SOL_SOCKET, Abi.constant(option));
        try (Message out = new Message();
                Message in = new Message()) {
            for (int i = 0; i < 3; i++) {
                long before = System.currentTimeMillis() * 1_000_000;
                long time = through(a, b, out, in).timestampNanos();
                assertTrue(Math.abs(time - before) < 60 * SECOND, time + " is not near " + before);
                assertTrue(option.contains("NS") || time % 1000 == 0, option + " gave " + time);
                assertEquals(-1, in.received().softwareTimestampNanos());
            }
        }
        Fixture.close(a, b);
    }

    @ParameterizedTest
    @CsvSource({"SO_TIMESTAMPING", "SO_TIMESTAMPING_NEW"})
    void timestamping_hasSoftwareTimes_onLoopback(String option) {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        int flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
        ok(setsockopt(b, SOL_SOCKET, Abi.constant(option), flags));
        try (Message out = new Message();
                Message in = new Message()) {
            // The kernel begins to stamp a while after it was asked to: net_enable_timestamp is deferred.
            long time = -1;
            long before = System.currentTimeMillis() * 1_000_000;
            for (int i = 0; i < 100_000 && time < 0; i++) {
                time = through(a, b, out, in).softwareTimestampNanos();
            }
            assertTrue(Math.abs(time - before) < 60 * SECOND, time + " is not near " + before);
            assertEquals(-1, in.received().hardwareTimestampNanos());
            assertEquals(-1, in.received().timestampNanos());
        }
        Fixture.close(a, b);
    }

    @Test
    void transmitTimes_comeByTheErrorQueue_withTheirIds() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        int flags = SOF_TIMESTAMPING_TX_SOFTWARE
                | SOF_TIMESTAMPING_SOFTWARE
                | SOF_TIMESTAMPING_OPT_ID
                | SOF_TIMESTAMPING_OPT_TSONLY;
        ok(setsockopt(a, SOL_SOCKET, SO_TIMESTAMPING, flags));
        try (Message out = sender().to(nameOf(b));
                Message error = receiver()) {
            for (int id = 0; id < 3; id++) {
                out.clearBuffers().add(Fixture.ascii("x"));
                assertEquals(1, sendmsg(a, out, 0));
                assertTrue((ok(poll(a, 0, Patience.NANOS)) & POLLERR) != 0);
                assertEquals(0, recvmsg(a, error, MSG_ERRQUEUE));
                assertTrue(error.received().hasError());
                assertEquals(ENOMSG, error.received().errorErrno());
                assertEquals(SO_EE_ORIGIN_TIMESTAMPING, error.received().errorOrigin());
                assertEquals(SCM_TSTAMP_SND, error.received().errorInfo());
                assertEquals(id, error.received().errorData());
                assertTrue(error.received().softwareTimestampNanos() > 0);
                assertFalse(error.received().errorOffender(new SockaddrStorage()));
            }
            out.clearBuffers().add(Fixture.ascii("x")).control().timestampId(4711);
            int sent = sendmsg(a, out, 0);
            if (sent != -EINVAL) { // Linux 6.13 knows it
                assertEquals(1, sent);
                assertTrue((ok(poll(a, 0, Patience.NANOS)) & POLLERR) != 0);
                assertEquals(0, recvmsg(a, error, MSG_ERRQUEUE));
                assertEquals(4711, error.received().errorData());
            }
        }
        Fixture.close(a, b);
    }

    @Test
    void txTime_isTaken_afterTheOption() {
        int a = udp("127.0.0.1");
        int b = udp("127.0.0.1");
        ByteBuffer clockAndFlags = ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(1)
                .putInt(0)
                .flip();
        try (Message out = sender().to(nameOf(b));
                Message in = receiver()) {
            out.control().txTime(1); // long ago: at once. Without the option it is refused
            assertEquals(-EINVAL, sendmsg(a, out, 0));
            assertEquals(0, setsockopt(a, SOL_SOCKET, SO_TXTIME, clockAndFlags)); // CLOCK_MONOTONIC
            assertEquals(1, sendmsg(a, out, 0));
            assertEquals(1, recvmsg(b, in, 0));
        }
        Fixture.close(a, b);
    }
}
