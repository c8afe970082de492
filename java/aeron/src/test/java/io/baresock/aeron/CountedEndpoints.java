package io.baresock.aeron;

import io.aeron.driver.MediaDriver;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** Endpoints for the drivers of a test, whose datagrams are counted. The sums are right when the drivers have ended. */
final class CountedEndpoints {

    private final List<Datagrams> all = new ArrayList<>();

    MediaDriver.Context in(MediaDriver.Context context) {
        return context.sendChannelEndpointSupplier(
                        (channel, status, c) -> new BaresockSendChannelEndpoint(channel, status, c, this::kept))
                .receiveChannelEndpointSupplier((channel, dispatcher, status, c) ->
                        new BaresockReceiveChannelEndpoint(channel, dispatcher, status, c, this::kept));
    }

    private synchronized Datagrams kept(DatagramChannel send, DatagramChannel receive) throws IOException {
        Datagrams made = Datagrams.of(send, receive);
        all.add(made);
        return made;
    }

    synchronized long sent() {
        return Rig.sent(all);
    }

    synchronized long received() {
        return Rig.received(all);
    }
}
