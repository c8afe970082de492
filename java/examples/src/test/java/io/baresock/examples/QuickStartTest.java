package io.baresock.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledInNativeImage;
import org.junit.jupiter.api.io.TempDir;

/** What the quick start has besides programs: its module, and a program in it. */
@DisabledInNativeImage // which has no compiler
class QuickStartTest {

    private static String block(String page, String before) {
        Matcher m = Pattern.compile(Pattern.quote(before) + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertTrue(m.find(), before);
        return m.group(1);
    }

    private static Path library() throws Exception {
        return Path.of(Baresock.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    @Test
    void theModule_compilesWithItsProgram(@TempDir Path folder) throws Exception {
        String page = Files.readString(GuidePage.file("docs/guide/quick-start.md"));
        Path module = Files.writeString(folder.resolve("module-info.java"), block(page, "<!-- module-info -->\n```"));
        Path program = Files.writeString(folder.resolve("Imports.java"), block(page, "```java"));
        ByteArrayOutputStream says = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        says,
                        says,
                        "-proc:none",
                        "--module-path",
                        library().toString(),
                        "-d",
                        folder.resolve("classes").toString(),
                        module.toString(),
                        program.toString());
        assertEquals(0, status, says::toString);
        assertTrue(Files.exists(folder.resolve("classes/module-info.class")));
    }
}
