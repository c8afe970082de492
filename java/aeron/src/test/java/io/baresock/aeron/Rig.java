package io.baresock.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ReceiveChannelEndpointSupplier;
import io.aeron.driver.SendChannelEndpointSupplier;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.media.UdpChannel;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.protocol.DataHeaderFlyweight;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/** Aeron's driver and a client, both run by the test's own thread. It keeps the datagrams of all endpoints, whose counters it adds up. */
final class Rig implements AutoCloseable {

    static final int STREAM = 7;

    final List<Datagrams> senders = new ArrayList<>();
    final List<Datagrams> receivers = new ArrayList<>();
    final List<String> errors = new ArrayList<>();
    /** Every data frame of this number is lost when it arrives; 0 for none. */
    int lossOfEvery;

    int lost;
    /** Every data frame of this number fails when it arrives; 0 for none. */
    int failureOfEvery;

    static final String FAILURE = "this frame cannot be handled";
    private int frames;
    private final Path dir;
    private final MediaDriver driver;
    private final Aeron aeron;

    /** With endpoints whose datagrams are counted. */
    static Rig counted() throws IOException {
        return new Rig(Datagrams::of);
    }

    Rig(Datagrams.Opener opener) throws IOException {
        this(new MediaDriver.Context(), opener);
    }

    /** With the endpoints of the context's suppliers. */
    Rig(MediaDriver.Context context) throws IOException {
        dir = Files.createTempDirectory("bs-aeron-");
        driver = MediaDriver.launchEmbedded(
                context.aeronDirectoryName(dir.resolve("aeron").toString())
                        .dirDeleteOnShutdown(true)
                        .termBufferSparseFile(true)
                        .threadingMode(ThreadingMode.INVOKER)
                        .errorHandler(e -> errors.add(e.toString())));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .driverAgentInvoker(driver.sharedAgentInvoker())
                .useConductorAgentInvoker(true)
                .errorHandler(e -> errors.add(e.toString())));
    }

    private Rig(MediaDriver.Context context, Datagrams.Opener opener) throws IOException {
        this(context); // the suppliers below are asked later, when there is a channel
        context.sendChannelEndpointSupplier(senders(opener)).receiveChannelEndpointSupplier(receivers(opener));
    }

    private SendChannelEndpointSupplier senders(Datagrams.Opener opener) {
        return (channel, status, context) -> new BaresockSendChannelEndpoint(
                channel, status, context, (send, receive) -> kept(senders, opener, send, receive));
    }

    private ReceiveChannelEndpointSupplier receivers(Datagrams.Opener opener) {
        return (channel, dispatcher, status, context) -> new Lossy(
                channel, dispatcher, status, context, (send, receive) -> kept(receivers, opener, send, receive));
    }

    private static Datagrams kept(
            List<Datagrams> list, Datagrams.Opener opener, DatagramChannel send, DatagramChannel receive)
            throws IOException {
        Datagrams made = opener.open(send, receive);
        list.add(made);
        return made;
    }

    private final class Lossy extends BaresockReceiveChannelEndpoint {
        Lossy(
                UdpChannel channel,
                DataPacketDispatcher dispatcher,
                AtomicCounter status,
                MediaDriver.Context context,
                Datagrams.Opener opener) {
            super(channel, dispatcher, status, context, opener);
        }

        @Override
        public int onDataPacket(
                DataHeaderFlyweight header, UnsafeBuffer buffer, int length, InetSocketAddress from, int transport) {
            boolean heartbeat = length == DataHeaderFlyweight.HEADER_LENGTH;
            if (!heartbeat && lossOfEvery > 0 && ++frames % lossOfEvery == 0) {
                lost++;
                return 0;
            }
            if (!heartbeat && failureOfEvery > 0 && ++frames % failureOfEvery == 0) {
                throw new IllegalStateException(FAILURE);
            }
            return super.onDataPacket(header, buffer, length, from, transport);
        }
    }

    MediaDriver.Context context() {
        return driver.context();
    }

    /** Does what the driver and the client have to do now. */
    void turn() {
        driver.sharedAgentInvoker().invoke();
        aeron.conductorAgentInvoker().invoke();
    }

    void await(String what, BooleanSupplier done) {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < Patience.NANOS, () -> what + " " + errors);
            turn();
        }
    }

    Subscription subscribe(String channel) {
        return aeron.addSubscription(channel, STREAM);
    }

    /** The subscription's channel with the port that it has. */
    String address(Subscription subscription) {
        await("no local address", () -> subscription.tryResolveChannelEndpointPort() != null);
        return subscription.tryResolveChannelEndpointPort();
    }

    Publication publish(String channel) {
        return aeron.addExclusivePublication(channel, STREAM);
    }

    /** Sends the numbers from 0, and waits until all of them have come to each subscription in order. */
    void inOrder(Publication publication, int messages, Subscription... subscriptions) {
        int[] next = new int[subscriptions.length];
        FragmentHandler[] checks = new FragmentHandler[subscriptions.length];
        for (int i = 0; i < checks.length; i++) {
            int sub = i;
            await("not connected", () -> publication.isConnected() && subscriptions[sub].isConnected());
            checks[i] = (buffer, offset, length, header) -> assertEquals(next[sub]++, buffer.getInt(offset));
        }
        UnsafeBuffer message = new UnsafeBuffer(new byte[1000]);
        for (int k = 0; k < messages; k++) {
            message.putInt(0, k);
            await("no room", () -> {
                poll(subscriptions, checks);
                return publication.offer(message) > 0;
            });
        }
        for (int i = 0; i < checks.length; i++) {
            int sub = i;
            await("messages are missing", () -> {
                poll(subscriptions, checks);
                return next[sub] == messages;
            });
        }
        assertEquals(List.of(), errors);
    }

    private static void poll(Subscription[] subscriptions, FragmentHandler[] checks) {
        for (int i = 0; i < checks.length; i++) {
            subscriptions[i].poll(checks[i], 64);
        }
    }

    long counter(SystemCounterDescriptor which) {
        return driver.context().systemCounters().get(which).get();
    }

    static long sent(List<Datagrams> all) {
        return all.stream().mapToLong(Datagrams::sent).sum();
    }

    static long received(List<Datagrams> all) {
        return all.stream().mapToLong(Datagrams::received).sum();
    }

    static long refused(List<Datagrams> all) {
        return all.stream().mapToLong(Datagrams::refused).sum();
    }

    @Override
    public void close() throws IOException {
        aeron.close();
        driver.close();
        Files.deleteIfExists(dir);
    }
}
