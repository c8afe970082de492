package io.baresock.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** NIO's channels. */
final class NioTurns extends Turns {

    private final ByteChannel mine;
    private final ByteChannel theirs;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer theirBuffer = ByteBuffer.allocateDirect(SIZE);

    /** Turns over two blocking channels. */
    NioTurns(ByteChannel[] pair) {
        super(pair[0], pair[1]);
        mine = pair[0];
        theirs = pair[1];
    }

    @Override
    void roundTrip() throws IOException {
        mine.write(buffer.clear());
        check(mine.read(buffer.clear()));
    }

    @Override
    void echo() throws IOException {
        while (theirs.read(theirBuffer.clear()) > 0) {
            theirs.write(theirBuffer.flip());
        }
    }
}
