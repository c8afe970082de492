package io.baresock.internal;

/** Checks of arguments. */
public final class Ranges {

    private Ranges() {}

    /**
     * The value, if it is in range.
     *
     * @throws IllegalArgumentException naming call, argument, value and range if it is not
     */
    public static int check(String call, String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(call + ": " + what + ' ' + value + " is not in " + min + ".." + max);
        }
        return value;
    }

    public static int port(String call, int port) {
        return check(call, "port", port, 0, 0xFFFF);
    }

    /** Refuses a negative number of bytes to move. */
    public static void count(String call, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(call + ": count " + count + " is negative");
        }
    }

    /** Refuses an offset that is neither a position nor -1 (the descriptor's own position). */
    public static void offset(String call, long offset) {
        if (offset < -1) {
            throw new IllegalArgumentException(call + ": offset " + offset + " is neither -1 nor a position");
        }
    }
}
