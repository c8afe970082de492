package io.baresock.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.testkit.Program;
import org.junit.jupiter.api.Test;

/** An Error (a stack overflow, the want of memory) at any place between the beginning and the end of what uses native things. */
class ThrownIT {

    @Test
    void errorOutOfAnyCall_leavesNothingBehind_andLosesNobody() throws Exception {
        assertEquals("done", Program.output(0, Thrown.class));
    }
}
