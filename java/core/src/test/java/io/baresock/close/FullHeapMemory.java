package io.baresock.close;

import static io.baresock.Bsd.SOCK_STREAM;
import static io.baresock.close.SweptCalls.check;
import static io.baresock.close.SweptCalls.closed;
import static io.baresock.close.SweptCalls.pair;

import io.baresock.Message;
import io.baresock.Socket;
import io.baresock.handover.PeerProcess;
import io.baresock.text.SocketText;
import java.nio.charset.StandardCharsets;

/** The heap is full when objects take memory and keep data: nothing is lost, and nothing is half there. A part of {@link FullHeap}. */
final class FullHeapMemory {

    private static final String DATA = "abc";
    private static final int WARM = 40;

    private FullHeapMemory() {}

    static void all() throws Exception {
        text("SocketText.read, end", DATA, t -> t.read(10).length == DATA.length());
        text("SocketText.readLine", DATA + "\n", t -> DATA.equals(t.readLine()));
        rights();
        peerProcess();
    }

    // ---- text ----

    private interface Read {
        /** Whether it read all; without memory of its own. */
        boolean isWhole(SocketText text) throws Exception;
    }

    /** What a read without memory has received is there for the next one. */
    private static void text(String what, String data, Read how) throws Exception {
        for (int i = 0; i < WARM; i++) {
            check(read(data, how, -1), what);
        }
        check(FullHeap.failures(what, bytes -> !read(data, how, bytes), () -> {}) > 0, what);
    }

    /** Reads all of a stream, with so much memory if it is not negative; whether that was enough. */
    private static boolean read(String data, Read how, int bytes) throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        pair[0].send(data.getBytes(StandardCharsets.US_ASCII));
        pair[0].close();
        SocketText text = new SocketText(pair[1]);
        boolean[] whole = new boolean[1];
        if (bytes >= 0) {
            FullHeap.HEAP.fill();
            FullHeap.HEAP.leave(bytes);
        }
        boolean enough = true;
        try {
            whole[0] = how.isWhole(text);
        } catch (OutOfMemoryError e) {
            enough = false;
        }
        FullHeap.HEAP.releaseAll();
        check(enough ? whole[0] : how.isWhole(text), "something was lost");
        pair[1].close();
        return enough;
    }

    // ---- descriptors ----

    /** A control message is whole, or is not there: it must not have what was in its place before. */
    private static void rights() throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        Message[] message = {new Message()};
        FullHeap.sweep("rights", () -> {
            if (!FullHeap.isFull()) {
                message[0].close();
                message[0] = new Message();
            }
            int before = message[0].control().count();
            try {
                message[0].control().rights(pair[0], pair[1]);
            } catch (OutOfMemoryError e) {
                check(message[0].control().count() == before, "a part of a message");
                throw e;
            }
        });
        message[0].close();
        closed("rights", pair);
    }

    private static void peerProcess() throws Exception {
        Socket[] pair = pair(SOCK_STREAM);
        FullHeap.sweep("PeerProcess", () -> PeerProcess.of(pair[0]).close());
        closed("PeerProcess", pair);
    }
}
