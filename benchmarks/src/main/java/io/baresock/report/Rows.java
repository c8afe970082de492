package io.baresock.report;

import io.baresock.run.RunFile;
import io.baresock.run.Verdict;
import java.io.IOException;
import java.util.List;

/** What the page and the Markdown have in common. */
final class Rows {

    private Rows() {}

    static List<Verdict> ratios(RunFile run) {
        return run.verdicts().stream().filter(v -> !v.isOfNoPeer()).toList();
    }

    /** The verdicts on bytes and system calls. */
    static List<Verdict> integers(RunFile run) {
        return run.verdicts().stream().filter(Verdict::isOfNoPeer).toList();
    }

    private static long count(List<Verdict> verdicts, String state) {
        return verdicts.stream().filter(v -> v.state().equals(state)).count();
    }

    /** Whether ours was at least as fast as the peer, rounded to the printed hundredth. A higher rate is better. */
    static boolean isAhead(Verdict v) {
        long hundredths = Math.round(100 * v.ratio().median());
        return v.metric().equals("rate") ? hundredths >= 100 : hundredths <= 100;
    }

    /** {@code 12 ok, 1 short, 0 missing}. */
    static String summary(List<Verdict> verdicts) {
        long stated = count(verdicts, Verdict.STATED);
        return count(verdicts, Verdict.OK) + " ok, " + count(verdicts, Verdict.SHORT) + " short, "
                + count(verdicts, Verdict.MISSING) + " missing"
                + (stated == 0 ? "" : ", " + stated + " without a limit");
    }

    /** Machine and versions. */
    static String machine(RunFile run) {
        var m = run.machine();
        return m.cpus() + " CPUs, " + m.cpu() + "; " + m.kernel() + "; JDK " + m.jdk() + "; commit " + m.commit() + "; "
                + m.time();
    }

    static String how(RunFile run) {
        return "Run \"" + run.plan() + "\": " + run.settings() + "; " + run.rounds() + " rounds in " + run.seconds()
                + " s; " + run.rejected() + " turns or measurements did not count because of stolen time.";
    }

    /** What must be said wherever the numbers are shown. */
    static List<String> caveats() throws IOException {
        return Page.text("caveats.txt").lines().toList();
    }
}
