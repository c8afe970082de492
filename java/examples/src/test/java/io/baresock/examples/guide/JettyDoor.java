package io.baresock.examples.guide;

import io.baresock.Socket;
import io.baresock.handover.NioChannels;
import io.baresock.option.TcpOptions;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A connector of Jetty, on a listener with options that Jetty does not have. */
public class JettyDoor {
    static ServerConnector open(Server server, InetSocketAddress at) throws Exception {
        ServerSocketChannel channel = ServerSocketChannel.open().bind(at);
        try (Socket same = NioChannels.dup(channel)) {
            same.setOption(TcpOptions.TCP_DEFER_ACCEPT, 5); // accept waits for the request, at most 5 s
            same.setOption(TcpOptions.TCP_FASTOPEN, 100);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
        ServerConnector connector = new ServerConnector(server);
        connector.open(channel);
        server.addConnector(connector);
        return connector;
    }
}
