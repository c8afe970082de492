package io.baresock.memory;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.text.SocketText;

/** Reads more than the heap can hold: what had come by then must still be there. */
final class LittleHeap {

    static final String LIMIT = "-Xmx64m";

    private static final int MIB = 1 << 20;
    private static final int SENT = 17; // MiB; the text's buffer then has to grow from 16 MiB to what was asked for
    private static final int ASKED = 60;

    private LittleHeap() {}

    public static void main(String[] args) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        Thread t = new Thread(() -> {
            try {
                byte[] some = new byte[MIB];
                for (int i = 0; i < SENT; i++) {
                    some[0] = (byte) (i + 1);
                    pair[0].send(some);
                }
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            }
        });
        t.setDaemon(true);
        t.start();
        SocketText text = new SocketText(pair[1]);
        try {
            text.read(ASKED * MIB);
            throw new AssertionError("the heap is too large for this test");
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        byte first = text.read(1)[0];
        if (first != 1) {
            throw new AssertionError("the next byte is " + first);
        }
    }
}
