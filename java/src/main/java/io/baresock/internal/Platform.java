package io.baresock.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Which of the jar's libraries fits this machine: {@code linux-x86_64}, {@code linux-aarch64-musl}, {@code macos-aarch64}. */
public final class Platform {

    private Platform() {}

    /** The name of the folder under {@code META-INF/native}. */
    public static String name() {
        String os = os(System.getProperty("os.name", ""));
        return os + '-' + arch(System.getProperty("os.arch", "")) + (os.equals("linux") && isMusl() ? "-musl" : "");
    }

    /** The library's file name on this OS. */
    public static String libraryFile() {
        return System.mapLibraryName("baresock");
    }

    static String os(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) {
            return "linux";
        }
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return "macos";
        }
        return name.replaceAll("[^a-z0-9]", "");
    }

    static String arch(String osArch) {
        String arch = osArch.toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "amd64", "x64", "x86-64" -> "x86_64";
            case "arm64" -> "aarch64";
            default -> arch;
        };
    }

    /**
     * Whether this process runs on musl. Its dynamic linker is mapped into it: nothing has to be started to find out, and
     * it is true for a JVM embedded in another program too.
     */
    private static boolean isMusl() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            return maps.anyMatch(line -> line.contains("/ld-musl-"));
        } catch (IOException | RuntimeException e) {
            return false; // no /proc: say glibc; the load error names the folder that was tried
        }
    }
}
