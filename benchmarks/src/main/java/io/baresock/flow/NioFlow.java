package io.baresock.flow;

import io.baresock.Socket;
import io.baresock.bench.NioLink;
import io.baresock.handover.NioChannels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The JDK's channels. They are connected, so that no address is made for each datagram. */
final class NioFlow implements Flow {

    private final DatagramChannel from;
    private final DatagramChannel to;
    private final ByteBuffer out = ByteBuffer.allocateDirect(MOST);
    private final ByteBuffer in = ByteBuffer.allocateDirect(MOST);

    NioFlow() throws IOException {
        DatagramChannel[] pair = NioLink.udp();
        from = pair[0];
        to = pair[1];
        try (Socket same = NioChannels.dup(to)) {
            Flow.lengthenQueue(same);
        }
    }

    @Override
    public long send(int size, long nanos) throws IOException {
        long sent = 0;
        for (long start = System.nanoTime(); System.nanoTime() - start < nanos; sent++) {
            from.write(out.clear().limit(size));
        }
        return sent;
    }

    @Override
    public void end() throws IOException {
        from.write(out.clear().limit(1));
    }

    @Override
    public long receive() throws IOException {
        long came = 0;
        while (to.read(in.clear()) != 1) {
            came++;
        }
        return came;
    }

    @Override
    public void close() throws IOException {
        from.close();
        to.close();
    }
}
