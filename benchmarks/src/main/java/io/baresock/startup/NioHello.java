package io.baresock.startup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;

/** The same by NIO. */
final class NioHello {

    private NioHello() {}

    public static void main(String[] args) throws IOException {
        try (DatagramChannel server =
                        DatagramChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress("127.0.0.1", 0));
                DatagramChannel client = DatagramChannel.open(StandardProtocolFamily.INET)) {
            client.send(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)), server.getLocalAddress());
            ByteBuffer buffer = ByteBuffer.allocateDirect(1500);
            SocketAddress from = server.receive(buffer);
            System.out.println(buffer.position() + " bytes from " + from);
        }
    }
}
