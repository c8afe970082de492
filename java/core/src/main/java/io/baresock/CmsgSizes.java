package io.baresock;

/** Sizes of control messages on this platform. See cmsg(3). */
final class CmsgSizes {

    static final long HEADER = MessageLayout.HEADER;

    private CmsgSizes() {}

    static long aligned(int length) {
        return ((long) length + MessageLayout.ALIGNMENT - 1) & -MessageLayout.ALIGNMENT;
    }

    static int sum(String call, int length, long sum) {
        if (length < 0 || sum > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(call + ": length " + length
                    + (length < 0 ? " is negative" : " is too large: the sum does not fit an int"));
        }
        return (int) sum;
    }
}
