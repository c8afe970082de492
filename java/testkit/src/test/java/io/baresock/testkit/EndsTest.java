package io.baresock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndsTest {

    @TempDir
    Path directory;

    /** A program that hangs. */
    static final class Hangs {

        private Hangs() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.println("begun");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void status_ofAProgramThatHangs_saysWhere() throws Exception {
        Path output = directory.resolve("output");
        List<String> command = Program.command(Hangs.class);
        Process p = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (p.isAlive() && !Files.readString(output).contains("begun")) {
            Thread.onSpinWait();
        }
        AssertionError e = assertThrows(AssertionError.class, () -> Ends.status(p, command, output, 0));
        assertTrue(e.getMessage().contains("CountDownLatch.await"), e.getMessage());
        assertTrue(e.getMessage().contains("begun"), e.getMessage());
        assertFalse(p.isAlive());
    }

    @Test
    void status_isTheProgramsOwn() throws Exception {
        Path output = Files.createFile(directory.resolve("output"));
        assertEquals(3, Ends.status(new ProcessBuilder("sh", "-c", "exit 3").start(), "sh", output));
    }
}
