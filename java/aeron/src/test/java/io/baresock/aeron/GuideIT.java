package io.baresock.aeron;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the guide compile as they stand there. */
class GuideIT {

    private static final Path GUIDE = Path.of("../../docs/guide/aeron.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?class (\\w+).*?)```", Pattern.DOTALL);

    @Test
    void programsCompile(@TempDir Path folder) throws Exception {
        Set<String> compiled = new TreeSet<>();
        Matcher m = PROGRAM.matcher(Files.readString(GUIDE));
        while (m.find()) {
            Path source = Files.writeString(folder.resolve(m.group(2) + ".java"), m.group(1));
            ByteArrayOutputStream says = new ByteArrayOutputStream();
            List<String> options = List.of(
                    "-proc:none",
                    "-d",
                    folder.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    source.toString());
            int status = ToolProvider.getSystemJavaCompiler().run(null, says, says, options.toArray(new String[0]));
            assertEquals(0, status, () -> says.toString(UTF_8));
            assertTrue(compiled.add(m.group(2)));
        }
        assertEquals(Set.of("Driver", "Times"), compiled);
    }
}
