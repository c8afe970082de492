package io.baresock.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Socket;
import io.baresock.helper.TestLibrary;
import io.baresock.testkit.Patience;

/** Interrupts a thread's system call with a signal: the C helper of {@code src/test/c}, compiled when first needed. */
final class Interrupter {

    private static final int SIGNAL = 40; // a real-time signal that neither the JVM nor its NIO uses
    private static final int ATTEMPTS = 200;

    static {
        System.load(TestLibrary.compiled("interrupter"));
        if (install(SIGNAL) != 0) {
            throw new ExceptionInInitializerError("sigaction failed");
        }
    }

    private Interrupter() {}

    private static native int install(int signal);

    private static native int tgkill(int pid, int tid, int signal);

    /** How many signals were handled so far. */
    static native int handled();

    /** Sends one signal to a thread of this process; false if the thread has ended, as tgkill(2) finds (ESRCH). */
    static boolean interrupt(int tid) {
        return tgkill((int) ProcessHandle.current().pid(), tid, SIGNAL) == 0;
    }

    /** Interrupts a call that is blocked; returns when the handler has run, with false if the call came back or had ended. */
    static boolean lands(CallThread t) throws Exception {
        int before = handled();
        if (!interrupt(t.tid())) {
            return false;
        }
        long deadline = System.nanoTime() + Patience.NANOS;
        while (handled() == before) {
            if (t.isDone()) {
                return false;
            }
            assertTrue(System.nanoTime() - deadline < 0, "the signal is not handled");
            Thread.onSpinWait();
        }
        return true;
    }

    /**
     * Makes a call that ends by its time, under steady fire. It is made again while no signal has found it asleep, as on a
     * machine that gave the processor to others all the time: it is shown only if at least one did.
     */
    static void keepsItsDeadline(CallThread.Call call, long nanos) throws Exception {
        int landed = 0;
        for (int attempt = 0; attempt < ATTEMPTS && landed == 0; attempt++) {
            long start = System.nanoTime();
            CallThread t = CallThread.start(call);
            while (!t.isDone()) {
                assertTrue(System.nanoTime() - start < Patience.NANOS, "the deadline moves with each signal");
                if (t.isInSyscall() && lands(t)) {
                    landed++;
                }
            }
            assertEquals(Socket.WOULD_BLOCK, t.await().result());
            assertTrue(System.nanoTime() - start >= nanos, "came back before its time");
        }
        assertTrue(landed > 0, "no signal found the call asleep in " + ATTEMPTS + " calls");
    }
}
