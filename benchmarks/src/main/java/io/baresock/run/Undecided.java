package io.baresock.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Of which gates what was measured so far does not tell whether they hold. */
final class Undecided {

    private final List<Gate> gates;
    private final Measured measured;

    Undecided(List<Gate> gates, Measured measured) {
        this.gates = gates;
        this.measured = measured;
    }

    /** Ours of each gate on a ratio by the clock whose interval leaves it open; of neither side of the limit more than of the other. */
    Set<Cell> ours() {
        Judge judge = new Judge(measured.series(), measured.reasons());
        Set<Cell> open = new HashSet<>();
        for (Gate gate : gates) {
            boolean byTheClock = gate.theirs() != null && !gate.metric().equals(Sample.ALLOCATED);
            if (!byTheClock || gate.isStated()) {
                continue;
            }
            Paired ratio = judge.judge(gate).ratio();
            if (ratio.count() > 0 && ratio.leavesOpen(gate.limit())) {
                open.add(gate.ours());
            }
        }
        return open;
    }
}
