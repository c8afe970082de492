package io.baresock.internal;

import java.util.ArrayDeque;

/** The pins that each thread of a test has of one guard: the last one of a kind ends first. Code that is no test has {@code use}. */
final class Pins {

    private final OwnedGuard guard;
    private final ThreadLocal<ArrayDeque<Integer>> plain = ThreadLocal.withInitial(ArrayDeque::new);
    private final ThreadLocal<ArrayDeque<Integer>> waiting = ThreadLocal.withInitial(ArrayDeque::new);

    Pins(OwnedGuard guard) {
        this.guard = guard;
    }

    boolean pin() {
        return add(plain, guard.pin());
    }

    boolean pinWaiting() {
        return add(waiting, guard.pinWaiting());
    }

    private static boolean add(ThreadLocal<ArrayDeque<Integer>> to, int pin) {
        if (pin != Guard.NONE) {
            to.get().push(pin);
        }
        return pin != Guard.NONE;
    }

    void unpin() {
        guard.unpin(plain.get().pop());
    }

    void unpinWaiting() {
        guard.unpin(waiting.get().pop());
    }
}
