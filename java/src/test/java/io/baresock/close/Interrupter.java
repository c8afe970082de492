package io.baresock.close;

import io.baresock.helper.TestLibrary;

/** Interrupts a thread's system call with a signal: the C helper of {@code src/test/c}, compiled when first needed. */
final class Interrupter {

    private static final int SIGNAL = 40; // a real-time signal that neither the JVM nor its NIO uses

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
}
