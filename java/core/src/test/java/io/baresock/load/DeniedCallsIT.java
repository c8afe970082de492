package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import io.baresock.helper.TestLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A JVM in which a seccomp(2) filter denies every newer system call at once, as container runtimes and old kernels do. The C test
 * {@code test_seccomp.c} denies each by itself.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DeniedCallsIT {

    @Test
    void whatIsDenied_isDoneByOlderCalls() throws Exception {
        String launcher = TestLibrary.program("denied").toString();
        for (int answer : new int[] {Bsd.ENOSYS, Bsd.EPERM}) {
            List<String> command = new ArrayList<>(List.of(launcher, Integer.toString(answer)));
            command.addAll(Child.javaCommand("-ea", "-cp", System.getProperty("java.class.path")));
            if (Child.JDK_HAS_FFM) {
                command.add("--enable-native-access=ALL-UNNAMED");
            }
            command.add("-Dbaresock.backend=" + Child.BACKEND);
            command.add(DeniedProgram.class.getName());
            Child child = Child.run(command, Map.of());
            assertEquals(0, child.status(), child::output);
            assertTrue(child.output().contains(DeniedProgram.DONE), child::output);
        }
    }
}
