package io.baresock.echo;

import io.baresock.echo.Server.Measured;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results for people and for programs. */
final class Report {

    private Report() {}

    static List<String> table(Results results) {
        List<String> lines = new ArrayList<>();
        for (int connections : results.connections()) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "%-24s%16s%12s%12s",
                    connections + (connections == 1 ? " connection" : " connections"),
                    "server us/echo",
                    "/ C",
                    "echoes/s"));
            for (Contestant c : results.contestants(connections)) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%-24s%16.2f%12.3f%12.0f",
                        c.title(),
                        results.median(connections, c, Measured::cpuNanosPerEcho) / 1000,
                        results.ratio(connections, c, Contestant.C),
                        results.median(connections, c, Measured::echoesPerSecond)));
            }
        }
        return lines;
    }

    static String json(Results results) {
        List<String> rows = new ArrayList<>();
        for (int connections : results.connections()) {
            for (Contestant c : results.contestants(connections)) {
                rows.add(String.format(
                        Locale.ROOT,
                        "{\"connections\": %d, \"server\": \"%s\", \"serverCpuNanosPerEcho\": %.1f, \"toC\": %.4f,"
                                + " \"echoesPerSecond\": %.0f}",
                        connections,
                        c.id(),
                        results.median(connections, c, Measured::cpuNanosPerEcho),
                        results.ratio(connections, c, Contestant.C),
                        results.median(connections, c, Measured::echoesPerSecond)));
            }
        }
        return """
                {
                  "time": "%s",
                  "jdk": "%s",
                  "kernel": "%s",
                  "cpus": %d,
                  "results": [
                    %s
                  ]
                }
                """
                .formatted(
                        Instant.now(),
                        Runtime.version(),
                        System.getProperty("os.version"),
                        Runtime.getRuntime().availableProcessors(),
                        String.join(",\n    ", rows));
    }
}
