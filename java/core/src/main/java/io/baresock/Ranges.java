package io.baresock;

/** Checks of arguments. */
final class Ranges {

    private Ranges() {}

    /**
     * The value, if it is in range.
     *
     * @throws IllegalArgumentException naming call, argument, value and range if it is not
     */
    static int check(String call, String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(call + ": " + what + ' ' + value + " is not in " + min + ".." + max);
        }
        return value;
    }

    static int port(String call, int port) {
        return check(call, "port", port, 0, 0xFFFF);
    }
}
