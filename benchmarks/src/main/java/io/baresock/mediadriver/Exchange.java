package io.baresock.mediadriver;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.baresock.aeron.BaresockReceiveChannelEndpointSupplier;
import io.baresock.aeron.BaresockSendChannelEndpointSupplier;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BusySpinIdleStrategy;

/** A media driver and a client of it, whose messages leave by UDP and come back on loopback. For one thread. */
final class Exchange implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final int TERM = 1 << 19;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final boolean isInvoked;

    Exchange(boolean baresock, int threads) {
        isInvoked = threads == 1;
        MediaDriver.Context context = new MediaDriver.Context()
                .dirDeleteOnShutdown(true)
                .publicationTermBufferLength(TERM)
                .threadingMode(isInvoked ? ThreadingMode.INVOKER : ThreadingMode.SHARED)
                .sharedIdleStrategy(BusySpinIdleStrategy.INSTANCE);
        if (baresock) {
            context.sendChannelEndpointSupplier(new BaresockSendChannelEndpointSupplier())
                    .receiveChannelEndpointSupplier(new BaresockReceiveChannelEndpointSupplier());
        }
        driver = MediaDriver.launchEmbedded(context);
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .driverAgentInvoker(driver.sharedAgentInvoker())
                .useConductorAgentInvoker(true));
    }

    /** Does the client's work, and the driver's too if it has no thread. */
    void turn() {
        if (isInvoked) {
            driver.sharedAgentInvoker().invoke();
        }
        aeron.conductorAgentInvoker().invoke();
    }

    /** Takes turns until it is done. */
    void await(String what, BooleanSupplier done) throws IOException {
        long start = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE) {
                throw new IOException(what);
            }
            turn();
        }
    }

    Subscription subscribe() {
        return aeron.addSubscription("aeron:udp?endpoint=127.0.0.1:0", 1);
    }

    /** A publication to a subscription. Those with an address of their own do not share a socket. */
    ExclusivePublication publish(Subscription to, boolean ownAddress) throws IOException {
        await("the subscription has no address", () -> to.tryResolveChannelEndpointPort() != null);
        String own = ownAddress ? "|control=127.0.0.1:0" : "";
        ExclusivePublication made = aeron.addExclusivePublication(to.tryResolveChannelEndpointPort() + own, 1);
        await("not connected", () -> made.isConnected() && to.imageBySessionId(made.sessionId()) != null);
        return made;
    }

    @Override
    public void close() {
        aeron.close();
        driver.close();
    }
}
