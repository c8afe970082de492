package io.baresock.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Which system this is, and the name of the jar's library for it: {@code linux-x86_64}, {@code linux-aarch64-musl}, {@code macos-aarch64}. */
public final class Platform {

    private static final String OS = System.getProperty("os.name", "");

    public static final boolean LINUX = OS.startsWith("Linux");
    public static final boolean MACOS = OS.startsWith("Mac");
    public static final boolean FREEBSD = OS.startsWith("FreeBSD");

    private Platform() {}

    /** The name of the folder under {@code META-INF/native}. */
    public static String name() {
        return name(OS, System.getProperty("os.arch", ""), Path.of("/proc/self/maps"));
    }

    /**
     * The same for a given process.
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
     * Whether this process runs on musl: then musl's dynamic linker is mapped into it. This needs no other program, and works for an
     * embedded JVM too.
     */
    private static boolean isMusl(Path maps) {
        // No stream of lines and no channel: they take 5 and 2 ms of CPU when a process starts.
        try (InputStream in = new FileInputStream(maps.toFile())) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n", -1)) {
                if (line.startsWith("ld-musl-", line.lastIndexOf('/') + 1)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException e) {
            return false; // no /proc: assume glibc; a load error names the folder
        }
    }
}
