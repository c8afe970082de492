package io.baresock.generator;

import io.baresock.generator.AbiHeader.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The files that are made from {@code baresock.h}, and their places. */
final class AbiKinds {

    private static final String PACKAGE = "io/baresock/internal/backend/";

    private AbiKinds() {}

    /** Kind {@code abi-c}: the JNI glue, one file. */
    static void c(Path header, Path file) throws IOException {
        write(file, AbiC.natives(read(header)));
    }

    /** Kind {@code abi-java}: everything for Java, in folders of the build folder. */
    static void java(Path header, Path build) throws IOException {
        List<Function> functions = read(header);
        Path main = build.resolve("generated-sources/abi").resolve(PACKAGE);
        write(main.resolve("Backend.java"), AbiJava.backend(functions));
        write(main.resolve("Natives.java"), AbiJava.natives(functions));
        write(main.resolve("JniBackend.java"), AbiJava.jni(functions));
        write(main.resolve("TallyBackend.java"), AbiJava.counting(functions));
        Path java22 = build.resolve("generated-sources/abi22").resolve(PACKAGE);
        write(java22.resolve("FfmBackend.java"), AbiJava.ffm(functions));
        write(java22.resolve("AutoBackend.java"), AbiJava.auto(functions));
        Path test = build.resolve("generated-test-sources/abi").resolve(PACKAGE);
        write(test.resolve("ForwardingBackend.java"), AbiJava.forwarding(functions));
        write(test.resolve("FakeBackend.java"), AbiJava.fake(functions));
        write(
                build.resolve("generated-resources/abi/META-INF/native-image/io.baresock/baresock-abi")
                        .resolve("reachability-metadata.json"),
                metadata(functions));
    }

    /** What GraalVM's native-image cannot see: the class whose methods C registers, and the type of each downcall. */
    static String metadata(List<Function> functions) {
        return """
                {
                  "comment": "Schema 1.2 (GraalVM for JDK 25). Generated from baresock.h.",
                  "reflection": [
                    {"type": "io.baresock.internal.backend.Natives", "jniAccessible": true}
                  ],
                  "foreign": {
                    "downcalls": [
                      %s
                    ]
                  }
                }
                """
                .formatted(
                        functions.stream()
                                .map(AbiJava::metadataShape)
                                .collect(Collectors.toCollection(TreeSet::new))
                                .stream()
                                .collect(Collectors.joining(",\n      ")));
    }

    private static List<Function> read(Path header) throws IOException {
        return AbiHeader.parse(Files.readString(header));
    }

    /** Writes a file only if its text changes, so that files that depend on it are not built again. */
    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
    }
}
