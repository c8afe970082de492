package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** No call raises SIGPIPE, heard from within a JVM of its own: the C test {@code test_sigpipe.c} has the rest. */
@EnabledOnOs(OS.LINUX)
class SigpipeIT {

    @Test
    void noCall_raisesSigpipe() {
        List<String> command = Child.javaCommand("-cp", System.getProperty("java.class.path"));
        command.remove("-Xcheck:jni"); // it complains of a handler for SIGPIPE that is not the JVM's
        if (Child.JDK_HAS_FFM) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dbaresock.backend=" + Child.BACKEND);
        command.add(SigpipeProgram.class.getName());
        Child child = Child.run(command, Map.of());
        assertEquals(0, child.status(), child::output);
        assertTrue(child.output().contains(SigpipeProgram.DONE + " by 10 calls"), child::output);
    }
}
