package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.internal.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    private static final String GLIBC =
            """
            55d0c8a00000-55d0c8a01000 r--p 00000000 08:01 131 /usr/lib/jvm/java-17/bin/java
            7f10c0a00000-7f10c0a28000 r--p 00000000 08:01 977 /usr/lib/x86_64-linux-gnu/libc.so.6
            7f10c0d01000-7f10c0d02000 r--p 00000000 08:01 971 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2
            7ffe1d5c0000-7ffe1d5e1000 rw-p 00000000 00:00 0 [stack]
            """;
    private static final String MUSL =
            """
            56039f3b8000-56039f3b9000 r--p 00000000 00:3b 4242 /opt/java/openjdk/bin/java
            7f81f1a4c000-7f81f1a60000 r--p 00000000 00:3b 2207 /lib/ld-musl-x86_64.so.1
            """;

    @TempDir
    Path dir;

    private Path maps(String text) throws IOException {
        return Files.writeString(dir.resolve("maps"), text);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,    amd64,   linux-x86_64",
        "Linux,    x86_64,  linux-x86_64",
        "Linux,    aarch64, linux-aarch64",
        "Linux,    arm64,   linux-aarch64",
        "Linux,    riscv64, linux-riscv64",
        "Mac OS X, x86_64,  macos-x86_64",
        "Mac OS X, aarch64, macos-aarch64",
        "Darwin,   arm64,   macos-aarch64",
        "FreeBSD,  amd64,   freebsd-x86_64",
        "SunOS,    sparcv9, sunos-sparcv9",
    })
    void name_isTheFolderInTheJar(String osName, String osArch, String folder) throws IOException {
        assertEquals(folder, Platform.name(osName, osArch, maps(GLIBC)));
    }

    @Test
    void musl_isRecognisedByItsLinkerInTheProcess() throws IOException {
        assertEquals("linux-x86_64-musl", Platform.name("Linux", "amd64", maps(MUSL)));
        assertEquals(
                "linux-aarch64-musl",
                Platform.name("Linux", "aarch64", maps(MUSL.replace("ld-musl-x86_64", "ld-musl-aarch64"))));
    }

    @Test
    void folderOfThatName_isNotMusl() throws IOException {
        assertEquals(
                "linux-x86_64", Platform.name("Linux", "amd64", maps(GLIBC.replace("java-17", "ld-musl-x86_64.so.1"))));
    }

    @Test
    void libcOfAnotherSystem_isNotAsked() throws IOException {
        assertEquals("macos-x86_64", Platform.name("Mac OS X", "x86_64", maps(MUSL)));
    }

    @Test
    void withoutProc_glibcIsAssumed() {
        assertEquals("linux-x86_64", Platform.name("Linux", "amd64", dir.resolve("none")));
    }
}
