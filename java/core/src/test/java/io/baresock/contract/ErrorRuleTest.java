package io.baresock.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How a call of Bsd reports an error: one that returns a number returns -errno, and throws nothing that has to be caught. */
class ErrorRuleTest {

    @Test
    void whatReturnsANumber_throwsNothingThatMustBeCaught() {
        Set<String> offenders = new TreeSet<>();
        int throwing = 0;
        for (Method m : Bsd.class.getDeclaredMethods()) {
            throwing += m.getExceptionTypes().length;
            if (m.getReturnType().isPrimitive() && m.getExceptionTypes().length > 0) {
                offenders.add(m.toString());
            }
        }
        assertEquals(Set.of(), offenders);
        assertTrue(throwing > 0, "there are calls that return names");
    }
}
