package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several copies of Baresock in one JVM, as two web applications bring them, or two libraries that shaded it. */
class CopiesIT {

    private static final Path RELOCATED_JAR = Path.of(System.getProperty("baresock.test.relocated"));
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;

    private record Copy(MethodHandle backend, MethodHandle socket, MethodHandle close) {

        static Copy of(URLClassLoader loader, String packageName) throws ReflectiveOperationException {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> baresock = loader.loadClass(packageName + ".Baresock");
            Class<?> bsd = loader.loadClass(packageName + ".Bsd");
            return new Copy(
                    lookup.findStatic(baresock, "backend", MethodType.methodType(String.class)),
                    lookup.findStatic(bsd, "socket", MethodType.methodType(int.class, int.class, int.class, int.class)),
                    lookup.findStatic(bsd, "close", MethodType.methodType(int.class, int.class)));
        }

        /**
         * Makes and closes a socket, and makes a mistake: -EBADF, 9 everywhere. If the relocated copy has the backend ffm,
         * the overlay in META-INF/versions was relocated with the rest.
         */
        void work() throws Throwable {
            assertEquals(Child.BACKEND, (String) backend.invokeExact());
            int fd = (int) socket.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
            assertTrue(fd >= 0, () -> "socket: " + fd);
            assertEquals(0, (int) close.invokeExact(fd));
            assertEquals(-9, (int) close.invokeExact(-1));
        }
    }

    private static URLClassLoader loader(Path jar) throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void twoClassLoadersOfOneJar_andARelocatedCopy_eachHaveTheirLibrary() throws Throwable {
        int before = mappedLibraries().size();
        try (URLClassLoader one = loader(Child.JAR);
                URLClassLoader two = loader(Child.JAR);
                URLClassLoader three = loader(RELOCATED_JAR)) {
            List<Copy> copies = List.of(
                    Copy.of(one, "io.baresock"),
                    Copy.of(two, "io.baresock"),
                    Copy.of(three, "com.example.shaded.baresock"));
            for (Copy copy : copies) {
                copy.work();
            }
            for (Copy copy : copies) {
                copy.work(); // still, now that the others are there
            }
            if (Files.exists(Path.of("/proc/self/maps"))) {
                assertEquals(before + 3, mappedLibraries().size());
            }
        }
    }

    @Test
    void secondClassLoader_worksWithAnExplicitLibraryToo(@TempDir Path dir) throws Throwable {
        Path file = Libraries.genuine(dir.resolve("lib"));
        Path tmp = Files.createDirectory(dir.resolve("tmp"));
        String path = System.getProperty("baresock.library.path");
        String tmpdir = System.getProperty("baresock.tmpdir");
        System.setProperty("baresock.library.path", file.toString());
        System.setProperty("baresock.tmpdir", tmp.toString());
        try (URLClassLoader one = loader(Child.JAR);
                URLClassLoader two = loader(Child.JAR);
                URLClassLoader three = loader(RELOCATED_JAR)) {
            List<Copy> copies = List.of(
                    Copy.of(one, "io.baresock"),
                    Copy.of(two, "io.baresock"),
                    Copy.of(three, "com.example.shaded.baresock"));
            for (Copy copy : copies) {
                copy.work();
            }
            copies.get(0).work(); // still, now that the others are there
            try (Stream<Path> left = Files.list(tmp)) {
                assertEquals(List.of(), left.toList());
            }
        } finally {
            restore("baresock.library.path", path);
            restore("baresock.tmpdir", tmpdir);
        }
    }

    private static void restore(String property, String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
        }
    }

    @Test
    void copiesThatLoadAtTheSameTime_doNotTakeEachOthersName() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<URLClassLoader> loaders = new ArrayList<>();
        try {
            List<Callable<Void>> loads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean relocated = i % 2 == 1;
                URLClassLoader loader = loader(relocated ? RELOCATED_JAR : Child.JAR);
                loaders.add(loader);
                loads.add(() -> {
                    try {
                        Copy.of(loader, relocated ? "com.example.shaded.baresock" : "io.baresock")
                                .work();
                    } catch (Throwable t) {
                        throw new ExecutionException(t);
                    }
                    return null;
                });
            }
            for (Future<Void> load : threads.invokeAll(loads)) {
                load.get();
            }
        } finally {
            threads.shutdown();
            for (URLClassLoader loader : loaders) {
                loader.close();
            }
        }
    }

    @Test
    void relocatedJar_hasNothingOfTheOriginalPackage() throws IOException {
        try (ZipFile zip = new ZipFile(RELOCATED_JAR.toFile())) {
            List<String> left = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("(META-INF/versions/\\d+/)?io/baresock/.*\\.class"))
                    .toList();
            assertEquals(List.of(), left);
        }
    }

    /** The inodes of the files named libbaresock that are mapped; each extraction is a file of its own. */
    private static Set<String> mappedLibraries() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        Set<String> inodes = new HashSet<>();
        if (Files.exists(maps)) {
            try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
                lines.filter(line -> line.contains("libbaresock")).forEach(line -> {
                    String[] fields = line.split(" +", 6);
                    inodes.add(fields[3] + ' ' + fields[4]);
                });
            }
        }
        return inodes;
    }
}
