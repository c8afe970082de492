package io.baresock.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * The machine and the versions that the numbers belong to.
 *
 * @param commit of this project, with {@code -dirty} if the files differ from it
 * @param time in UTC
 * @param jdk vendor and version
 * @param kernel name, version and architecture
 * @param cpu model
 * @param cpus how many the JVM may use
 */
public record Machine(String commit, String time, String jdk, String kernel, String cpu, int cpus) {

    /** This machine, now. */
    public static Machine current() {
        return new Machine(
                readCommit(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                readCpu(),
                Runtime.getRuntime().availableProcessors());
    }

    /** The commit from which these classes were built. */
    private static String readCommit() {
        try (InputStream in = Machine.class.getResourceAsStream("/META-INF/baresock-benchmarks.commit")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String readCpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
