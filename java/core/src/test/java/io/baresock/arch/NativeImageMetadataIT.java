package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * GraalVM's native-image learns from {@code reachability-metadata.json} what it cannot see: it must name each shape of
 * downcall that the FFM backend makes, and each class that the C side looks up.
 */
class NativeImageMetadataIT {

    private static final String FOLDER = "/META-INF/native-image/io.baresock/";
    private static final String BACKEND = "io.baresock.internal.backend.FfmBackend";

    /** Names of the linker's canonical layouts, as native-image reads them. */
    private static final Map<Class<?>, String> LAYOUTS = Map.of(long.class, "long long");

    /** memfd_create(2), which the loader calls where no directory allows execution. */
    private static final String MEMFD_CREATE = downcall("int", "\"void*\", \"int\"");

    private static String downcall(String result, String parameters) {
        return "{\"returnType\": \"" + result + "\", \"parameterTypes\": [" + parameters + "]}";
    }

    /** The file that is written by hand, and the one that is made of baresock.h. */
    private static String metadata() throws IOException {
        return read("baresock") + read("baresock-abi");
    }

    private static String read(String folder) throws IOException {
        try (InputStream in =
                NativeImageMetadataIT.class.getResourceAsStream(FOLDER + folder + "/reachability-metadata.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> all(String regex, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(regex).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    void downcalls_areThoseOfTheHandles() throws Exception {
        assertEquals("ffm", Baresock.backend()); // the handles need the library
        Set<String> expected = new TreeSet<>();
        expected.add(MEMFD_CREATE);
        Class<?>[] functions = Class.forName(BACKEND).getDeclaredClasses();
        assertTrue(functions.length > 80, () -> functions.length + " functions");
        for (Class<?> function : functions) {
            Field handle = function.getDeclaredField("HANDLE");
            handle.setAccessible(true);
            MethodType type = ((MethodHandle) handle.get(null)).type();
            expected.add(downcall(
                    LAYOUTS.get(type.returnType()),
                    type.parameterList().stream()
                            .map(parameter -> '"' + LAYOUTS.get(parameter) + '"')
                            .collect(Collectors.joining(", "))));
        }
        Set<String> listed = all("(?m)^\\s*(\\{\"returnType\": .*?\\})", metadata());
        assertEquals(String.join(",\n", expected), String.join(",\n", listed));
    }

    @Test
    void classesThatCLooksUp_areAccessible() throws IOException {
        String onload = Files.readString(Path.of(System.getProperty("baresock.test.native"), "src/jni/onload.c"));
        Set<String> found = all("FindClass\\(env, \"([^\"]+)\"\\)", onload);
        found.addAll(all("#define DEFAULT_CLASS \"([^\"]+)\"", onload));
        Set<String> expected =
                found.stream().map(name -> name.replace('/', '.')).collect(Collectors.toSet());
        assertTrue(expected.contains("io.baresock.internal.backend.Natives"), onload);
        assertEquals(new TreeSet<>(expected), all("\"type\": \"([^\"]+)\",\\s*\"jniAccessible\": true", metadata()));
    }

    @Test
    void libraries_areResources() throws IOException {
        assertTrue(metadata().contains("{\"glob\": \"META-INF/native/**\"}"), metadata());
    }
}
