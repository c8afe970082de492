package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import io.baresock.internal.backend.Header;
import io.baresock.internal.backend.JdkSupport;
import io.baresock.internal.backend.Opener;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds the native library and opens it. If the property {@code baresock.library.path} names a file or a folder, only that is tried. Else
 * it tries {@code java.library.path}, and then the jar's own copy, which it extracts to a private directory and deletes again. A jar without
 * libraries has its copy in another jar, one for each platform. If nothing works, the error lists every place with its reason.
 */
final class NativeLoader {

    /** An open library and where it came from. */
    record Loaded(Backend backend, String origin) {}

    // Elf64_Ehdr
    private static final int E_SHOFF = 40;
    private static final int E_SHENTSIZE = 58;
    private static final int E_SHNUM = 60;
    private static final int ELF_HEADER = 64;

    private static final int ATTEMPTS = 10; // to find a name that is not taken

    /** PosixFilePermissions.fromString is not used: its EnumSet looks up the values by reflection, which takes 2 ms of CPU. */
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Opener opener;
    private final String platform = Platform.name();
    private final String fileName = Platform.libraryFile();
    private final List<String> failures = new ArrayList<>();
    private boolean takenByAnotherLoader;

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
        if (explicit != null && explicit.isEmpty()) {
            failures.add("baresock.library.path: it is empty; name the file, or leave the property out");
            return null; // not the working directory, which may hold a file from another user
        }
        if (explicit != null) {
            Path path = path("baresock.library.path", explicit);
            return path == null
                    ? null
                    : fromFile(Files.isDirectory(path) ? path.resolve(fileName) : path, "baresock.library.path");
        }
        for (String dir : System.getProperty("java.library.path", "").split(File.pathSeparator)) {
            // An empty element means the working directory, which may hold a file from another user: it is skipped.
            Path folder = dir.isEmpty() ? null : path("java.library.path", dir);
            Path file = folder == null ? null : folder.resolve(fileName);
            Loaded loaded = file != null && Files.isRegularFile(file) ? fromFile(file, "java.library.path") : null;
            if (loaded != null) {
                return loaded;
            }
        }
        return fromJar();
    }

    /** The path that a text names; null if the locale's encoding has no such path. */
    private @Nullable Path path(String how, String text) {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            failures.add(how + ": " + Printable.of(text) + ": no path in the locale's encoding, "
                    + System.getProperty("sun.jnu.encoding") + ": " + Printable.of(String.valueOf(e.getReason())));
            return null;
        }
    }

    /** Opens a library file that exists. If another class loader of this JVM has loaded it, JNI refuses it, and a copy is opened. */
    private @Nullable Loaded fromFile(Path file, String how) throws LoadException {
        if (isCutOff(file)) {
            failures.add(how + ": " + Printable.of(file + ": file too short")); // as dlopen(3) says
            return null;
        }
        Backend backend = open(file.toString(), how);
        String copied = "";
        if (backend == null && takenByAnotherLoader) {
            takenByAnotherLoader = false;
            try {
                byte[] bytes = Files.readAllBytes(file);
                for (Path dir : extractionDirs()) {
                    backend = backend == null ? extract(bytes, dir, "copied from " + how) : backend;
                }
                copied = ", a copy: another class loader has it";
            } catch (IOException e) {
                failures.add(how + ": " + Printable.of(file + ": cannot be copied: " + e));
            }
        }
        return backend == null ? null : new Loaded(backend, Printable.of(file.toString()) + " (" + how + copied + ")");
    }

    /** Whether an ELF file ends before its table of sections does: elf(5). The loader would map it, and SIGBUS would end the JVM. */
    private static boolean isCutOff(Path file) {
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "r")) {
            byte[] head = new byte[ELF_HEADER];
            if (f.read(head) < ELF_HEADER || !new String(head, 1, 3, StandardCharsets.US_ASCII).equals("ELF")) {
                return false;
            }
            ByteBuffer b = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder());
            long sections = (b.getShort(E_SHENTSIZE) & 0xFFFFL) * (b.getShort(E_SHNUM) & 0xFFFFL);
            return b.getLong(E_SHOFF) + sections > f.length();
        } catch (IOException e) {
            return false; // the loader says why
        }
    }

    private @Nullable Loaded fromJar() throws LoadException {
        String resource = "META-INF/native/" + platform + '/' + fileName;
        byte[] bytes;
        try {
            bytes = OwnResource.read(resource);
        } catch (IOException e) {
            failures.add("the jar: cannot read " + resource + ": " + Printable.of(e.toString()));
            return null;
        }
        if (bytes == null) {
            failures.add("the jar: has no " + resource
                    + ", and no other jar has it: Baresock's jar does not cover the platform."
                    + " Add the artifact io.baresock:baresock with the classifier " + platform
                    + " and the same version to the class path, if there is one");
            return null;
        }
        for (Path dir : extractionDirs()) {
            Backend backend = extract(bytes, dir, "extracted from the jar");
            if (backend != null) {
                return new Loaded(backend, "the jar's " + resource + ", extracted to " + Printable.of(dir.toString()));
            }
        }
        Backend backend = fromMemory(bytes);
        return backend == null ? null : new Loaded(backend, "the jar's " + resource + ", from a memfd");
    }

    /** Directories to extract to: the one that a property names, else those that usually allow execution. */
    private Set<Path> extractionDirs() {
        Set<Path> dirs = new LinkedHashSet<>();
        String asked = System.getProperty("baresock.tmpdir");
        if (asked != null) {
            if (asked.isEmpty()) {
                failures.add("baresock.tmpdir: it is empty; name a directory, or leave the property out");
            }
            addDir(dirs, "baresock.tmpdir", asked);
            return dirs;
        }
        addDir(dirs, "java.io.tmpdir", System.getProperty("java.io.tmpdir"));
        addDir(dirs, "XDG_RUNTIME_DIR", System.getenv("XDG_RUNTIME_DIR"));
        addDir(dirs, "user.home", System.getProperty("user.home"));
        addDir(dirs, "user.dir", System.getProperty("user.dir"));
        addDir(dirs, "/dev/shm", "/dev/shm");
        return dirs;
    }

    private void addDir(Set<Path> dirs, String how, @Nullable String dir) {
        Path path = dir == null || dir.isEmpty() ? null : path(how, dir);
        if (path != null) {
            dirs.add(path);
        }
    }

    private @Nullable Backend extract(byte[] bytes, Path parent, String how) throws LoadException {
        Path dir = null;
        Path file = null;
        try {
            dir = makePrivate(parent);
            file = dir.resolve(fileName);
            try (OutputStream out = new FileOutputStream(
                    file.toFile())) { // not a channel: that would load more classes when a process starts
                out.write(bytes);
            }
            return open(file.toString(), how);
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            failures.add(how + ": cannot write to " + Printable.of(parent + ": " + e));
            return null;
        } finally {
            delete(file); // the mapping stays after the file is deleted
            delete(dir);
        }
    }

    /**
     * Makes a directory with a random name for this user only. Files.createTempDirectory is not used: it always fails if java.io.tmpdir
     * is not a path in the locale's encoding. The name need not be secret, because mkdir(2) refuses a name that exists. (A SecureRandom
     * takes 16 to 20 ms of CPU when a process starts.)
     */
    private static Path makePrivate(Path parent) throws IOException {
        for (int attempt = 1; ; attempt++) {
            long random = ThreadLocalRandom.current().nextLong();
            Path dir = parent.resolve("baresock-" + Long.toUnsignedString(random));
            try {
                return Files.createDirectory(dir, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
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
     * For systems where every directory is {@code noexec} or read-only. An anonymous file is neither, unless vm.memfd_noexec is 2. Its
     * descriptor stays open: if the JVM got the same path again, it would think that it has loaded the library already.
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
            failures.add("from a memfd: " + Printable.of(e.toString()));
            return null;
        }
        return open(path, "from a memfd");
    }

    private @Nullable Backend open(String path, String how) throws LoadException {
        try {
            return opener.open(path, Header.ABI_VERSION);
        } catch (IllegalCallerException e) {
            Module module = NativeLoader.class.getModule();
            // It would be the same at every other place.
            throw new LoadException("Baresock is not allowed to load its native library: " + e.getMessage()
                    + ". Run java with --enable-native-access="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
        } catch (IllegalArgumentException e) {
            failures.add(how + ": " + Printable.of(path + ": " + linkerMessage(path, e)));
        } catch (LinkageError e) {
            // The JVM's text, unchanged since JDK 1.2: another class loader has loaded this file.
            takenByAnotherLoader = String.valueOf(e.getMessage()).contains("already loaded in another classloader");
            failures.add(how + ": " + Printable.of(path + ": " + explain(path, e)));
        }
        return null;
    }

    /** Why dlopen(3) refused the file. The FFM API does not tell; System.load fails too, and tells. */
    private static String linkerMessage(String path, IllegalArgumentException untold) {
        try {
            System.load(path);
            return String.valueOf(untold.getMessage());
        } catch (LinkageError e) {
            return explain(path, e);
        }
    }

    private static String explain(String path, LinkageError e) {
        // The dynamic linker's text begins with the path, and the JVM adds it once more.
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
