package io.baresock.aeron;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.SendChannelEndpointSupplier;
import io.aeron.driver.media.SendChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import org.agrona.concurrent.status.AtomicCounter;

/** Gives the driver a {@link BaresockSendChannelEndpoint} for each channel. Thread-safe: it has no state. */
public final class BaresockSendChannelEndpointSupplier implements SendChannelEndpointSupplier {

    /** For {@code MediaDriver.Context}, and for Aeron, which makes one from the class name in {@code aeron.SendChannelEndpoint.supplier}. */
    public BaresockSendChannelEndpointSupplier() {}

    @Override
    public SendChannelEndpoint newInstance(
            UdpChannel udpChannel, AtomicCounter statusIndicator, MediaDriver.Context context) {
        return new BaresockSendChannelEndpoint(udpChannel, statusIndicator, context);
    }
}
