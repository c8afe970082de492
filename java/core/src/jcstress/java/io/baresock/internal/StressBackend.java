package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.FakeBackend;

/** The real barrier and threads; descriptors and pollers that only know whether they are open. */
final class StressBackend extends FakeBackend {

    private static final Backend REAL = Library.backend();

    /** More pins than make a thread the owner. */
    static final int CALLS = OwnedGuard.FIRST_LIMIT * 3;

    /** How often it was closed. */
    volatile int closed;

    private volatile boolean woken;

    @Override
    public int barrierOpen() {
        return REAL.barrierOpen();
    }

    @Override
    public int barrier() {
        return REAL.barrier();
    }

    @Override
    public long threadSelf() {
        return REAL.threadSelf();
    }

    @Override
    public int threadKick(long thread) {
        return 0;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // a second one is what the test looks for
    public int close(int fd) {
        closed++;
        return 0;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public int pollerClose(long poller) {
        closed++;
        return 0;
    }

    @Override
    public int pollerWake(long poller) {
        woken = true;
        return 0;
    }

    /** A poll that sleeps until it is woken; false if nothing ever does. */
    boolean sleep() {
        for (long i = 0; !woken; i++) {
            if (i > 1L << 32) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Calls with a pin; how many of them used what was closed. */
    int calls(FdGuard guard, boolean wait) {
        int wrong = 0;
        for (int i = 0; i < CALLS; i++) {
            int pin = wait ? guard.pinWaiting() : guard.pin();
            if (pin == Guard.NONE) {
                break;
            }
            wrong += closed;
            guard.unpin(pin);
        }
        return wrong;
    }
}
