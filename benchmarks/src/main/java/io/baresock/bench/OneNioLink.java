package io.baresock.bench;

import java.io.IOException;
import java.net.InetAddress;
import one.nio.net.Socket;
import one.nio.os.NativeLibrary;

/** one-nio's native sockets. If its native library does not load, one-nio silently uses Java's; that is an error here. */
final class OneNioLink extends Link {

    private final Socket a;
    private final Socket b;

    private OneNioLink(Socket a, Socket b, int size) {
        super(size);
        this.a = a;
        this.b = b;
        a.setBlocking(false);
        b.setBlocking(false);
    }

    static Link open(Transport transport, int size) throws IOException {
        if (!NativeLibrary.IS_SUPPORTED) {
            throw new IOException("one-nio cannot load its native library");
        }
        return switch (transport) {
            case TCP -> tcp(size);
            case UDP -> udp(size);
            case UNIX, UNIX_DATAGRAM -> throw new IOException("one-nio has no pair of " + transport);
        };
    }

    private static Link tcp(int size) throws IOException {
        Socket listener = Socket.createServerSocket();
        try {
            listener.bind(InetAddress.getLoopbackAddress(), 0, 1);
            listener.listen(1);
            Socket a = Socket.create();
            connect(a, listener);
            Socket b = listener.accept();
            a.setNoDelay(true);
            b.setNoDelay(true);
            return new OneNioLink(a, b, size);
        } finally {
            listener.close();
        }
    }

    private static Link udp(int size) throws IOException {
        Socket a = Socket.createDatagramSocket();
        Socket b = Socket.createDatagramSocket();
        a.bind(InetAddress.getLoopbackAddress(), 0, 0);
        b.bind(InetAddress.getLoopbackAddress(), 0, 0);
        connect(a, b);
        connect(b, a);
        return new OneNioLink(a, b, size);
    }

    private static void connect(Socket from, Socket to) throws IOException {
        from.connect(InetAddress.getLoopbackAddress(), to.getLocalAddress().getPort());
    }

    @Override
    void transfer(boolean back) throws IOException {
        Socket from = back ? b : a;
        Socket to = back ? a : b;
        out.clear();
        in.clear();
        for (int spins = 0; in.hasRemaining(); spins++) {
            if (out.hasRemaining()) {
                from.write(out);
            }
            check(spins, to.read(in) < 0);
        }
    }
}
