package io.baresock.demo;

import java.io.PrintStream;

/** How far it is: one line that is written over, or a line a step where the output is no terminal. */
final class Meter {

    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final int steps;
    private int done;
    private String lastLabel = "";

    Meter(PrintStream out, boolean terminal, int steps) {
        this.out = out;
        this.terminal = terminal;
        this.steps = steps;
    }

    void step(String label) {
        done++;
        if (terminal) {
            int filled = WIDTH * done / steps;
            String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
            out.printf("\r[%s] %3d%%  %-40s", bar, 100 * done / steps, label);
            out.flush();
        } else if (!label.equals(lastLabel)) {
            out.printf("%3d%%  %s%n", 100 * (done - 1) / steps, label);
        }
        lastLabel = label;
    }

    void end() {
        if (terminal) {
            out.printf("\r%s\r", " ".repeat(WIDTH + 50));
        }
    }
}
