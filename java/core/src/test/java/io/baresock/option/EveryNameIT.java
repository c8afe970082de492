package io.baresock.option;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Netns;
import io.baresock.testkit.Program;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No name of an option or an ioctl makes the kernel or us go beyond memory, all of which ends at a page that faults. */
@DisplayName("every option and ioctl name, in guarded memory")
class EveryNameIT {

    private static int[] numbers(Class<?> program) throws Exception {
        try (Netns ns = Netns.create()) {
            List<String> command = Program.command(program);
            command.add(command.size() - 1, "-Dbaresock.force=guard"); // the last one counts
            return Arrays.stream(ns.run(command).strip().split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        }
    }

    /** The programs say what their numbers are; a kernel that has less than half of what this one has would be a surprise. */
    private static void atLeast(int[] numbers, int... least) {
        for (int i = 0; i < least.length; i++) {
            assertTrue(numbers[i] >= least[i], Arrays.toString(numbers) + " of at least " + Arrays.toString(least));
        }
    }

    @Test
    void options() throws Exception {
        atLeast(numbers(EveryOption.class), 8, 50_000, 500, 20_000, 10_000, 300, 200);
    }

    @Test
    void ioctls() throws Exception {
        atLeast(numbers(EveryIoctl.class), 8, 40, 15_000, 2_000, 5_000);
    }
}
