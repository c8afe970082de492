package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines that do not allow execution where temporary files go: a child JVM in a mount namespace of its own, where some of
 * the directories are noexec or read-only file systems.
 */
@EnabledOnOs(OS.LINUX)
class NoexecIT {

    /** $1: directories to be noexec, $2: to be read-only, $3: the working directory; then the command. */
    private static final String SCRIPT =
            """
            set -e
            for d in $1; do mount -t tmpfs -o noexec none "$d"; done
            for d in $2; do mount -t tmpfs -o ro none "$d"; done
            cd "$3"
            shift 3
            exec "$@"
            """;

    @TempDir
    Path dir;

    private Path tmp;
    private Path runtime;
    private Path home;
    private Path work;

    @BeforeEach
    void makeDirectories() throws IOException {
        tmp = Files.createDirectory(dir.resolve("tmp"));
        runtime = Files.createDirectory(dir.resolve("runtime"));
        home = Files.createDirectory(dir.resolve("home"));
        work = Files.createDirectory(dir.resolve("work"));
    }

    @Test
    void anotherDirectoryIsTaken_whenTheFirstIsNoexec_andTheSecondReadOnly() {
        Child child = report(List.of(tmp), List.of(runtime)).loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to " + home, child.line("library"));
    }

    @Test
    void workingDirectoryIsTaken_whenTheHomeIsNoexecToo() {
        Child child = report(List.of(tmp, home), List.of(runtime)).loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to " + work, child.line("library"));
    }

    @Test
    void memfdIsTaken_whenNoDirectoryAllowsExecution_orEachPlaceIsNamed() {
        Path shm = Path.of("/dev/shm");
        Child child = report(List.of(tmp, home, work, shm), List.of(runtime));
        if (Child.JDK_HAS_FFM) { // which calls memfd_create(2) before there is a library that could
            assertEquals(
                    "the jar's " + Libraries.RESOURCE + ", from a memfd",
                    child.loaded().line("library"));
            return;
        }
        List<String> tried = child.refused().tried();
        assertEquals(6, tried.size(), child.output());
        for (int i : new int[] {0, 2, 3, 4}) {
            Path parent = List.of(tmp, runtime, home, work, shm).get(i);
            assertTrue(tried.get(i).startsWith("extracted from the jar: " + parent + "/baresock-"), tried.get(i));
            assertTrue(tried.get(i).endsWith("(the file system is mounted noexec)"), tried.get(i));
        }
        assertTrue(tried.get(1).startsWith("extracted from the jar: cannot write to " + runtime), tried.get(1));
        assertEquals("from a memfd: needs the FFM API of JDK 22 or newer", tried.get(5));
    }

    @Test
    void directoryAskedFor_isTheOnlyOne() {
        Child child =
                report(List.of(tmp), List.of(), "-Dbaresock.tmpdir=" + work).loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to " + work, child.line("library"));
    }

    private Child report(List<Path> noexec, List<Path> readOnly, String... options) {
        List<String> all = new ArrayList<>(List.of("-Djava.io.tmpdir=" + tmp, "-Duser.home=" + home));
        all.addAll(List.of(options));
        List<String> command = new ArrayList<>(unshare());
        command.addAll(List.of("sh", "-c", SCRIPT, "sh", words(noexec), words(readOnly), work.toString()));
        command.addAll(Child.reportCommand(Child.JAR, all.toArray(String[]::new)));
        return Child.run(command, Map.of("XDG_RUNTIME_DIR", runtime.toString()));
    }

    private static String words(List<Path> paths) {
        return String.join(" ", paths.stream().map(Path::toString).toList());
    }

    /** A mount namespace: root may have one, others in a user namespace where the kernel's settings allow it. */
    static List<String> unshare() {
        for (List<String> command : List.of(List.of("unshare", "-m"), List.of("unshare", "-rm"))) {
            List<String> probe = new ArrayList<>(command);
            probe.add("true");
            if (Child.run(probe, Map.of()).status() == 0) {
                return command;
            }
        }
        String message = "no mount namespace for this user: run as root, or allow unprivileged user namespaces";
        return System.getenv("CI") == null ? abort(message) : fail(message);
    }
}
