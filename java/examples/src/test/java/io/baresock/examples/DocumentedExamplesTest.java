package io.baresock.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledInNativeImage;
import org.junit.jupiter.api.io.TempDir;

/** Every example in Java of the README, the guide and the Javadoc compiles. What it leaves out is in {@link ExampleContext}. */
@DisabledInNativeImage // which has no compiler
class DocumentedExamplesTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern IN_MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);
    private static final List<String> IMPORTS = List.of(
            "static io.baresock.Bsd.*",
            "static io.baresock.option.Metadata.*",
            "io.baresock.*",
            "io.baresock.async.*",
            "io.baresock.bpf.*",
            "io.baresock.handover.*",
            "io.baresock.option.*",
            "io.baresock.poll.*",
            "io.baresock.text.*",
            "io.baresock.zerocopy.*",
            "java.net.InetSocketAddress",
            "java.nio.ByteBuffer",
            "java.nio.channels.SocketChannel",
            "java.time.Duration");

    /** Where each is, and what it says. */
    private static Map<String, String> examples() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        for (Path folder : List.of(ROOT.resolve("docs/guide"), Path.of("../core/src/main/java"))) {
            try (Stream<Path> list = Files.walk(folder)) {
                // The programs for Netty and for Aeron need libraries that this module does not have.
                list.filter(p -> p.toString().matches(".*\\.(md|java)")
                                && !p.toString().matches(".*/(netty|aeron)\\.md"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        for (Path file : files) {
            boolean java = file.toString().endsWith(".java");
            String text = Files.readString(file);
            Matcher m = (java ? IN_JAVADOC : IN_MARKDOWN).matcher(text);
            while (m.find()) {
                long line = text.substring(0, m.start()).lines().count() + 1;
                String example = java ? m.group(1).replaceAll("(?m)^ *\\* ?", "") : m.group(1);
                all.put(file + ":" + line, example);
            }
        }
        return all;
    }

    /** A compilation unit: a whole class is one by itself. */
    private static String unit(String example, int number) {
        String code = example.replace("{ ... }", "{ }").replaceAll("(?m)^\\s*\\.\\.\\.$", "");
        if (Pattern.compile("(?m)^(public )?class ").matcher(code).find()) {
            return code.replaceAll("public class (\\w+)", "class $1");
        }
        StringBuilder unit = new StringBuilder();
        IMPORTS.forEach(i -> unit.append("import ").append(i).append(";\n"));
        return unit + "abstract class Example" + number + " extends io.baresock.examples.ExampleContext {\nExample"
                + number + "() throws io.baresock.ErrnoException {}\n" + "    void run() throws Exception {\n" + code
                + "\n}}\n";
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String place;
        private final String text;

        Source(String place, String text, int number) {
            super(URI.create("string:///Example" + number + ".java"), Kind.SOURCE);
            this.place = place;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** What the compiler has to say against them. */
    private static List<String> errors(Map<String, String> examples, Path output) {
        List<Source> sources = new ArrayList<>();
        examples.forEach((place, example) -> {
            if (!example.contains("startVirtualThread") || Runtime.version().feature() >= 21) {
                sources.add(new Source(place, unit(example, sources.size()), sources.size()));
            }
        });
        List<String> options =
                List.of("-proc:none", "-classpath", System.getProperty("java.class.path"), "-d", output.toString());
        DiagnosticCollector<JavaFileObject> all = new DiagnosticCollector<>();
        ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, all, options, null, sources)
                .call();
        return all.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> sources.stream()
                                .filter(x -> x.getName().equals(d.getSource().getName()))
                                .map(x -> x.place)
                                .findFirst()
                                .orElse("")
                        + ": " + d.getMessage(null).replace('\n', ' '))
                .toList();
    }

    @Test
    void everyExample_compiles(@TempDir Path output) throws IOException {
        Map<String, String> all = examples();
        assertTrue(all.size() >= 14, () -> "only " + all.keySet());
        assertEquals(List.of(), errors(all, output));
    }

    @Test
    void anExampleThatIsWrong_isFound(@TempDir Path output) {
        assertEquals(List.of(), errors(Map.of("here", "int n = socket.recv(buffer, 0);\n...\n"), output));
        List<String> errors = errors(Map.of("there", "String n = socket.recv(buffer, 0);"), output);
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).startsWith("there: incompatible types"), errors::toString);
    }
}
