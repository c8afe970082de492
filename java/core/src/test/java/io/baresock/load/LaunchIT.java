package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/** The ways to start: {@code java -jar}, the module path, and a JVM that allows native access to nobody unasked. */
class LaunchIT {

    private static final String BACKEND = "-Dbaresock.backend=" + Child.BACKEND;
    private static final String MODULE_MAIN = "io.baresock/io.baresock.tool.Main";

    /** The matrix of JDKs is only as good as the build's choice of them. */
    @Test
    void jdk_isTheOneThatThisRunIsFor() {
        String range = System.getProperty("baresock.test.jdk"); // as Maven writes it: [17,22) or [22,)
        Matcher matcher = Pattern.compile("\\[(\\d+),(\\d*)\\)").matcher(range);
        assertTrue(matcher.matches(), range);
        int jdk = Runtime.version().feature();
        assertTrue(jdk >= Integer.parseInt(matcher.group(1)), jdk + " is not in " + range);
        assertTrue(matcher.group(2).isEmpty() || jdk < Integer.parseInt(matcher.group(2)), jdk + " is not in " + range);
    }

    @Test
    void javaJar_printsTheReport_andNoWarningOfTheJvm() {
        Child child = Child.java(BACKEND, "-jar", Child.JAR.toString()).loaded();
        assertTrue(child.line("Baresock").matches("\\d+\\.\\d+.*"), child.output());
        assertTrue(child.line("backend").startsWith(Child.BACKEND + " ("), child.output());
        assertFalse(child.output().contains("WARNING"), child.output()); // the manifest's Enable-Native-Access
    }

    @Test
    void modulePath_works() {
        List<String> options = new ArrayList<>(List.of(BACKEND, "--module-path", Child.JAR.toString()));
        if (Child.JDK_HAS_FFM) {
            options.add("--enable-native-access=io.baresock");
        }
        options.addAll(List.of("--add-modules", "io.baresock", "-m", MODULE_MAIN));
        Child child = Child.java(options.toArray(String[]::new)).loaded();
        assertTrue(child.line("backend").startsWith(Child.BACKEND + " ("), child.output());
        assertFalse(child.output().contains("WARNING"), child.output());
    }

    @Test
    @EnabledForJreRange(minVersion = 24) // JEP 472
    void nativeAccessDenied_tellsTheFlagToAdd() {
        Child classPath = Child.java(
                        BACKEND, "--illegal-native-access=deny", "-cp", Child.JAR.toString(), "io.baresock.tool.Main")
                .refused();
        assertTrue(
                classPath.output().strip().endsWith("Run java with --enable-native-access=ALL-UNNAMED"),
                classPath.output());
        assertEquals(1, classPath.output().lines().count(), classPath.output());
        Child modulePath = Child.java(
                        BACKEND,
                        "--illegal-native-access=deny",
                        "--module-path",
                        Child.JAR.toString(),
                        "-m",
                        MODULE_MAIN)
                .refused();
        assertTrue(
                modulePath.output().strip().endsWith("Run java with --enable-native-access=io.baresock"),
                modulePath.output());
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void nativeAccessDeniedToOthers_isNoneOfOurs() {
        Child.run(Child.reportCommand(Child.JAR, "--illegal-native-access=deny"), Map.of())
                .loaded();
    }
}
