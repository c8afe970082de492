package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Machines that lack what most have: room on a disk, a root that can be written to, /proc, memory to lock. */
@EnabledOnOs(OS.LINUX)
class HostileIT {

    @TempDir
    Path dir;

    private Path tmp;
    private Path runtime;
    private Path home;

    @BeforeEach
    void makeDirectories() throws IOException {
        tmp = Files.createDirectory(dir.resolve("tmp"));
        runtime = Files.createDirectory(dir.resolve("runtime"));
        home = Files.createDirectory(dir.resolve("home"));
    }

    @Test
    void fullDisk_isPassedOver_andKeepsNothing() throws IOException {
        Child child = report(full(tmp) + full(runtime)).loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to " + home, child.line("library"));
        try (var left = Files.list(home)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void fullDisk_isToldIfItIsTheOnlyPlace() {
        Child child = report(full(tmp), "-Dbaresock.tmpdir=" + tmp);
        if (Child.JDK_HAS_FFM) {
            assertEquals(
                    "the jar's " + Libraries.RESOURCE + ", from a memfd",
                    child.loaded().line("library"));
        } else {
            String first = child.refused().tried().get(0);
            assertTrue(first.startsWith("extracted from the jar: cannot write to " + tmp), first);
            assertTrue(first.contains("No space left on device"), first);
        }
    }

    @Test
    void readOnlyRoot_leavesTheMemoryDisk() {
        String readOnly = "mount --bind " + dir + ' ' + dir + "; mount -o remount,ro,bind " + dir + "; cd " + dir + "; "
                + "mount -t tmpfs none /dev/shm; ";
        Child child = report(readOnly).loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to /dev/shm", child.line("library"));
    }

    @Test
    void withoutProc_itWorks() {
        String jdk = System.getProperty("java.home"); // the linker asks /proc where the launcher is
        String libraries = "export LD_LIBRARY_PATH=" + jdk + "/lib:" + jdk + "/lib/server; ";
        Child child = report(libraries + "umount -l /proc; ").loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to " + tmp, child.line("library"));
    }

    @Test
    void withoutMemoryToLock_itWorks() {
        Child child = report("ulimit -l 0; ").loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to " + tmp, child.line("library"));
    }

    private static String full(Path where) {
        return "mount -t tmpfs -o size=4k none " + where + "; echo full > " + where + "/file; ";
    }

    private Child report(String prepare, String... options) {
        List<String> all = new ArrayList<>(List.of("-Djava.io.tmpdir=" + tmp, "-Duser.home=" + home));
        all.addAll(List.of(options));
        List<String> command = new ArrayList<>(NoexecIT.unshare());
        command.addAll(List.of("sh", "-c", "set -e; " + prepare + "exec \"$@\"", "sh"));
        command.addAll(Child.reportCommand(Child.JAR, all.toArray(String[]::new)));
        return Child.run(command, Map.of("XDG_RUNTIME_DIR", runtime.toString()));
    }
}
