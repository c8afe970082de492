package io.baresock.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import io.baresock.testkit.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first program, which sends and receives a datagram, with the published jars; and the README's command. */
class UseTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path README = ROOT.resolve("README.md");

    @TempDir
    Path dir;

    private String all;
    private String withoutNatives;
    private String own;
    private String ownPlatform;

    @BeforeEach
    void findJars() throws IOException {
        all = Published.file("baresock", ".jar").toString();
        withoutNatives = Published.file("baresock", "-without-natives.jar").toString();
        ownPlatform = Baresock.platform();
        own = Published.file("baresock", "-" + ownPlatform + ".jar").toString();
    }

    private record Run(int status, String output) {}

    private static Run run(Path folder, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS));
        return new Run(process.exitValue(), output);
    }

    private Run hello(String... options) throws Exception {
        Matcher program = Pattern.compile("(?s)```java\\n(.*?)```").matcher(Files.readString(README));
        assertTrue(program.find());
        Path source = Files.writeString(dir.resolve("Hello.java"), program.group(1));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add(source.toString());
        return run(dir, command);
    }

    private void assertHello(String... options) throws Exception {
        Run run = hello(options);
        assertEquals(0, run.status(), run.output());
        assertTrue(run.output().startsWith("5 bytes from 127.0.0.1:"), run.output());
    }

    @Test
    void allInOne_onTheClassPath() throws Exception {
        assertHello("--enable-native-access=ALL-UNNAMED", "-cp", all);
    }

    @Test
    void classesAndOnePlatform_onTheClassPath() throws Exception {
        assertHello("--enable-native-access=ALL-UNNAMED", "-cp", withoutNatives + File.pathSeparator + own);
    }

    @Test
    void allInOne_onTheModulePath() throws Exception {
        assertHello("--enable-native-access=io.baresock", "-p", all, "--add-modules", "io.baresock");
    }

    @Test
    void classesOnTheModulePath_onePlatformOnTheClassPath() throws Exception {
        assertHello(
                "--enable-native-access=io.baresock", "-p", withoutNatives, "-cp", own, "--add-modules", "io.baresock");
    }

    @Test
    void classesAndOnePlatform_onTheModulePath() throws Exception {
        assertHello(
                "--enable-native-access=io.baresock",
                "-p",
                withoutNatives + File.pathSeparator + own,
                "--add-modules",
                "io.baresock,io.baresock." + ownPlatform.replace('-', '.'));
    }

    @Test
    void aMissingPlatform_isNamed_withTheArtifactToAdd() throws Exception {
        Run run = hello("--enable-native-access=ALL-UNNAMED", "-cp", withoutNatives);
        assertTrue(run.status() != 0, run.output());
        assertTrue(
                run.output().contains("io.baresock:baresock with the classifier " + ownPlatform + " "), run.output());
    }

    @Test
    void theReadmesCommand_putsItIntoALocalRepository() throws Exception {
        Matcher command = Pattern.compile("(mvn install:install-file -Dfile=)(\\S+\\.jar)`")
                .matcher(Files.readString(README));
        assertTrue(command.find());
        Run run = run(
                ROOT,
                List.of(
                        "sh",
                        "-c",
                        command.group(1) + '\'' + all + "' -q -B -DlocalRepositoryPath='" + dir.resolve("repository")
                                + '\''));
        assertEquals(0, run.status(), run.output());
        Path installed = dir.resolve("repository/io/baresock/baresock").resolve(Published.VERSION);
        assertTrue(
                Files.exists(installed.resolve("baresock-" + Published.VERSION + ".jar")),
                () -> "nothing in " + installed);
        assertFalse(Files.readString(installed.resolve("baresock-" + Published.VERSION + ".pom"))
                .contains("<parent>"));
    }
}
