package io.baresock.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** NIO's Selector, used without the set of selected keys and its garbage. */
final class NioEcho {

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(EchoProcess.BUFFER);

    private NioEcho() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), EchoProcess.BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        NioEcho server = new NioEcho();
        EchoProcess.serving(((InetSocketAddress) server.listener.getLocalAddress()).getPort());
        while (true) {
            server.selector.select(server::handle);
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                acceptAll();
            } else {
                echo((SocketChannel) key.channel());
            }
        } catch (IOException e) { // the load has ended: a reset
            close(key);
        }
    }

    private void acceptAll() throws IOException {
        for (SocketChannel c; (c = listener.accept()) != null; ) {
            c.configureBlocking(false);
            c.setOption(StandardSocketOptions.TCP_NODELAY, true);
            c.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SocketChannel connection) throws IOException {
        int n = connection.read(buffer.clear());
        if (n < 0 || (n > 0 && connection.write(buffer.flip()) != n)) {
            connection.close();
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            System.getLogger("io.baresock.echo").log(System.Logger.Level.WARNING, "cannot close a connection", e);
        }
    }
}
