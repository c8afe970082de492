package io.baresock.examples.guide;

import io.baresock.Socket;
import io.baresock.handover.NioChannels;
import io.baresock.option.TcpOptions;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import uk.co.real_logic.artio.engine.EngineConfiguration;
import uk.co.real_logic.artio.engine.framer.DefaultTcpChannelSupplier;
import uk.co.real_logic.artio.engine.framer.TcpChannel;

/** Artio's connections, accepted and opened, with options that java.nio does not have. */
public class ArtioChannels extends DefaultTcpChannelSupplier {
    public ArtioChannels(EngineConfiguration configuration) {
        super(configuration);
    }

    @Override
    protected TcpChannel newTcpChannel(SocketChannel channel) throws IOException {
        try (Socket same = NioChannels.dup(channel)) {
            same.setOption(TcpOptions.TCP_USER_TIMEOUT, 10_000);
        }
        return super.newTcpChannel(channel);
    }
}
