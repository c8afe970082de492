package io.baresock.selftest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user runs it, in a folder that has nothing else, with few of its tests. */
class SelftestIT {

    private static final Path JAR =
            Path.of(System.getProperty("baresock.test.jar")).toAbsolutePath();
    private static final Pattern COUNTS = Pattern.compile("(?m)^tests +(\\d+) passed, (\\d+) failed, (\\d+) skipped$");

    @TempDir
    Path empty;

    private record Run(int status, String output) {
        int passed() {
            Matcher counts = COUNTS.matcher(output);
            assertTrue(counts.find(), output);
            return Integer.parseInt(counts.group(1));
        }
    }

    private Run run(List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(empty.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        return new Run(process.exitValue(), output);
    }

    @Test
    void someTests_pass_andTheReportSaysWhatItRanOn() throws Exception {
        Run run = run(
                List.of("-Dbaresock.backend=" + System.getProperty("baresock.backend")),
                "contract\\.(BsdIT|SelectIT|TransferIT)$");
        assertEquals(0, run.status(), run.output());
        assertTrue(run.passed() >= 10, run.output());
        assertTrue(run.output().contains("\nJDK        " + Runtime.version()), run.output());
        assertTrue(run.output().contains("\nbackend    " + System.getProperty("baresock.backend")), run.output());
        assertTrue(run.output().contains("] contract.BsdIT "), run.output());
        assertTrue(run.output().endsWith("\nPASSED\n"), run.output());
    }

    @Test
    void noTest_isAFailure() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(printed, true, UTF_8));
        progress.summary();
        assertFalse(progress.passed());
        assertTrue(printed.toString(UTF_8).endsWith("\nFAILED: no test ran\n"), () -> printed.toString(UTF_8));
    }

    @Test
    void withoutTheLibrary_itSaysWhy() throws Exception {
        Run run = run(List.of("-Dbaresock.library.path=" + empty), "contract");
        assertEquals(1, run.status(), run.output());
        assertTrue(run.output().startsWith("FAILED: Baresock's native library"), run.output());
    }

    @Test
    void wrongArguments_getTheUsage() throws Exception {
        Run run = run(List.of(), "--fast");
        assertEquals(2, run.status(), run.output());
        assertTrue(run.output().startsWith("usage: java "), run.output());
    }
}
