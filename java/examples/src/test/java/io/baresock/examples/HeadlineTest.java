package io.baresock.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The README's plot has the figures of docs/benchmarks.md. After a change of them, run {@code main} in this module's folder. A bar is a
 * contestant's time, and 1 is C's.
 */
class HeadlineTest {

    private static final Path FIGURES = Path.of("../../docs/benchmarks.md");
    private static final Path PLOT = Path.of("../../docs/headline.svg");
    private static final String[][] ROWS = {
        {"TCP ping-pong", "TCP ping-pong, spinning, one thread"},
        {"UDP ping-pong", "UDP ping-pong, spinning, one thread"},
        {"echo, 64 connections", "echo, 64 connections, Poller"},
        {"echo, 1024 connections", "echo, 1024 connections, Poller"},
    };
    private static final String[] PEERS = {"NIO", "Netty epoll"};
    private static final int ROW = 84;
    private static final int LEFT = 190;
    private static final int UNIT = 200; // pixels of C's time

    /** Ours divided by the peer's. */
    private static double ratio(String figures, String workload, String peer) {
        Pattern row = Pattern.compile(Pattern.quote("| " + workload + " | " + peer + " | ") + "([0-9.]+) ");
        Matcher m = row.matcher(figures);
        if (!m.find()) {
            throw new AssertionError("docs/benchmarks.md has no row " + workload + " / " + peer);
        }
        return Double.parseDouble(m.group(1));
    }

    private static String plot(String figures) {
        StringBuilder s = new StringBuilder(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 380" font-family="sans-serif" font-size="14" role="img"
                     aria-label="Time of Baresock, NIO and Netty, as a multiple of the time of C">
                <style>
                text { fill: #222 } .ours { fill: #0a7d55 } .other { fill: #9aa4af } .c { stroke: #b3261e; stroke-dasharray: 4 3 }
                @media (prefers-color-scheme: dark) { text { fill: #ddd } .other { fill: #6b7683 } .c { stroke: #ff8a80 } }
                </style>
                """);
        int y = 40;
        s.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"20\">time, as a multiple of C's (the dashed line)</text>%n", LEFT));
        for (String[] row : ROWS) {
            double ours = ratio(figures, row[1], "C");
            s.append(String.format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 12, y + 32, row[0]));
            bar(s, y, "ours", "Baresock", ours);
            for (int i = 0; i < PEERS.length; i++) {
                bar(s, y + 22 * (i + 1), "other", PEERS[i], ours / ratio(figures, row[1], PEERS[i]));
            }
            y += ROW;
        }
        return s.append(String.format(
                        "<line class=\"c\" x1=\"%d\" y1=\"30\" x2=\"%d\" y2=\"%d\"/>%n</svg>%n",
                        LEFT + UNIT, LEFT + UNIT, y - 12))
                .toString();
    }

    private static void bar(StringBuilder s, int y, String kind, String name, double time) {
        int width = (int) Math.round(time * UNIT);
        s.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\"/><text x=\"%d\" y=\"%d\">%s %.2f</text>%n",
                kind,
                LEFT,
                y,
                width,
                LEFT + width + 6,
                y + 14,
                name,
                time));
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(PLOT, plot(Files.readString(FIGURES)));
    }

    @Test
    void thePlot_hasTheFiguresOfTheLastRun() throws IOException {
        assertEquals(plot(Files.readString(FIGURES)), Files.readString(PLOT));
    }
}
