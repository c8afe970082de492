package io.baresock.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Peer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program of the guide: compiled and run as it stands there. */
@EnabledOnOs(OS.LINUX)
class GuideProgramIT {

    private static final Path GUIDE = Path.of("../../docs/guide/netty.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void itPrintsWhatTheGuideSays(@TempDir Path folder) throws Exception {
        assertSays(folder, System.getProperty("java.class.path"));
    }

    @Test
    void itNeedsNettysJarOfItsOwnLoopOnly(@TempDir Path folder) throws Exception {
        List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> needed = all.stream()
                .filter(jar -> !jar.contains("-kqueue") && !jar.contains("-io_uring"))
                .toList();
        assertTrue(needed.size() <= all.size() - 2, () -> "both are among " + all);
        assertSays(folder, String.join(File.pathSeparator, needed));
    }

    private static void assertSays(Path folder, String classPath) throws Exception {
        Matcher m = PROGRAM.matcher(Files.readString(GUIDE));
        assertTrue(m.find());
        Path source = Files.writeString(folder.resolve("OnNetty.java"), m.group(1));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dbaresock.backend=" + System.getProperty("baresock.backend"));
        command.addAll(List.of("-cp", classPath, source.toString()));
        try (Peer program = Peer.start(new ProcessBuilder(command))) {
            List<String> says = new String(program.awaitEnd(), UTF_8).lines().toList();
            assertEquals(List.of("hello from 127.0.0.2", "a record of 16 bytes"), says);
        }
    }
}
