package io.baresock.bench;

import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

final class BareTurns extends Turns {

    private final Socket mine;
    private final Socket theirs;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer theirBuffer = ByteBuffer.allocateDirect(SIZE);

    /** Turns over two blocking sockets. */
    BareTurns(Socket[] pair) {
        super(pair[0]::close, pair[1]::close);
        mine = pair[0];
        theirs = pair[1];
    }

    @Override
    void roundTrip() throws IOException {
        mine.send(buffer.clear(), 0);
        check(mine.recv(buffer.clear(), 0));
    }

    @Override
    void echo() throws IOException {
        while (theirs.recv(theirBuffer.clear(), 0) > 0) {
            theirs.send(theirBuffer.flip(), 0);
        }
    }
}
