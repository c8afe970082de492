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
        String text = Files.readString(header);
        Sources.write(file, AbiC.natives(AbiHeader.parse(text), AbiNumbers.checks(text)));
    }

    /** Kind {@code abi-java}: everything for Java, in folders of the build folder. */
    static void java(Path header, Path build) throws IOException {
        String text = Files.readString(header);
        List<Function> functions = AbiHeader.parse(text);
        Path main = build.resolve("generated-sources/abi").resolve(PACKAGE);
        Sources.write(main.resolve("Header.java"), AbiNumbers.java(text));
        Sources.write(main.resolve("Backend.java"), AbiJava.backend(functions));
        Sources.write(main.resolve("Natives.java"), AbiJava.natives(functions));
        Sources.write(main.resolve("JniBackend.java"), AbiJava.jni(functions));
        Sources.write(main.resolve("TallyBackend.java"), AbiJava.counting(functions));
        Path java22 = build.resolve("generated-sources/abi22").resolve(PACKAGE);
        Sources.write(java22.resolve("FfmBackend.java"), AbiJava.ffm(functions));
        Sources.write(java22.resolve("AutoBackend.java"), AbiJava.auto(functions));
        Path test = build.resolve("generated-test-sources/abi").resolve(PACKAGE);
        Sources.write(test.resolve("ForwardingBackend.java"), AbiJava.forwarding(functions));
        Sources.write(test.resolve("FakeBackend.java"), AbiJava.fake(functions));
        Sources.write(
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
}
