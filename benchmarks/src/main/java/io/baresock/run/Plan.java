package io.baresock.run;

import java.util.concurrent.TimeUnit;

/**
 * How much is measured.
 *
 * @param name of the run
 * @param suite what can be measured
 * @param rounds of JMH at most. In each, every group of benchmarks gets one fork; groups that compare the backends get one in every
 *     second round
 * @param more how many forks undecided gates get at most after the rounds; a tie would take all the time
 * @param minutes the time limit: a round or a further fork begins only if it would end before
 * @param warmUp milliseconds for each benchmark of a fork, which do not count
 * @param turns how often the benchmarks of a fork take turns
 * @param millis of each benchmark in a turn
 * @param contests rounds of the contests: echo servers, flows and starts
 * @param steal the share of the CPUs' time that the hypervisor may take from a turn that counts
 */
record Plan(
        String name,
        Suite suite,
        int rounds,
        int more,
        double minutes,
        int warmUp,
        int turns,
        int millis,
        int contests,
        double steal) {

    /** About a minute: no limits, only the charts. */
    static final Plan DEMO = new Plan("demo", Suite.DEMO, 1, 0, 1, 250, 24, 10, 1, 0.1);

    /** Some minutes: allocation only. No time is judged. */
    static final Plan SMOKE = new Plan("smoke", Suite.ALL, 1, 0, 10, 3000, 0, 0, 0, 1);

    /** Whole processes only. */
    static final Plan STARTUP = new Plan("startup", Suite.TIMES, 1, 0, 10, 0, 0, 0, 3, 0.1);

    /** Virtual threads under full load: ten minutes a round. {@link #millis} is the least time that counts of each. */
    static final Plan TAILS = new Plan("tails", Suite.TAILS, 1, 0, 10, 0, 0, 1000, 3, 0.1);

    /** Aeron's media driver: about three minutes. {@link #millis} is the time that counts of each. */
    static final Plan AERON = new Plan("aeron", Suite.AERON, 1, 0, 10, 0, 0, 500, 2, 0.1);

    /** Less than 40 minutes, with a reserve for repetitions. The contests take ten to fourteen minutes of that. */
    static final Plan STANDARD = new Plan("standard", Suite.ALL, 4, 8, 25, 250, 32, 10, 3, 0.05);

    /** Some hours: every benchmark. */
    static final Plan FULL = new Plan("full", Suite.ALL, 9, 18, 600, 2000, 200, 25, 7, 0.05);

    boolean isA(Plan other) {
        return name.equals(other.name);
    }

    /** The gates that it has by default. */
    String only() {
        return isA(STARTUP) ? "StartupBench" : "";
    }

    long nanos() {
        return (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    }
}
