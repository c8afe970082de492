package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Program;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** The default backend of JDK 22 and newer: a function's first calls are by JNI, its later ones by FFM, and nobody notices. */
class AutoIT {

    private static final String HOLDER = "io.baresock.internal.backend.FfmBackend$";

    private static List<String> lines = List.of();

    /** What the program printed; it runs once for all tests. */
    private static List<String> output() throws Exception {
        if (lines.isEmpty()) {
            String[] options = {"-Dbaresock.backend=auto", "-Dbaresock.jni.calls=4000", "-Xlog:class+load"};
            lines = Program.output(0, AutoProgram.class, options).lines().toList();
        }
        return lines;
    }

    /** What it printed after a word, the last time. */
    private static String said(String word) throws Exception {
        List<String> output = output();
        return output.stream()
                .filter(line -> line.startsWith(word + ": "))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError(word + " is not in " + String.join("\n", output)))
                .substring(word.length() + 2);
    }

    /** The number of the line that says that this class was loaded, or -1. */
    private static int loaded(String name) throws Exception {
        List<String> output = output();
        for (int i = 0; i < output.size(); i++) {
            if (output.get(i).contains(" " + name + " source: ")) {
                return i;
            }
        }
        return -1;
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void calls_areCounted_untilTheLimit() throws Exception {
        assertEquals("auto", said("backend"));
        assertEquals("[10]", said("counted by JNI")); // ten calls of one function
        assertEquals("0", said("counted by FFM"));
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void function_isLinked_whenItsLimitIsReached() throws Exception {
        int notReached = output().indexOf("limit: is not reached");
        int reached = output().indexOf("limit: was reached");
        for (String function : List.of("Recv", "Sendto", "GetsockoptInt", "SetsockoptInt", "PollOne", "Bind")) {
            int line = loaded(HOLDER + function);
            assertTrue(notReached < line && line < reached, () -> function + " was loaded in line " + line);
        }
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void function_isNotLinked_whenItIsCalledSeldom() throws Exception {
        assertEquals(-1, loaded(HOLDER + "Socket"));
        assertEquals(-1, loaded(HOLDER + "Getsockname"));
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void results_areTheSame() throws Exception {
        List<String> both =
                output().stream().filter(line -> line.startsWith("results: ")).toList();
        assertEquals(2, both.size());
        assertEquals(both.get(0), both.get(1));
        assertFalse(both.get(0).contains("bound"), both.get(0));
    }

    @Test
    @EnabledForJreRange(minVersion = 22)
    void nothingIsAllocated_byEither() throws Exception {
        for (String backend : List.of("JNI", "FFM")) {
            assertEquals("0", said("bytes by " + backend));
            assertEquals("0", said("bytes of an option by " + backend));
        }
    }
}
