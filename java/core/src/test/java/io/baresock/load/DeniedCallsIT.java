package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.helper.TestLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM in which a seccomp(2) filter denies system calls, as container runtimes, service managers and old kernels do: what is denied is done by
 * other calls, or the error names it. The C test {@code test_seccomp.c} denies each newer call by itself.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DeniedCallsIT {

    private static Path launcher;

    @BeforeAll
    static void compile() throws Exception {
        launcher = TestLibrary.program("denied");
    }

    private static Child run(String profile, int errno, List<String> java) {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), profile, Integer.toString(errno)));
        command.addAll(java);
        return Child.run(command, Map.of());
    }

    private static Child run(String profile, int errno, Class<?> main) {
        List<String> java = Child.javaCommand("-ea", "-cp", System.getProperty("java.class.path"));
        if (Child.JDK_HAS_FFM) {
            java.add("--enable-native-access=ALL-UNNAMED");
        }
        java.add("-Dbaresock.backend=" + Child.BACKEND);
        java.add(main.getName());
        return run(profile, errno, java);
    }

    private static void everythingIsDone(String profile, int errno) {
        Child child = run(profile, errno, DeniedProgram.class);
        assertEquals(0, child.status(), child::output);
        assertTrue(child.output().contains(DeniedProgram.DONE), child::output);
    }

    /** What {@link RefusedProgram} says of each thing that it tries. */
    private static Map<String, String> refusals(String profile, int errno) {
        Child child = run(profile, errno, RefusedProgram.class);
        assertEquals(0, child.status(), child::output);
        return RefusedProgram.read(child.output());
    }

    @Test
    void whatIsDenied_isDoneByOlderCalls() {
        everythingIsDone("newer", Bsd.ENOSYS);
        everythingIsDone("newer", Bsd.EPERM);
    }

    @Test
    void dockersProfile_leavesAllButTheRing_andSaysSo() {
        everythingIsDone("docker", Bsd.EPERM);
        Map<String, String> said = refusals("docker", Bsd.EPERM);
        assertTrue(said.get("loop").matches("io_uring.*EPERM.*"), said::toString);
        assertTrue(said.get("batch").matches("io_uring_setup\\(2\\): EPERM: .*seccomp.*"), said::toString);
        assertTrue(said.get("vsock").matches("socket.*EPERM.*"), said::toString);
        assertEquals(RefusedProgram.WORKS, said.get("netlink"), said::toString);
    }

    @Test
    void systemdsFamilies_leaveTheInternet_andSayWhatTheyRefuse() {
        everythingIsDone("systemd", Bsd.EAFNOSUPPORT);
        Map<String, String> said = refusals("systemd", Bsd.EAFNOSUPPORT);
        assertTrue(said.get("netlink").matches("socket.*EAFNOSUPPORT.*"), said::toString);
        assertTrue(said.get("vsock").matches("socket.*EAFNOSUPPORT.*"), said::toString);
    }

    @Test
    void noMemfd_isNamed_ifTheLibraryHasNoOtherPlace(@TempDir Path folder) {
        Path nowhere = folder.resolve("is-not-there");
        for (int errno : new int[] {Bsd.ENOSYS, Bsd.EPERM}) {
            List<String> java = Child.reportCommand(Child.JAR, "-Dbaresock.tmpdir=" + nowhere);
            List<String> tried = run("memfd", errno, java).refused().tried();
            assertTrue(tried.get(0).contains(nowhere.toString()), tried::toString);
            String last = tried.get(tried.size() - 1);
            assertTrue(last.contains(Child.JDK_HAS_FFM ? "memfd_create(2)" : "FFM API"), last);
        }
    }
}
