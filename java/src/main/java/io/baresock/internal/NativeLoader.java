package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.JdkSupport;
import io.baresock.internal.backend.Opener;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the native library and opens it: the property {@code baresock.library.path} (a file or a folder; nothing else is
 * tried then), {@code java.library.path}, and at last the jar's own copy, extracted to a private directory that is gone
 * again when this returns. What fails is remembered, and told all at once if nothing works.
 */
final class NativeLoader {

    /** An open library and where it came from. */
    record Loaded(Backend backend, String origin) {}

    private final Opener opener;
    private final String platform = Platform.name();
    private final String fileName = Platform.libraryFile();
    private final List<String> failures = new ArrayList<>();

    private NativeLoader(Opener opener) {
        this.opener = opener;
    }

    static Loaded load(Opener opener) throws LoadException {
        NativeLoader loader = new NativeLoader(opener);
        Loaded loaded = loader.find();
        if (loaded == null) {
            throw new LoadException("Baresock's native library for " + loader.platform
                    + " could not be loaded. Tried, in this order:\n  - " + String.join("\n  - ", loader.failures)
                    + "\nSet -Dbaresock.library.path=FILE to a " + loader.fileName
                    + " built for this machine, or -Dbaresock.tmpdir=DIR to a directory that allows execution.");
        }
        return loaded;
    }

    private @Nullable Loaded find() throws LoadException {
        String explicit = System.getProperty("baresock.library.path");
        if (explicit != null) {
            Path path = Path.of(explicit).toAbsolutePath();
            Path file = Files.isDirectory(path) ? path.resolve(fileName) : path;
            Backend backend = open(file.toString(), "baresock.library.path");
            return backend == null ? null : new Loaded(backend, file + " (baresock.library.path)");
        }
        for (String dir : System.getProperty("java.library.path", "").split(File.pathSeparator)) {
            Path file = Path.of(dir.isEmpty() ? "." : dir).toAbsolutePath().resolve(fileName);
            Backend backend = Files.exists(file) ? open(file.toString(), "java.library.path") : null;
            if (backend != null) {
                return new Loaded(backend, file + " (java.library.path)");
            }
        }
        return fromJar();
    }

    private @Nullable Loaded fromJar() throws LoadException {
        String resource = "META-INF/native/" + platform + '/' + fileName;
        byte[] bytes;
        try {
            bytes = OwnResource.read(resource);
        } catch (IOException e) {
            failures.add("the jar: cannot read " + resource + ": " + e);
            return null;
        }
        if (bytes == null) {
            failures.add("the jar: has no " + resource + " (this build does not cover the platform)");
            return null;
        }
        for (Path dir : extractionDirs()) {
            Backend backend = extract(bytes, dir);
            if (backend != null) {
                return new Loaded(backend, "the jar's " + resource + ", extracted to " + dir);
            }
        }
        Backend backend = fromMemory(bytes);
        return backend == null ? null : new Loaded(backend, "the jar's " + resource + ", from a memfd");
    }

    /** Directories to extract to: the one asked for, else each that usually allows execution. */
    private static Set<Path> extractionDirs() {
        Set<Path> dirs = new LinkedHashSet<>();
        String asked = System.getProperty("baresock.tmpdir");
        if (asked != null) {
            dirs.add(Path.of(asked).toAbsolutePath());
            return dirs;
        }
        addDir(dirs, System.getProperty("java.io.tmpdir"));
        addDir(dirs, System.getenv("XDG_RUNTIME_DIR"));
        addDir(dirs, System.getProperty("user.home"));
        addDir(dirs, System.getProperty("user.dir"));
        addDir(dirs, "/dev/shm");
        return dirs;
    }

    private static void addDir(Set<Path> dirs, @Nullable String dir) {
        if (dir != null && !dir.isEmpty()) {
            dirs.add(Path.of(dir).toAbsolutePath());
        }
    }

    private @Nullable Backend extract(byte[] bytes, Path parent) throws LoadException {
        Path dir = null;
        Path file = null;
        try {
            dir = Files.createTempDirectory(
                    parent,
                    "baresock-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            file = dir.resolve(fileName);
            Files.write(file, bytes);
            return open(file.toString(), "extracted from the jar");
        } catch (IOException e) {
            failures.add("extracted from the jar: cannot write to " + parent + ": " + e);
            return null;
        } finally {
            delete(file); // the mapping stays when the name is gone
            delete(dir);
        }
    }

    private static void delete(@Nullable Path path) {
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
    }

    /**
     * Every directory is {@code noexec} or read-only: an anonymous file is neither, unless vm.memfd_noexec is 2. Its
     * descriptor stays open, since the JVM takes a path that it has loaded before for the same library.
     */
    private @Nullable Backend fromMemory(byte[] bytes) throws LoadException {
        int fd = JdkSupport.memfd("baresock");
        if (fd < 0) {
            failures.add("from a memfd: "
                    + (JdkSupport.hasFfm() ? "no memfd_create(2) here" : "needs the FFM API of JDK 22 or newer"));
            return null;
        }
        String path = "/proc/self/fd/" + fd;
        try {
            Files.write(Path.of(path), bytes);
        } catch (IOException e) {
            failures.add("from a memfd: " + e);
            return null;
        }
        return open(path, "from a memfd");
    }

    private @Nullable Backend open(String path, String how) throws LoadException {
        try {
            return opener.open(path, Abi.VERSION);
        } catch (IllegalCallerException e) {
            Module module = NativeLoader.class.getModule();
            // The same for every place: to try the next would only repeat it.
            throw new LoadException("Baresock is not allowed to load its native library: " + e.getMessage()
                    + ". Run java with --enable-native-access="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
        } catch (IllegalArgumentException e) {
            failures.add(how + ": " + path + ": " + linkerMessage(path, e));
        } catch (LinkageError e) {
            failures.add(how + ": " + path + ": " + explain(path, e));
        }
        return null;
    }

    /** Why dlopen(3) refused the file. The FFM API does not tell; System.load, which is refused in the same way, does. */
    private static String linkerMessage(String path, IllegalArgumentException untold) {
        try {
            System.load(path);
            return String.valueOf(untold.getMessage());
        } catch (LinkageError e) {
            return explain(path, e);
        }
    }

    private static String explain(String path, LinkageError e) {
        // The dynamic linker's own words begin with the path, and the JVM puts it before them once more.
        String message = String.valueOf(e.getMessage()).replace(path + ": ", "");
        if (message.contains("failed to map segment from shared object")) {
            return message + " (the file system is mounted noexec)";
        }
        if (e instanceof NoSuchMethodError) {
            return message + " (has other functions: a library of another Baresock release)";
        }
        return message;
    }
}
