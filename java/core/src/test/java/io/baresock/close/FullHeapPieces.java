package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.RecvCallback;
import io.baresock.async.Status;
import java.nio.ByteBuffer;

/**
 * A receive takes the first of two bytes that came as one piece, and the heap is full. A loop on a ring keeps the second byte, which needs
 * memory. Neither is lost, and no other connection's byte comes in its place, though the loop uses its buffers again. A part of
 * {@link FullHeap}.
 */
final class FullHeapPieces {

    private static final int RECEIVES = 600; // a loop has 512 buffers
    private static final int MOST_TURNS = 100;
    private static final long PATIENCE = 100_000_000; // nanoseconds; as long, if nothing comes

    private final EventLoop loop;
    private final Throwable[] thrown;
    private final byte[] bytes;
    private final Socket peer;
    private final AsyncSocket socket;
    private final ByteBuffer out = ByteBuffer.allocateDirect(2);
    private final ByteBuffer in = ByteBuffer.allocateDirect(1);
    private final RecvCallback callback = this::came;
    private boolean isClosed;
    private boolean pending;
    private int left; // of the two bytes
    private boolean right = true;

    private FullHeapPieces(EventLoop loop, Throwable[] thrown, byte[] bytes) throws ErrnoException {
        this.loop = loop;
        this.thrown = thrown;
        this.bytes = bytes;
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        peer = pair[0];
        socket = loop.adopt(pair[1]);
    }

    static void all() throws Exception {
        EventLoop loop = EventLoop.builder().engine(EventLoop.Engine.IO_URING).create();
        Throwable[] thrown = new Throwable[1];
        loop.exceptionHandler((t, e) -> thrown[0] = e);
        FullHeapPieces other = new FullHeapPieces(loop, thrown, new byte[] {3, 4});
        FullHeapPieces[] one = {new FullHeapPieces(loop, thrown, new byte[] {1, 2})};
        boolean[] isLeft = {false};
        FullHeap.sweep("a part of a piece", () -> {
            for (int i = 0; isLeft[0] && !FullHeap.isFull() && i < RECEIVES; i++) {
                other.exchange();
            }
            isLeft[0] = true;
            if (one[0].isClosed && !FullHeap.isFull()) {
                one[0] = new FullHeapPieces(loop, thrown, new byte[] {1, 2});
            }
            one[0].exchange();
            isLeft[0] = false;
            one[0].close();
            if (!FullHeap.isFull()) { // else it may have been the last call
                one[0] = new FullHeapPieces(loop, thrown, new byte[] {1, 2}); // it has no memory yet for what is left
            }
        });
        other.close();
        loop.close();
    }

    private void close() {
        isClosed = true;
        socket.close();
        peer.close();
        loop.runOnce(0);
    }

    private void came(Status status, ByteBuffer b) {
        pending = false;
        right &= status.bytes() == 1 && b.get(0) == bytes[bytes.length - left];
        left--;
    }

    private void exchange() throws Exception {
        if (left == 0) {
            peer.send(out.clear().put(bytes).flip());
            left = bytes.length;
        }
        for (int i = 0; i < MOST_TURNS && left > 0; i++) {
            if (!pending) {
                receive();
            }
            thrown[0] = null;
            loop.runOnce(PATIENCE);
            if (thrown[0] instanceof Error e) {
                throw e;
            }
        }
        SweptCalls.check(left == 0, "a byte was lost");
        SweptCalls.check(right, "another byte came");
    }

    private void receive() {
        pending = true;
        boolean begun = false;
        try {
            socket.recv(in.clear(), callback);
            begun = true;
        } finally {
            pending &= begun;
        }
    }
}
