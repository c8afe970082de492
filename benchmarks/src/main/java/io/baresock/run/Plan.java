package io.baresock.run;

import java.util.concurrent.TimeUnit;

/**
 * How much is measured.
 *
 * @param name of the run
 * @param rounds of JMH at most; in each every benchmark gets one fork
 * @param minutes after which no further round begins unless it would end in time
 * @param warmUps iterations that do not count
 * @param iterations that do
 * @param millis an iteration
 * @param turns rounds of what JMH does not fork: echo servers and flows
 * @param steal the share of the CPUs' time that the hypervisor may take from a fork that counts
 */
record Plan(String name, int rounds, double minutes, int warmUps, int iterations, int millis, int turns, double steal) {

    /** Minutes: what allocates. Times of so short a run are not judged, so stolen time does not matter. */
    static final Plan SMOKE = new Plan("smoke", 1, 10, 3, 1, 1000, 0, 1);

    /** Below 40 minutes, with a reserve for what is repeated: the turns take five of them, and twice that if time is stolen. */
    static final Plan STANDARD = new Plan("standard", 7, 29, 3, 4, 400, 3, 0.02);

    /** Some hours, and every benchmark there is. */
    static final Plan FULL = new Plan("full", 15, 600, 4, 5, 1000, 7, 0.02);

    long nanos() {
        return (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    }
}
