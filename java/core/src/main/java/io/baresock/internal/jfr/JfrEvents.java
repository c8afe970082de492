package io.baresock.internal.jfr;

import jdk.jfr.FlightRecorder;

/**
 * Whether a recording wants an event. Until Flight Recorder is used for the first time, a call reads one field of it, and the classes of the
 * events are not loaded: the first of them would start Flight Recorder, which takes tens of milliseconds. Without the module
 * {@code jdk.jfr} no event is ever on.
 */
public final class JfrEvents {

    private static final boolean IS_THERE = isThere();

    private JfrEvents() {}

    private static boolean isThere() {
        try {
            Class.forName("jdk.jfr.FlightRecorder", false, JfrEvents.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static boolean isInUse() {
        return IS_THERE && FlightRecorder.isInitialized();
    }

    public static boolean connects() {
        return isInUse() && Kinds.CONNECT.isEnabled();
    }

    public static boolean accepts() {
        return isInUse() && Kinds.ACCEPT.isEnabled();
    }

    public static boolean sends() {
        return isInUse() && Kinds.SEND.isEnabled();
    }

    public static boolean receives() {
        return isInUse() && Kinds.RECEIVE.isEnabled();
    }

    public static boolean closes() {
        return isInUse() && Kinds.CLOSE.isEnabled();
    }

    public static boolean waits() {
        return isInUse() && Kinds.WAIT.isEnabled();
    }

    /** One of each, only to be asked. Made once: a new one for each call would be garbage where the compiler has not been yet. */
    private static final class Kinds {
        static final ConnectEvent CONNECT = new ConnectEvent();
        static final AcceptEvent ACCEPT = new AcceptEvent();
        static final SendEvent SEND = new SendEvent();
        static final ReceiveEvent RECEIVE = new ReceiveEvent();
        static final CloseEvent CLOSE = new CloseEvent();
        static final WaitEvent WAIT = new WaitEvent();
    }
}
