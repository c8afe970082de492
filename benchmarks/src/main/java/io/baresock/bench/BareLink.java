package io.baresock.bench;

import io.baresock.Socket;
import java.io.IOException;

final class BareLink extends Link {

    private final Socket a;
    private final Socket b;

    BareLink(Transport transport, int size) throws IOException {
        super(size);
        Socket[] pair = pair(transport);
        a = pair[0].setNonblocking(true);
        b = pair[1].setNonblocking(true);
    }

    /** Two blocking sockets, connected to each other; C opens them. */
    static Socket[] pair(Transport transport) throws IOException {
        TwinPair pair = new TwinPair(transport, true);
        return new Socket[] {Socket.adopt(pair.a), Socket.adopt(pair.b)};
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
