package io.baresock.internal.jfr;

/**
 * Whether a recording wants an event. Until the first recording starts the JVM answers with a constant, so that a compiled call has no
 * check at all. After that an answer is a few reads of memory. Without the module {@code jdk.jfr} no event is ever on.
 */
public final class JfrEvents {

    private static final boolean IS_THERE = isThere();

    private JfrEvents() {}

    private static boolean isThere() {
        try {
            Class.forName("jdk.jfr.Event", false, JfrEvents.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    public static boolean connects() {
        return IS_THERE && Kinds.CONNECT.isEnabled();
    }

    public static boolean accepts() {
        return IS_THERE && Kinds.ACCEPT.isEnabled();
    }

    public static boolean sends() {
        return IS_THERE && Kinds.SEND.isEnabled();
    }

    public static boolean receives() {
        return IS_THERE && Kinds.RECEIVE.isEnabled();
    }

    public static boolean closes() {
        return IS_THERE && Kinds.CLOSE.isEnabled();
    }

    public static boolean waits() {
        return IS_THERE && Kinds.WAIT.isEnabled();
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
