package io.baresock.internal.message;

/** Sizes of control messages on this platform. See cmsg(3). */
public final class CmsgSizes {

    public static final long HEADER = MessageLayout.HEADER;

    private CmsgSizes() {}

    public static long aligned(int length) {
        return ((long) length + MessageLayout.ALIGNMENT - 1) & -MessageLayout.ALIGNMENT;
    }

    public static int sum(String call, int length, long sum) {
        if (length < 0 || sum > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(call + ": length " + length
                    + (length < 0 ? " is negative" : " is too large: the sum does not fit an int"));
        }
        return (int) sum;
    }
}
