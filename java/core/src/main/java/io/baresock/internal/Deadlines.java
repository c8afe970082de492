package io.baresock.internal;

import java.time.Duration;

/** One deadline for several calls, as a number: a point on the clock of {@link System#nanoTime}. */
public final class Deadlines {

    private static final long NEVER = Long.MIN_VALUE;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Deadlines() {}

    /**
     * A timeout in nanoseconds; negative waits for ever. More than 292 years also waits for ever.
     *
     * @throws NullPointerException naming the call if there is none
     */
    public static long nanos(String call, Duration timeout) {
        if (timeout == null) {
            throw new NullPointerException(
                    call + ": the timeout is null; Duration.ZERO does not wait, a negative one waits for ever");
        }
        if (timeout.isNegative()) {
            return -1;
        }
        return timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
    }

    /** The deadline {@code timeoutNanos} from now; negative: never. */
    public static long in(long timeoutNanos) {
        if (timeoutNanos < 0 || timeoutNanos > Long.MAX_VALUE / 2) {
            return NEVER;
        }
        long at = System.nanoTime() + timeoutNanos; // may wrap: only differences are used
        return at == NEVER ? at + 1 : at;
    }

    /** Nanoseconds until the deadline: 0 if it has passed, -1 if there is none. */
    public static long left(long deadline) {
        return deadline == NEVER ? -1 : Math.max(0, deadline - System.nanoTime());
    }
}
