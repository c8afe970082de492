package io.baresock.latency;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.TcpOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The address of a server.
 *
 * @param transport what carries the messages
 * @param address of the server
 */
record Endpoint(Transport transport, Sockaddr address) {

    /** What carries the messages. */
    enum Transport {
        TCP,
        UDP,
        UNIX
    }

    /** From {@code HOST:PORT}, {@code [IPv6]:PORT}, or a path for a Unix stream socket. */
    static Endpoint of(Transport transport, String text) throws IOException {
        if (transport == Transport.UNIX) {
            return new Endpoint(transport, Sockaddr.unix(text));
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not HOST:PORT: " + text);
        }
        String host = text.substring(0, colon).replaceAll("^\\[|\\]$", "");
        int port = Integer.parseInt(text.substring(colon + 1));
        return new Endpoint(transport, Sockaddr.of(new InetSocketAddress(InetAddress.getByName(host), port)));
    }

    Socket open() throws IOException {
        boolean stream = transport != Transport.UDP;
        return Socket.open(address.family(), stream ? Bsd.SOCK_STREAM : Bsd.SOCK_DGRAM, 0);
    }

    /** A client's socket. It is connected, with UDP too, so that only the server's datagrams come. */
    Socket connect() throws IOException {
        Socket socket = open();
        try {
            socket.connect(address);
            prepare(socket);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Turns off delays of small messages. */
    void prepare(Socket connection) throws IOException {
        if (transport == Transport.TCP) {
            connection.setOption(TcpOptions.TCP_NODELAY, true);
        }
    }
}
