package io.baresock.bench;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectableChannel;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** junixsocket's channels of Unix sockets. It must have its native library, or it is an error. */
final class JunixsocketLink<T extends SelectableChannel & ByteChannel> extends Link {

    private final T a;
    private final T b;

    private JunixsocketLink(T a, T b, int size) throws IOException {
        super(size);
        this.a = a;
        this.b = b;
        a.configureBlocking(false);
        b.configureBlocking(false);
    }

    static Link open(Transport transport, int size) throws IOException {
        if (!AFUNIXSocket.isSupported()) {
            throw new IOException("junixsocket cannot load its native library");
        }
        if (transport == Transport.UNIX_DATAGRAM) {
            AFUNIXSocketPair<AFUNIXDatagramChannel> pair = AFUNIXSocketPair.openDatagram();
            return new JunixsocketLink<>(pair.getSocket1(), pair.getSocket2(), size);
        }
        AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        return new JunixsocketLink<>(pair.getSocket1(), pair.getSocket2(), size);
    }

    @Override
    void transfer(boolean back) throws IOException {
        T from = back ? b : a;
        T to = back ? a : b;
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
