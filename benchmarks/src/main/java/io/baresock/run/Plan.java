package io.baresock.run;

import java.util.concurrent.TimeUnit;

/**
 * How much is measured.
 *
 * @param name of the run
 * @param rounds of JMH at most; in each every group of benchmarks gets one fork, those of the other backend in every second one
 * @param more forks at most of what is still open after the rounds; a tie would take all time there is
 * @param minutes after which no further round begins unless it would end in time, and no fork of what is still open
 * @param warmUp milliseconds for each benchmark of a fork, which do not count
 * @param turns how often the benchmarks of a fork take turns
 * @param millis of each benchmark in a turn
 * @param contests rounds of what JMH does not fork: echo servers, flows and starts
 * @param steal the share of the CPUs' time that the hypervisor may take from a turn that counts
 */
record Plan(
        String name,
        int rounds,
        int more,
        double minutes,
        int warmUp,
        int turns,
        int millis,
        int contests,
        double steal) {

    /** About a minute: no limit, but the charts. */
    static final Plan DEMO = new Plan("demo", 1, 0, 1, 250, 24, 10, 1, 0.1);

    /** Minutes: what allocates. Nothing is judged by the clock. */
    static final Plan SMOKE = new Plan("smoke", 1, 0, 10, 3000, 0, 0, 0, 1);

    /** Whole processes only. */
    static final Plan STARTUP = new Plan("startup", 1, 0, 10, 0, 0, 0, 3, 0.1);

    /** Below 40 minutes, with a reserve for what is repeated: the contests come on top, ten to fourteen of them. */
    static final Plan STANDARD = new Plan("standard", 4, 8, 25, 250, 32, 10, 3, 0.05);

    /** Some hours, and every benchmark there is. */
    static final Plan FULL = new Plan("full", 9, 18, 600, 2000, 200, 25, 7, 0.05);

    boolean isA(Plan other) {
        return name.equals(other.name);
    }

    /** Which gates it has, unless it is told. */
    String only() {
        return isA(STARTUP) ? "StartupBench" : "";
    }

    boolean hasIntegers() {
        return !isA(DEMO) && !isA(STARTUP);
    }

    long nanos() {
        return (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    }
}
