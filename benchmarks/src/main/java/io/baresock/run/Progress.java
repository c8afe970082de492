package io.baresock.run;

import java.io.PrintStream;
import java.time.Duration;

/** The progress and the remaining time: one line that is overwritten, or a line now and then if that is not possible. */
final class Progress {

    private static final int WIDTH = 24;
    private static final long BETWEEN_LINES = Duration.ofSeconds(15).toNanos();

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private long lastLine = start - BETWEEN_LINES;
    private int steps;
    private int done;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Adds work. */
    void add(int more) {
        steps += more;
    }

    /** Removes work that will not be done. */
    void drop(int fewer) {
        steps = Math.max(done, steps - fewer);
    }

    void begin(String label) {
        long now = System.nanoTime();
        int percent = steps == 0 ? 0 : 100 * done / steps;
        String left = done == 0 ? "?" : clock((now - start) / done * (steps - done));
        if (terminal) {
            String bar = "#".repeat(WIDTH * percent / 100) + ".".repeat(WIDTH);
            out.printf("\r[%.24s] %3d%%  %s left  %-48.48s", bar, percent, left, label);
            out.flush();
        } else if (now - lastLine >= BETWEEN_LINES) {
            lastLine = now;
            out.printf("%3d%%  %s left  %s%n", percent, left, label);
        }
    }

    void end() {
        done++;
    }

    void say(String line) {
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH + 70) + "\r");
        }
        out.println(line);
    }

    private static String clock(long nanos) {
        Duration d = Duration.ofNanos(nanos);
        return d.toHours() == 0
                ? String.format("%d:%02d", d.toMinutes(), d.toSecondsPart())
                : String.format("%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart());
    }
}
