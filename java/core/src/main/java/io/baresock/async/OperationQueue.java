package io.baresock.async;

import org.jspecify.annotations.Nullable;

/**
 * The operations of one kind on a socket, in the order of the calls. The links are in the operations, and what knows the operations is
 * the queue itself: with a thousand sockets the cache lines that an event touches decide its time. Used by the loop's thread only.
 */
class OperationQueue {

    private @Nullable Operation head;
    private @Nullable Operation tail;

    final boolean isEmpty() {
        return head == null;
    }

    /** Adds an operation; returns whether it is the only one. */
    final boolean add(Operation op) {
        Operation last = tail;
        tail = op;
        if (last == null) {
            head = op;
            return true;
        }
        last.next = op;
        return false;
    }

    /** See {@link io.baresock.internal.LookAhead}: the oldest operation. */
    final int touchOldest() {
        Operation op = head;
        return op == null ? 0 : op.touch();
    }

    /** The oldest operation, which stays; null if there is none. */
    @Nullable
    final Operation peek() {
        return head;
    }

    /** Removes the oldest operation; null if there is none. */
    @Nullable
    final Operation poll() {
        Operation oldest = head;
        if (oldest != null) {
            unlink(null, oldest);
        }
        return oldest;
    }

    /** Removes an operation; harmless if it is not there. */
    final void remove(Operation op) {
        Operation before = null;
        for (Operation at = head; at != null; before = at, at = at.next) {
            if (at == op) {
                unlink(before, op);
                return;
            }
        }
    }

    /** Ends all operations. */
    final void endAll(int errno, @Nullable String detail) {
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
