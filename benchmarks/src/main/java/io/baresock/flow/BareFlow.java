package io.baresock.flow;

import io.baresock.Bsd;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Metadata;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Baresock. It sends by {@link Socket}, and receives by the calls of {@code Bsd}, which block in the kernel as in C. */
abstract class BareFlow implements Flow {

    final Socket from = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
    private final Socket receiver = Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
    final int to = receiver.fd();
    final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);

    BareFlow(boolean merging) throws IOException {
        from.connect(receiver.localAddress());
        Flow.lengthenQueue(receiver);
        if (merging) {
            Metadata.receive(receiver, Metadata.GRO);
        }
    }

    @Override
    public final void end() throws IOException {
        from.send(out.clear().limit(1), 0);
    }

    @Override
    public void close() {
        from.close();
        receiver.close();
    }

    static int ok(int result) throws IOException {
        if (result < 0) {
            throw new IOException("receiving failed with errno " + -result);
        }
        return result;
    }

    /** One datagram per call. */
    static final class Single extends BareFlow {
        private final ByteBuffer in = ByteBuffer.allocateDirect(MOST);

        Single() throws IOException {
            super(false);
        }

        @Override
        public long send(int size, long nanos) throws IOException {
            long sent = 0;
            for (long start = System.nanoTime(); System.nanoTime() - start < nanos; sent++) {
                from.send(out.clear().limit(size), 0);
            }
            return sent;
        }

        @Override
        public long receive() throws IOException {
            long came = 0;
            while (ok(Bsd.recv(to, in.clear(), 0)) != 1) {
                came++;
            }
            return came;
        }
    }

    /** Receives many per call, for both kinds of batches. C also has one loop for both. */
    private abstract static class Received extends BareFlow {
        private final MessageBatch room;

        Received(boolean merging, MessageBatch room) throws IOException {
            super(merging);
            this.room = room;
        }

        @Override
        public final long receive() throws IOException {
            long came = 0;
            for (boolean ended = false; !ended; ) {
                int n = ok(Bsd.recvmmsg(to, room, Bsd.MSG_WAITFORONE));
                for (int i = 0; i < n; i++) {
                    ended |= room.bytes(i) == 1;
                    came += room.datagrams(i);
                }
            }
            return came - 1;
        }

        @Override
        public void close() {
            super.close();
            room.close();
        }
    }

    /** 32 datagrams per call, with the senders' addresses. */
    static final class Batches extends Received {
        private final MessageBatch many = new MessageBatch(Kind.BATCH, MOST, 0);

        Batches() throws IOException {
            super(false, new MessageBatch(Kind.BATCH, MOST, 0));
        }

        @Override
        public long send(int size, long nanos) throws IOException {
            for (int i = 0; i < Kind.BATCH; i++) {
                many.length(i, size);
            }
            long sent = 0;
            for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
                sent += from.sendmmsg(many.range(0, Kind.BATCH), 0);
            }
            return sent;
        }

        @Override
        public void close() {
            super.close();
            many.close();
        }
    }

    /** As many datagrams per call as the kernel takes in one piece; 8 such pieces per receive. */
    static final class Segments extends Received {
        private static final int LONGEST = 65_467;

        private final Gso gso = new Gso();

        Segments() throws IOException {
            super(true, new MessageBatch(8, 1 << 16));
        }

        /** How many datagrams of that size go in one piece. */
        static int count(int size) {
            return Math.min(Gso.supportedSegments(), LONGEST / size);
        }

        @Override
        public long send(int size, long nanos) throws IOException {
            int bytes = size * count(size);
            long before = gso.segments() + gso.singles();
            for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
                from.sendSegments(gso, out.clear().limit(bytes), size, 0, null);
            }
            return gso.segments() + gso.singles() - before;
        }
    }
}
