package io.baresock.async;

import org.jspecify.annotations.Nullable;

/**
 * The operations of one kind on a socket, in the order of the calls. The links are in the operations, because with a thousand sockets
 * the cache lines that an event touches decide its time.
 */
final class OperationQueue {

    private @Nullable Operation head;
    private @Nullable Operation tail;

    boolean isEmpty() {
        return head == null;
    }

    /** Adds an operation; returns whether it is the only one. */
    boolean add(Operation op) {
        Operation last = tail;
        tail = op;
        if (last == null) {
            head = op;
            return true;
        }
        last.next = op;
        return false;
    }

    /** The oldest operation, which stays; null if there is none. */
    @Nullable
    Operation peek() {
        return head;
    }

    /** Removes the oldest operation; null if there is none. */
    @Nullable
    Operation poll() {
        Operation oldest = head;
        if (oldest != null) {
            unlink(null, oldest);
        }
        return oldest;
    }

    /** Removes an operation; harmless if it is not there. */
    void remove(Operation op) {
        Operation before = null;
        for (Operation at = head; at != null; before = at, at = at.next) {
            if (at == op) {
                unlink(before, op);
                return;
            }
        }
    }

    /** Ends all operations. */
    void endAll(int errno, @Nullable String detail) {
        for (Operation op = poll(); op != null; op = poll()) {
            op.endOr(errno, detail);
        }
    }

    private void unlink(@Nullable Operation before, Operation op) {
        if (before == null) {
            head = op.next;
        } else {
            before.next = op.next;
        }
        if (tail == op) {
            tail = before;
        }
        op.next = null;
    }
}
