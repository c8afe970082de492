package io.baresock.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of a run, as it is stored.
 *
 * @param plan its name
 * @param settings rounds and times, for people
 * @param rounds that were run
 * @param seconds it took
 * @param rejected turns of forks and measurements of contests that did not count because of stolen time
 * @param machine and versions
 * @param verdicts one per gate
 * @param series what was measured
 */
public record RunFile(
        String plan,
        String settings,
        int rounds,
        long seconds,
        int rejected,
        Machine machine,
        List<Verdict> verdicts,
        List<Series> series) {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** The file in a directory of results. */
    public static final String NAME = "run.json";

    void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(NAME), GSON.toJson(this) + "\n");
    }

    /** Reads a stored result. */
    public static RunFile read(Path file) throws IOException {
        RunFile run = GSON.fromJson(Files.readString(file), RunFile.class);
        if (run == null || run.series() == null) {
            throw new IOException(file + " is no result of a run");
        }
        return run;
    }
}
