package io.baresock.aeron;

import static io.aeron.driver.status.SystemCounterDescriptor.BYTES_RECEIVED;
import static io.aeron.driver.status.SystemCounterDescriptor.NAK_MESSAGES_RECEIVED;
import static io.aeron.driver.status.SystemCounterDescriptor.RETRANSMITS_SENT;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.status.ChannelEndpointStatus;
import io.baresock.testkit.Allocations;
import io.baresock.testkit.Fds;
import io.baresock.testkit.Patience;
import io.baresock.testkit.Ports;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the endpoints do, with Aeron's driver run by the test's thread. */
@EnabledOnOs(OS.LINUX)
class EndpointsIT {

    private static final String LOOPBACK = "aeron:udp?endpoint=127.0.0.1:0";

    @Test
    @DisplayName("every datagram of both directions goes through Baresock")
    void throughBaresock() throws IOException {
        try (Rig rig = Rig.counted();
                Subscription in = rig.subscribe(LOOPBACK);
                Publication out = rig.publish(rig.address(in) + "|mtu=1408")) {
            rig.inOrder(out, 1000, in); // a message of 1000 bytes fills a datagram
            assertTrue(Rig.sent(rig.senders) >= 1000, "data");
            assertTrue(Rig.received(rig.receivers) >= 1000, "data");
            assertTrue(Rig.sent(rig.receivers) > 0, "status messages");
            assertTrue(Rig.received(rig.senders) > 0, "status messages");
        }
    }

    @Test
    @DisplayName("Aeron makes the suppliers from their class names")
    void byClassName() throws IOException {
        String send = "aeron.SendChannelEndpoint.supplier";
        String receive = "aeron.ReceiveChannelEndpoint.supplier";
        System.setProperty(send, BaresockSendChannelEndpointSupplier.class.getName());
        System.setProperty(receive, BaresockReceiveChannelEndpointSupplier.class.getName());
        try (Rig rig = new Rig(new MediaDriver.Context())) {
            assertInstanceOf(
                    BaresockSendChannelEndpointSupplier.class, rig.context().sendChannelEndpointSupplier());
            assertInstanceOf(
                    BaresockReceiveChannelEndpointSupplier.class, rig.context().receiveChannelEndpointSupplier());
            try (Subscription in = rig.subscribe(LOOPBACK);
                    Publication out = rig.publish(rig.address(in))) {
                rig.inOrder(out, 100, in);
            }
        } finally {
            System.clearProperty(send);
            System.clearProperty(receive);
        }
    }

    @Test
    @DisplayName("multicast on loopback")
    void multicast() throws IOException {
        String channel = "aeron:udp?endpoint=224.20.30.39:" + Ports.free() + "|interface=127.0.0.1|mtu=1408";
        try (Rig rig = Rig.counted();
                Subscription in = rig.subscribe(channel);
                Publication out = rig.publish(channel)) {
            rig.inOrder(out, 500, in);
            assertTrue(Rig.sent(rig.senders) >= 500, "data");
            assertTrue(Rig.received(rig.receivers) >= 500, "data");
            assertTrue(Rig.received(rig.senders) > 0, "status messages");
        }
    }

    @Test
    @DisplayName("several destinations (MDC): Aeron sends, Baresock receives")
    void destinations() throws IOException {
        try (Rig rig = Rig.counted();
                Subscription one = rig.subscribe(LOOPBACK);
                Subscription two = rig.subscribe(LOOPBACK);
                Publication out = rig.publish("aeron:udp?control-mode=manual|mtu=1408")) {
            out.addDestination(rig.address(one));
            out.addDestination(rig.address(two));
            rig.inOrder(out, 500, one, two);
            assertTrue(Rig.received(rig.receivers) >= 1000, "data");
            assertTrue(Rig.received(rig.senders) > 0, "status messages");
        }
    }

    @Test
    @DisplayName("lost datagrams are asked for by NAK and sent again")
    void loss() throws IOException {
        try (Rig rig = Rig.counted();
                Subscription in = rig.subscribe(LOOPBACK);
                Publication out = rig.publish(rig.address(in) + "|mtu=1408")) {
            rig.lossOfEvery = 17;
            rig.inOrder(out, 1000, in);
            assertTrue(rig.lost >= 1000 / 17, "lost");
            assertTrue(rig.counter(NAK_MESSAGES_RECEIVED) > 0, "NAK");
            assertTrue(rig.counter(RETRANSMITS_SENT) > 0, "sent again");
        }
    }

    /** Publications that are connected. Each has an address of its own. */
    private static List<Publication> eight(Rig rig, Subscription to) {
        String channel = rig.address(to) + "|control=127.0.0.1:0|mtu=1408";
        List<Publication> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(rig.publish(channel));
        }
        rig.await("not connected", () -> all.stream().allMatch(Publication::isConnected) && to.imageCount() == 8);
        return all;
    }

    @Test
    @DisplayName("datagrams that wait are received several by a call, in order, and the driver's counter has all bytes")
    void several() throws IOException {
        int messages = 500;
        try (Rig rig = Rig.counted();
                Subscription in = rig.subscribe(LOOPBACK)) {
            List<Publication> out = eight(rig, in);
            Map<Integer, Integer> next = new HashMap<>();
            FragmentHandler check = (buffer, offset, length, header) ->
                    assertEquals(next.merge(header.sessionId(), 1, Integer::sum), buffer.getInt(offset));
            UnsafeBuffer message = new UnsafeBuffer(new byte[1000]);
            for (int k = 1; k <= messages; k++) {
                message.putInt(0, k);
                for (Publication publication : out) {
                    rig.await("no room", () -> {
                        in.poll(check, 64);
                        return publication.offer(message) > 0;
                    });
                }
            }
            rig.await("messages are missing", () -> {
                in.poll(check, 64);
                return next.size() == 8 && next.values().stream().allMatch(n -> n == messages);
            });
            assertTrue(rig.receivers.stream().anyMatch(r -> r.most() > 1), "one datagram a call");
            assertTrue(rig.counter(BYTES_RECEIVED) >= 8L * messages * 1000, "bytes received");
            assertEquals(List.of(), rig.errors);
            out.forEach(Publication::close);
        }
    }

    @Test
    @DisplayName("a frame that cannot be handled is reported, and those after it arrive")
    void badFrame() throws IOException {
        try (Rig rig = Rig.counted();
                Subscription in = rig.subscribe(LOOPBACK)) {
            List<Publication> out = eight(rig, in);
            rig.failureOfEvery = 5;
            int[] arrived = new int[1];
            UnsafeBuffer message = new UnsafeBuffer(new byte[1000]);
            FragmentHandler count = (buffer, offset, length, header) -> arrived[0]++;
            for (int k = 0; k < 800; k++) {
                Publication publication = out.get(k % 8);
                rig.await("no room", () -> {
                    in.poll(count, 64);
                    return publication.offer(message) > 0;
                });
            }
            rig.await("messages are missing", () -> {
                in.poll(count, 64);
                return arrived[0] == 800;
            });
            assertTrue(rig.errors.size() >= 800 / 5, rig.errors::toString);
            assertTrue(rig.errors.stream().allMatch(e -> e.contains(Rig.FAILURE)), rig.errors::toString);
            out.forEach(Publication::close);
        }
    }

    private static long timeOf(Rig rig, Publication out, Subscription in) {
        rig.await("not connected", () -> out.isConnected() && in.isConnected());
        UnsafeBuffer message = new UnsafeBuffer(new byte[1000]);
        rig.await("no room", () -> out.offer(message) > 0);
        long[] time = new long[1];
        rig.await(
                "no message",
                () -> in.poll(
                                (buffer, offset, length, header) -> time[0] = buffer.getLong(offset + 8, LITTLE_ENDIAN),
                                1)
                        > 0);
        return time[0];
    }

    @Test
    @DisplayName(
            "channel-rcv-ts-offset with KernelReceiveClock: the kernel's time; where Aeron's code receives, the other clock's")
    void receiveTimes() throws IOException {
        try (Rig rig = new Rig(new MediaDriver.Context()
                        .channelReceiveTimestampClock(new KernelReceiveClock(() -> 42))
                        .sendChannelEndpointSupplier(new BaresockSendChannelEndpointSupplier())
                        .receiveChannelEndpointSupplier(new BaresockReceiveChannelEndpointSupplier()));
                Subscription in = rig.subscribe(LOOPBACK + "|channel-rcv-ts-offset=8");
                Publication out = rig.publish(rig.address(in))) {
            long yearsSince1970 = timeOf(rig, out, in) / (365L * 24 * 3600 * 1_000_000_000);
            assertTrue(yearsSince1970 > 50, () -> yearsSince1970 + " years since 1970");
            String destination = "aeron:udp?endpoint=127.0.0.1:" + Ports.free();
            try (Subscription several = rig.subscribe("aeron:udp?control-mode=manual|channel-rcv-ts-offset=8");
                    Publication there = rig.publish(destination)) {
                several.addDestination(destination);
                assertEquals(42, timeOf(rig, there, several));
            }
            assertEquals(List.of(), rig.errors);
        }
    }

    @Test
    @DisplayName("a port where no program receives is no error, and the messages arrive once there is one")
    void refused() throws IOException {
        String channel = "aeron:udp?endpoint=127.0.0.1:" + Ports.free();
        try (Rig rig = Rig.counted();
                Publication out = rig.publish(channel)) {
            rig.await("not refused", () -> Rig.refused(rig.senders) >= 2);
            assertEquals(List.of(), rig.errors);
            try (Subscription in = rig.subscribe(channel)) {
                rig.inOrder(out, 100, in);
            }
        }
    }

    @Test
    @DisplayName("without a copy of the descriptor the channel is refused, nothing stays open and the driver goes on")
    void noCopy() throws IOException {
        boolean[] fail = {true};
        try (Rig rig = new Rig((send, receive) -> {
            if (fail[0]) {
                throw new IOException("no descriptor is left");
            }
            return Datagrams.of(send, receive);
        })) {
            List<String> before = Fds.open();
            String channel = "aeron:udp?endpoint=127.0.0.1:" + Ports.free();
            for (int i = 0; i < 3; i++) {
                RegistrationException e = assertThrows(RegistrationException.class, () -> rig.subscribe(channel));
                assertTrue(e.getMessage().contains("channel error - no descriptor is left: " + channel), e::getMessage);
                e = assertThrows(RegistrationException.class, () -> rig.publish(channel));
                assertTrue(e.getMessage().contains("channel error - no descriptor is left: " + channel), e::getMessage);
            }
            Fds.assertNoOthersThan(before);
            rig.context()
                    .countersManager()
                    .forEach((id, type, key, label) -> assertTrue(
                            !label.contains(channel)
                                    || rig.context().countersManager().getCounterValue(id)
                                            != ChannelEndpointStatus.ACTIVE,
                            label));
            fail[0] = false;
            rig.errors.clear(); // the driver has told of the failures above
            try (Subscription in = rig.subscribe(channel);
                    Publication out = rig.publish(channel)) {
                rig.inOrder(out, 10, in);
            }
        }
    }

    @Test
    @DisplayName("an endpoint closes twice, and sends and receives nothing after it")
    void closeTwice() throws IOException {
        List<String> before = Fds.open();
        try (Rig rig = Rig.counted()) {
            BaresockSendChannelEndpoint[] made = new BaresockSendChannelEndpoint[1];
            rig.context().sendChannelEndpointSupplier((channel, status, context) -> {
                made[0] = new BaresockSendChannelEndpoint(channel, status, context);
                return made[0];
            });
            try (Publication out = rig.publish("aeron:udp?endpoint=127.0.0.1:" + Ports.free())) {
                BaresockSendChannelEndpoint endpoint = made[0];
                endpoint.close();
                endpoint.close();
                ByteBuffer buffer = ByteBuffer.allocateDirect(100);
                assertEquals(0, endpoint.send(buffer));
                assertEquals(null, endpoint.receive(buffer));
                assertEquals(List.of(), rig.errors);
                assertEquals(
                        0,
                        endpoint.send(buffer, new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free())));
                assertEquals(1, rig.errors.size(), rig.errors::toString);
                assertTrue(rig.errors.get(0).contains("failed to send datagram to /127.0.0.1:"), rig.errors::toString);
            }
        }
        Fds.assertNoOthersThan(before);
    }

    @Test
    @DisplayName("an endpoint goes to its new address, and sends nothing while it has none")
    void newAddress() throws IOException {
        try (Rig rig = Rig.counted();
                DatagramSocket there = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            BaresockSendChannelEndpoint[] made = new BaresockSendChannelEndpoint[1];
            rig.context().sendChannelEndpointSupplier((channel, status, context) -> {
                made[0] = new BaresockSendChannelEndpoint(channel, status, context);
                return made[0];
            });
            try (Publication out = rig.publish("aeron:udp?endpoint=127.0.0.1:" + Ports.free())) {
                BaresockSendChannelEndpoint endpoint = made[0];
                InetSocketAddress none = InetSocketAddress.createUnresolved("none.invalid", 1);
                assertThrows(AeronException.class, () -> endpoint.updateEndpoint(none, null));
                ByteBuffer buffer = ByteBuffer.allocateDirect(100);
                assertEquals(0, endpoint.send(buffer));
                endpoint.updateEndpoint((InetSocketAddress) there.getLocalSocketAddress(), null);
                assertEquals(100, endpoint.send(buffer));
                DatagramPacket packet = new DatagramPacket(new byte[200], 200);
                there.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Patience.SECONDS));
                there.receive(packet);
                assertEquals(100, packet.getLength());
                assertEquals(List.of(), rig.errors);
            }
        }
    }

    @Test
    @DisplayName("eight senders: no garbage in the driver and in the client")
    void noGarbage() throws Exception {
        try (Rig rig = Rig.counted();
                Subscription in = rig.subscribe(LOOPBACK)) {
            // With up to five channels Aeron walks a list by an iterator, which the compiler does not always take away.
            List<Subscription> idle = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                idle.add(rig.subscribe(LOOPBACK));
            }
            List<Publication> out = eight(rig, in);
            assertEquals(8, rig.senders.size(), "each sender has its own address");
            UnsafeBuffer message = new UnsafeBuffer(new byte[1000]);
            int[] arrived = new int[1];
            FragmentHandler count = (buffer, offset, length, header) -> arrived[0]++;
            Allocations.Body eight = () -> {
                int enough = arrived[0] + 8;
                for (int i = 0; i < 8; i++) {
                    while (out.get(i).offer(message) < 0) {
                        rig.turn();
                        in.poll(count, 8);
                    }
                }
                while (arrived[0] < enough) {
                    rig.turn();
                    in.poll(count, 8);
                }
            };
            @SuppressWarnings("deprecation") // Thread.threadId() is newer than JDK 17
            long thread = Thread.currentThread().getId();
            int calls = 1000;
            long messages = calls * 8L;
            long bytes = Allocations.leastBytes(thread, calls, messages - 1, eight);
            assertTrue(bytes < messages, () -> bytes + " bytes for " + messages + " messages");
            assertEquals(List.of(), rig.errors);
            out.forEach(Publication::close);
            idle.forEach(Subscription::close);
        }
    }
}
