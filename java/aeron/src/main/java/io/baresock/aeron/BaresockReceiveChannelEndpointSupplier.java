package io.baresock.aeron;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ReceiveChannelEndpointSupplier;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import org.agrona.concurrent.status.AtomicCounter;

/** Gives the driver a {@link BaresockReceiveChannelEndpoint} for each channel. Thread-safe: it has no state. */
public final class BaresockReceiveChannelEndpointSupplier implements ReceiveChannelEndpointSupplier {

    /** For {@code MediaDriver.Context}, and for Aeron, which makes one from the class name in {@code aeron.ReceiveChannelEndpoint.supplier}. */
    public BaresockReceiveChannelEndpointSupplier() {}

    @Override
    public ReceiveChannelEndpoint newInstance(
            UdpChannel udpChannel,
            DataPacketDispatcher dispatcher,
            AtomicCounter statusIndicator,
            MediaDriver.Context context) {
        return new BaresockReceiveChannelEndpoint(udpChannel, dispatcher, statusIndicator, context);
    }
}
