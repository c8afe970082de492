package io.baresock.seeing;

import static io.baresock.Bsd.*;

import io.baresock.Socket;
import io.baresock.close.Heap;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import java.nio.ByteBuffer;
import jdk.jfr.Recording;

/** The heap is full while a recording wants each event: a program of {@link RecordedFullHeapIT}. */
final class RecordedFullHeap {

    private static final int WARM = 40;
    private static final int STEP = 16;
    private static final int MOST = 8192;
    private static final String[] EVENTS = {"Close", "Wait", "Send", "Receive"};
    private static final Heap HEAP = new Heap();

    private RecordedFullHeap() {}

    /** Makes a call with so many bytes left, -1: with all; then checks what it has done. False if it had not enough. */
    private interface Call {
        boolean make(int bytes) throws Exception;
    }

    private interface Body {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        try (Recording r = new Recording()) {
            r.setToDisk(false);
            for (String name : EVENTS) {
                r.enable("io.baresock." + name).withoutThreshold();
            }
            r.start();
            sweep("close", RecordedFullHeap::close);
            sweep("poll", RecordedFullHeap::poll);
        }
        System.out.println("done");
    }

    private static void sweep(String what, Call call) throws Exception {
        for (int i = 0; i < WARM; i++) {
            check(call.make(-1), what);
        }
        int bytes = 0;
        while (bytes < MOST && !call.make(bytes)) {
            bytes += STEP;
        }
        check(bytes < MOST, what + ": never enough");
    }

    private static boolean isEnough(int bytes, Body body) throws Exception {
        if (bytes >= 0) {
            HEAP.fill();
            HEAP.leave(bytes);
        }
        try {
            body.run();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        } finally {
            HEAP.releaseAll();
        }
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }

    private static boolean close(int bytes) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        boolean enough = isEnough(bytes, () -> pair[0].close());
        check(!pair[0].isOpen(), "close, " + bytes + " bytes: it is open");
        check(
                pair[1].recv(ByteBuffer.allocate(1), MSG_DONTWAIT) == 0,
                "close, " + bytes + " bytes: the descriptor is open");
        pair[0].close();
        pair[1].close();
        return enough;
    }

    /** By the edge the kernel reports once, so the event must be there afterwards. */
    private static boolean poll(int bytes) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        try (Poller poller = Poller.open(8)) {
            poller.register(pair[0], Poller.READABLE, Mode.EDGE, 0, null);
            pair[1].send(ByteBuffer.allocate(1));
            int[] n = {0};
            boolean enough = isEnough(bytes, () -> n[0] = poller.poll(0));
            check(n[0] == 1 || poller.poll(0) == 1, "poll, " + bytes + " bytes: no event");
            check(poller.next(), "poll, " + bytes + " bytes: no event");
            return enough;
        } finally {
            pair[0].close();
            pair[1].close();
        }
    }
}
