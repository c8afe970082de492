package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.internal.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Library files for the loader to find: the jar's own, and ones that are not Baresock's. */
final class Libraries {

    static final String FILE = Platform.libraryFile();
    static final String RESOURCE = "META-INF/native/" + Platform.name() + '/' + FILE;

    private Libraries() {}

    /** The packaged library, out of the jar. */
    static Path genuine(Path dir) throws IOException {
        Files.createDirectories(dir);
        Path file = dir.resolve(FILE);
        try (InputStream in = Libraries.class.getResourceAsStream('/' + RESOURCE)) {
            Files.copy(in, file);
        }
        return file;
    }

    /** What a future release might look like to either backend: nothing but another ABI version. */
    static Path ofAbi999(Path dir) throws IOException {
        return compile(
                dir,
                """
                int bs_abi_version(void) { return 999; }
                int Java_io_baresock_internal_backend_Natives_abiVersion(void *env, void *cls) {
                    (void)env;
                    (void)cls;
                    return 999;
                }
                """);
    }

    /** Prints, as it is loaded, where it is and the permissions of its folder: "at PATH mode 700". */
    static Path thatTellsWhereItIs(Path dir) throws IOException {
        return compile(
                dir,
                """
                #define _GNU_SOURCE
                #include <dlfcn.h>
                #include <stdio.h>
                #include <string.h>
                #include <sys/stat.h>

                __attribute__((constructor)) static void tell(void) {
                    Dl_info info;
                    struct stat status;
                    char path[4096];
                    if (dladdr((void *)tell, &info) == 0) {
                        return;
                    }
                    snprintf(path, sizeof path, "%s", info.dli_fname);
                    *strrchr(path, '/') = '\\0';
                    if (stat(path, &status) == 0) {
                        printf("at %s mode %o\\n", info.dli_fname, (unsigned)status.st_mode & 07777u);
                        fflush(stdout);
                    }
                }
                """);
    }

    /** A copy of the packaged jar with another library in the place of its own. */
    static Path jarWith(Path library, Path jar) throws IOException {
        Files.copy(Child.JAR, jar);
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.write(zip.getPath(RESOURCE), Files.readAllBytes(library));
        }
        return jar;
    }

    /** Compiles C with the compiler that the build needs anyway; without one this fails. */
    private static Path compile(Path dir, String source) throws IOException {
        Files.createDirectories(dir);
        Path c = Files.writeString(dir.resolve("library.c"), source);
        Path library = dir.resolve(FILE);
        Child compiler =
                Child.run(List.of("cc", "-shared", "-fPIC", "-o", library.toString(), c.toString(), "-ldl"), Map.of());
        assertEquals(0, compiler.status(), "cc, the C compiler: " + compiler.output());
        return library;
    }
}
