package io.baresock.examples.cookbook;

import io.baresock.Socket;
import io.baresock.handover.NioChannels;
import io.baresock.option.TcpInfo;
import io.baresock.option.TcpOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sets options on a channel of the JDK that the JDK does not have. */
public class NioOptions {
    public static void main(String[] args) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel channel = SocketChannel.open(server.getLocalAddress());
                    Socket same = NioChannels.dup(channel)) { // a second descriptor of the same socket
                same.setOption(TcpOptions.TCP_USER_TIMEOUT, 5000);
                System.out.println("TCP_USER_TIMEOUT " + same.getOption(TcpOptions.TCP_USER_TIMEOUT));
                System.out.println("congestion control " + same.getOption(TcpOptions.TCP_CONGESTION));
                System.out.println("segment size " + new TcpInfo().read(same).get(TcpInfo.Field.SND_MSS));
            }
        }
    }
}
