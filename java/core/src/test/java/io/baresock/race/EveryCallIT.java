package io.baresock.race;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.testkit.Netns;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Every public method and constructor, with garbage. It runs in another JVM, which may crash, and in a network namespace, which the calls may
 * break.
 *
 * <p>A short run, from one seed. {@code -Dbaresock.fuzz.seconds=600} makes it a long one, {@code -Dbaresock.fuzz.seed} another one.
 */
@EnabledOnOs(OS.LINUX)
class EveryCallIT {

    private static final long CALLS = 12_000;
    private static final Pattern SUMMARY =
            Pattern.compile("members=(\\d+) called=(\\d+) succeeded=(\\d+) calls=(\\d+) results=(\\d+)");

    private final long seed = Long.getLong("baresock.fuzz.seed", 20_261_130);
    private final long seconds = Long.getLong("baresock.fuzz.seconds", 0);

    @Test
    void everyPublicMember_givesADocumentedAnswerToGarbage() throws Exception {
        try (Netns ns = Netns.create()) {
            String printed = ns.java(EveryCallProgram.class, "" + seed, "" + CALLS, "" + seconds);
            Matcher m = SUMMARY.matcher(printed);
            assertTrue(m.find(), printed);
            int members = Integer.parseInt(m.group(1));
            int called = Integer.parseInt(m.group(2));
            int succeeded = Integer.parseInt(m.group(3));
            assertEquals(members, called, printed); // a class without a sample misses all its methods
            assertTrue(succeeded > members / 2, printed);
            System.out.println("every call: " + m.group() + ", seed " + seed);
        }
    }
}
