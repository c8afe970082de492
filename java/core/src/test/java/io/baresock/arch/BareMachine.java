package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A machine for the scripts in cmake: it has the programs that a test puts on its PATH, and no others. */
final class BareMachine {

    private static final Path SCRIPTS = Path.of(System.getProperty("baresock.test.cmake"));

    private final Path home;
    private final Path bin;

    BareMachine(Path home) throws IOException {
        this.home = home;
        bin = Files.createDirectory(home.resolve("bin"));
        for (String tool : List.of("sed", "grep")) {
            has(tool, "exec " + which(tool) + " \"$@\"");
        }
    }

    /** Puts a program on the PATH, of this text. */
    void has(String name, String script) throws IOException {
        executable(bin.resolve(name), script);
    }

    static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + '\n');
        assertTrue(file.toFile().setExecutable(true));
    }

    /** The exit status, a space, and what the script printed. */
    String run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(which("sh").toString(), SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", bin.toString(), "HOME", home.toString(), "BARESOCK_JDK_PLACES", home.toString()));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        return process.exitValue() + " " + printed;
    }

    Path program(String name) {
        return bin.resolve(name);
    }

    private static Path which(String tool) {
        for (String folder : System.getenv("PATH").split(":")) {
            Path path = Path.of(folder, tool);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        throw new AssertionError("no " + tool + " on the PATH");
    }
}
