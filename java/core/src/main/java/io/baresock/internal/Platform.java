package io.baresock.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Which of the jar's libraries fits this machine: {@code linux-x86_64}, {@code linux-aarch64-musl}, {@code macos-aarch64}. */
public final class Platform {

    private Platform() {}

    /** The name of the folder under {@code META-INF/native}. */
    public static String name() {
        return name(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), Path.of("/proc/self/maps"));
    }

    /**
     * The same of a process described.
     *
     * @param maps what is mapped into it: proc_pid_maps(5)
     */
    public static String name(String osName, String osArch, Path maps) {
        String os = os(osName);
        return os + '-' + arch(osArch) + (os.equals("linux") && isMusl(maps) ? "-musl" : "");
    }

    /** The library's file name on this OS. */
    public static String libraryFile() {
        return System.mapLibraryName("baresock");
    }

    private static String os(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) {
            return "linux";
        }
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return "macos";
        }
        return name.replaceAll("[^a-z0-9]", "");
    }

    private static String arch(String osArch) {
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
    private static boolean isMusl(Path maps) {
        // No stream of lines, and no channel: 5 and 2 ms of CPU of a process that starts.
        try (InputStream in = new FileInputStream(maps.toFile())) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n", -1)) {
                if (line.startsWith("ld-musl-", line.lastIndexOf('/') + 1)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false; // no /proc: say glibc; the load error names the folder that was tried
        }
    }
}
