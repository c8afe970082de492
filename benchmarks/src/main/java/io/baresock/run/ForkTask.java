package io.baresock.run;

import java.util.List;

/**
 * What a forked JVM is to do.
 *
 * @param cells to be measured in turns, ours first
 * @param warmUp milliseconds for each, which do not count
 * @param turns how many are to count
 * @param millis of each cell in a turn
 * @param steal the share of the CPUs' time that the hypervisor may take from a turn that counts
 * @param allocation milliseconds in which the allocation of the first is counted, and a fifth of it for each other; 0 if it is not
 * @param result the file that takes the {@link ForkResult}
 * @param jmh the file that takes JMH's own results
 */
record ForkTask(
        List<String> cells,
        int warmUp,
        int turns,
        int millis,
        double steal,
        int allocation,
        String result,
        String jmh) {}
