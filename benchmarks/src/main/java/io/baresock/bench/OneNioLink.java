package io.baresock.bench;

import java.io.IOException;
import java.net.InetAddress;
import one.nio.net.Socket;
import one.nio.os.NativeLibrary;

/** one-nio's TCP sockets. Never its Java ones, which it falls back on silently where its native library does not load. */
final class OneNioLink extends Link {

    private final Socket a;
    private final Socket b;

    OneNioLink(int size) throws IOException {
        super(size);
        if (!NativeLibrary.IS_SUPPORTED) {
            throw new IOException("one-nio cannot load its native library");
        }
        Socket listener = Socket.createServerSocket();
        try {
            listener.bind(InetAddress.getLoopbackAddress(), 0, 1);
            listener.listen(1);
            a = Socket.create();
            a.connect(
                    InetAddress.getLoopbackAddress(), listener.getLocalAddress().getPort());
            b = listener.accept();
        } finally {
            listener.close();
        }
        for (Socket s : new Socket[] {a, b}) {
            s.setNoDelay(true);
            s.setBlocking(false);
        }
    }

    @Override
    void send(boolean back) throws IOException {
        (back ? b : a).write(out);
    }

    @Override
    int receive(boolean back) throws IOException {
        return (back ? a : b).read(in);
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
