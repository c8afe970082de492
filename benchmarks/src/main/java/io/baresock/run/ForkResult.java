package io.baresock.run;

import java.util.ArrayList;
import java.util.List;

/**
 * What a forked JVM measured.
 *
 * @param turns each has a sample of each cell that did not fail
 * @param failed the cells that could not be measured
 * @param allocated bytes per operation of each cell; empty if they were not counted
 * @param rejected turns that did not count because of stolen time
 */
record ForkResult(List<List<Sample>> turns, List<String> failed, List<Double> allocated, int rejected) {

    /** One sample per cell over all turns; without times if there were no turns. */
    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(TurnMedians.of(turns));
        for (int i = 0; i < allocated.size(); i++) {
            if (turns.isEmpty()) {
                samples.add(Sample.ofBytes(allocated.get(i)));
            } else {
                samples.set(i, samples.get(i).with(allocated.get(i)));
            }
        }
        return samples;
    }
}
