package io.baresock.async;

import org.jspecify.annotations.Nullable;

/**
 * The operations of one kind of a socket, in the order of the calls. The links are in the operations: of a thousand sockets
 * in turn every cache line counts that an event touches.
 */
final class OperationQueue {

    private @Nullable Operation head;
    private @Nullable Operation tail;

    boolean isEmpty() {
        return head == null;
    }

    /** Adds one; whether it is the only one. */
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

    /** The oldest, which stays; null if there is none. */
    @Nullable
    Operation peek() {
        return head;
    }

    /** Takes the oldest out; null if there is none. */
    @Nullable
    Operation poll() {
        Operation oldest = head;
        if (oldest != null) {
            unlink(null, oldest);
        }
        return oldest;
    }

    /** Takes one out; harmless if it is not there. */
    void remove(Operation op) {
        Operation before = null;
        for (Operation at = head; at != null; before = at, at = at.next) {
            if (at == op) {
                unlink(before, op);
                return;
            }
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
