package io.baresock.vthread;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** What the tests of parking have in common. */
final class Sockets {

    static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);
    static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private Sockets() {}

    static ByteBuffer oneByte(int value) {
        return ByteBuffer.allocate(1).put(0, (byte) value);
    }

    static Socket listener() throws ErrnoException {
        return Socket.open(AF_INET, SOCK_STREAM, 0).bind(Sockaddr.loopback4(0)).listen(128);
    }

    static Socket[] tcpPair() throws ErrnoException {
        try (Socket listener = listener()) {
            Socket client = Socket.open(AF_INET, SOCK_STREAM, 0);
            client.connect(listener.localAddress());
            return new Socket[] {client, listener.accept()};
        }
    }
}
