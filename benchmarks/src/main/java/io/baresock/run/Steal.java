package io.baresock.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The CPU time that a hypervisor gave to other guests, from /proc/stat: proc(5). 0 without such a file. */
record Steal(long stolen, long total) {

    private static final int STEAL = 8;
    private static final int LAST = 8; // guest time comes after it, and is in user time already

    static Steal now() throws IOException {
        Path stat = Path.of("/proc/stat");
        return Files.exists(stat) ? parse(Files.readAllLines(stat)) : new Steal(0, 0);
    }

    /** Reads the line {@code cpu  user nice system idle iowait irq softirq steal guest guest_nice}. */
    static Steal parse(List<String> lines) {
        String[] words = lines.get(0).split(" +", -1);
        long total = 0;
        for (int i = 1; i <= LAST; i++) {
            total += Long.parseLong(words[i]);
        }
        return new Steal(Long.parseLong(words[STEAL]), total);
    }

    /** The share of stolen time since then. */
    double since(Steal before) {
        return total == before.total ? 0 : (double) (stolen - before.stolen) / (total - before.total);
    }
}
