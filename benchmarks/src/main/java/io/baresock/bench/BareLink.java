package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.TcpOptions;
import java.io.IOException;
import java.util.Objects;

/** Baresock's sockets. */
final class BareLink extends Link {

    private final Socket a;
    private final Socket b;

    BareLink(Transport transport, int size) throws IOException {
        super(size);
        Socket[] pair = pair(transport);
        a = pair[0].setNonblocking(true);
        b = pair[1].setNonblocking(true);
    }

    /** Two blocking sockets, connected to each other. */
    static Socket[] pair(Transport transport) throws IOException {
        return switch (transport) {
            case TCP -> tcp();
            case UDP -> udp();
            case UNIX -> Socket.pair(Bsd.AF_UNIX, Bsd.SOCK_STREAM, 0);
            case UNIX_DATAGRAM -> Socket.pair(Bsd.AF_UNIX, Bsd.SOCK_DGRAM, 0);
        };
    }

    private static Socket[] tcp() throws IOException {
        try (Socket listener = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0)) {
            listener.bind(Sockaddr.inet("127.0.0.1", 0)).listen(1);
            Socket a = Socket.open(Bsd.AF_INET, Bsd.SOCK_STREAM, 0);
            a.connect(listener.localAddress());
            Socket b = Objects.requireNonNull(listener.accept());
            a.setOption(TcpOptions.TCP_NODELAY, true);
            b.setOption(TcpOptions.TCP_NODELAY, true);
            return new Socket[] {a, b};
        }
    }

    private static Socket[] udp() throws IOException {
        Socket a = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        Socket b = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        a.connect(b.localAddress());
        b.connect(a.localAddress());
        return new Socket[] {a, b};
    }

    @Override
    void transfer(boolean back) throws IOException {
        Socket from = back ? b : a;
        Socket to = back ? a : b;
        out.clear();
        in.clear();
        for (int spins = 0; in.hasRemaining(); spins++) {
            if (out.hasRemaining()) {
                from.send(out, 0);
            }
            check(spins, to.recv(in, 0) == 0);
        }
    }
}
