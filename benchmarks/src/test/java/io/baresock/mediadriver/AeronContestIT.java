package io.baresock.mediadriver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.run.Cell;
import io.baresock.run.Contest;
import io.baresock.run.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AeronContestIT {

    @TempDir
    Path directory = Path.of("");

    /** With one thread. What was measured in so short a time says nothing. */
    @Test
    void bothDrivers_bringMessages() throws Exception {
        Path log = directory.resolve("log");
        Contest.Rules rules = AeronContest.rules(50);
        List<Cell> cells = rules.cells().stream()
                .filter(cell -> cell.params().get("threads").equals("1"))
                .filter(cell ->
                        Runtime.version().feature() >= 22 || cell.method().equals("java")) // ours has FFM
                .toList();
        assertTrue(cells.size() >= 4, cells::toString);
        try (Contest contest = rules.beginning().begin(log)) {
            for (Cell cell : cells) {
                Sample sample = contest.measure(cell);
                assertTrue(sample.nanos() > 0, () -> cell + ": " + sample + read(log));
                boolean ping = "ping".equals(cell.params().get("load"));
                assertEquals(
                        ping ? Sample.PERCENTILES.size() : 0,
                        sample.percentiles().size(),
                        cell::toString);
            }
        }
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
