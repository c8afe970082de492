package io.baresock.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where the library is looked for, in which order, and what is said when it is not there. */
class LoaderIT {

    @TempDir
    Path dir;

    private Path tmp;

    @BeforeEach
    void makeTmp() throws IOException {
        tmp = Files.createDirectory(dir.resolve("tmp"));
    }

    private String tmpOption() {
        return "-Djava.io.tmpdir=" + tmp;
    }

    @Test
    void explicitFile_isUsed() throws IOException {
        Path file = Libraries.genuine(dir.resolve("lib"));
        Path renamed = Files.move(file, file.resolveSibling("renamed.so"));
        Child child = Child.report("-Dbaresock.library.path=" + renamed).loaded();
        assertEquals(renamed + " (baresock.library.path)", child.line("library"));
    }

    @Test
    void explicitFolder_isSearched() throws IOException {
        Path file = Libraries.genuine(dir.resolve("lib"));
        Child child =
                Child.report("-Dbaresock.library.path=" + file.getParent()).loaded();
        assertEquals(file + " (baresock.library.path)", child.line("library"));
    }

    @Test
    void explicitPathThatIsWrong_isNamed_andNothingElseIsTried() {
        Path missing = dir.resolve("missing.so");
        Child child = Child.report("-Dbaresock.library.path=" + missing).refused();
        assertEquals(1, child.tried().size(), child.output());
        assertTrue(child.tried().get(0).startsWith("baresock.library.path: " + missing + ": "), child.output());
    }

    @Test
    void javaLibraryPath_isSearchedBeforeTheJar() throws IOException {
        Path file = Libraries.genuine(dir.resolve("lib"));
        Child child = Child.report("-Djava.library.path=" + dir.resolve("empty") + ':' + file.getParent())
                .loaded();
        assertEquals(file + " (java.library.path)", child.line("library"));
    }

    @Test
    void jarsLibrary_isExtracted_andGoneAfterTheLoad() throws IOException {
        Child child = Child.report(tmpOption()).loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to " + tmp, child.line("library"));
        assertNothingLeft();
    }

    @Test
    void extraction_isToAPrivateFolderWithARandomName() throws IOException {
        Path jar = Libraries.jarWith(Libraries.thatTellsWhereItIs(dir.resolve("lib")), dir.resolve("telling.jar"));
        String first = placeTold(jar);
        String second = placeTold(jar);
        assertNotEquals(first, second);
        assertNothingLeft(); // although the load failed
    }

    /** The telling library is no Baresock: the load fails, after it told. */
    private String placeTold(Path jar) {
        Child child = Child.run(Child.reportCommand(jar, "-Dbaresock.tmpdir=" + tmp), Map.of())
                .refused();
        String told = child.output()
                .lines()
                .filter(line -> line.startsWith("at " + tmp + "/baresock-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(child.output()));
        assertTrue(told.endsWith(" mode 700"), told);
        return told;
    }

    private void assertNothingLeft() throws IOException {
        // The JVM's own hsperfdata is in /tmp whatever java.io.tmpdir says.
        try (Stream<Path> left = Files.list(tmp)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void ownJarsLibrary_isTaken_thoughAnotherJarHasOneOfTheSameName() throws IOException {
        Path other = Libraries.jarWith(Libraries.ofAbi999(dir.resolve("lib")), dir.resolve("other.jar"));
        Path natives = dir.resolve("natives");
        Path first = natives.resolve(Libraries.RESOURCE);
        Files.createDirectories(first.getParent());
        Files.copy(dir.resolve("lib").resolve(Libraries.FILE), first);
        List<String> command = Child.reportCommand(Child.JAR, tmpOption());
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, natives + ":" + Child.JAR + ":" + other);
        Child.run(command, Map.of()).loaded();
    }

    @Test
    void libraryOfAnotherRelease_isRefused() throws IOException {
        Path file = Libraries.ofAbi999(dir.resolve("lib"));
        Child child = Child.report("-Dbaresock.library.path=" + file).refused();
        assertTrue(child.output().contains(file + ": has ABI version 999, these classes need "), child.output());
    }

    @Test
    void libraryOfAnotherRelease_doesNotHideTheJars() throws IOException {
        Path file = Libraries.ofAbi999(dir.resolve("lib"));
        Child child = Child.report("-Djava.library.path=" + file.getParent(), tmpOption())
                .loaded();
        assertTrue(child.line("library").startsWith("the jar's "), child.output());
    }

    @Test
    void brokenFiles_areRefusedWithTheLinkersWords() throws IOException {
        byte[] genuine = Files.readAllBytes(Libraries.genuine(dir.resolve("lib")));
        Path empty = Files.write(dir.resolve("empty.so"), new byte[0]);
        Path text = Files.writeString(dir.resolve("text.so"), "#!/bin/sh\n".repeat(1000));
        Path cut = Files.write(dir.resolve("cut.so"), java.util.Arrays.copyOf(genuine, 200));
        for (Path broken : List.of(empty, text, cut)) {
            Child child = Child.report("-Dbaresock.library.path=" + broken).refused();
            String why = child.tried().get(0);
            assertTrue(
                    why.matches(".*\\.so: (file too short|invalid ELF header|cannot read file data|.*mach-o.*)"), why);
        }
    }

    /** The dynamic linker maps such a file, and what it then reads is not there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void fileThatIsCutOff_doesNotEndTheJvm_andDoesNotHideTheJars() throws IOException {
        Path file = Libraries.genuine(dir.resolve("lib"));
        byte[] genuine = Files.readAllBytes(file);
        for (int length : new int[] {genuine.length / 4, genuine.length / 2, genuine.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(genuine, length));
            Child child = Child.report("-Dbaresock.library.path=" + file).refused();
            assertEquals(List.of("baresock.library.path: " + file + ": file too short"), child.tried());
            Child next = Child.report("-Djava.library.path=" + file.getParent()).loaded();
            assertTrue(next.line("library").startsWith("the jar's "), next.output());
        }
    }

    /** Only a file is opened: of a folder the JVM would complain. */
    @Test
    void folderWithTheLibrarysName_isPassedOver() throws IOException {
        Files.createDirectories(dir.resolve("lib").resolve(Libraries.FILE));
        Child child = Child.report("-Djava.library.path=" + dir.resolve("lib")).loaded();
        assertTrue(child.line("library").startsWith("the jar's "), child.output());
        assertFalse(child.output().contains("stack guard"), child.output());
    }

    @Test
    void platformThatTheJarDoesNotCover_isNamed() {
        Child child = Child.report("-Dos.arch=sparcv9", tmpOption()).refused();
        assertTrue(child.output().contains("-sparcv9/" + Libraries.FILE), child.output());
        assertTrue(child.output().contains("does not cover the platform"), child.output());
        String platform = child.output().replaceAll("(?s).*META-INF/native/([^/]+)/.*", "$1");
        assertTrue(
                child.output().contains("io.baresock:baresock with the classifier " + platform + " and"),
                child.output());
    }

    @Test
    void unknownBackend_isRefused() {
        List<String> command = Child.reportCommand(Child.JAR);
        command.set(command.indexOf("-Dbaresock.backend=" + Child.BACKEND), "-Dbaresock.backend=panama");
        Child child = Child.run(command, Map.of()).refused();
        assertEquals(
                "baresock: -Dbaresock.backend=panama: must be ffm, jni or auto",
                child.output().strip());
    }

    @Test
    void automaticBackend_isJni_andFfmLaterWhereTheJdkHasIt() {
        List<String> command = Child.reportCommand(Child.JAR, tmpOption());
        command.remove("-Dbaresock.backend=" + Child.BACKEND);
        int jdk = Runtime.version().feature();
        assertEquals(
                Child.JDK_HAS_FFM
                        ? "auto (automatic on JDK " + jdk + ": the first calls of a function by JNI, many more by FFM)"
                        : "jni (JDK " + jdk + " has no FFM API (22 or newer))",
                Child.run(command, Map.of()).loaded().line("backend"));
    }

    @Test
    void ffmOnAJdkWithoutIt_isAClearError_neverAQuietFallback() {
        List<String> command = Child.reportCommand(Child.JAR, tmpOption());
        command.set(command.indexOf("-Dbaresock.backend=" + Child.BACKEND), "-Dbaresock.backend=ffm");
        Child child = Child.run(command, Map.of());
        if (Child.JDK_HAS_FFM) {
            assertTrue(child.loaded().line("backend").startsWith("ffm ("), child.output());
        } else {
            assertTrue(child.refused().output().contains("needs JDK 22 or newer, this is JDK "), child.output());
        }
    }

    /** Runs a command in a directory below this one whose name is not ASCII, with DIR for it in the arguments. */
    private Child inForeignDirectory(List<String> command) {
        String script =
                """
                d="$0/$(printf 'b\\303\\244r')"
                mkdir -p "$d" && cd "$d" || exit 99
                n=$#
                while [ $n -gt 0 ]; do
                    a=$1
                    shift
                    n=$((n - 1))
                    case $a in *DIR*) a="${a%%DIR*}$d${a#*DIR}" ;; esac
                    set -- "$@" "$a"
                done
                export XDG_RUNTIME_DIR="$d"
                exec "$@"
                """;
        List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c", script, dir.toString()));
        shell.addAll(command);
        return Child.run(shell, Map.of("LC_ALL", "POSIX"));
    }

    @Test
    void directoryThatTheLocaleCannotName_isPassedOver() {
        Child child = inForeignDirectory(Child.reportCommand(
                        Child.JAR, "-Djava.io.tmpdir=DIR", "-Djava.library.path=DIR:relative", "-Duser.home=" + tmp))
                .loaded();
        assertEquals("the jar's " + Libraries.RESOURCE + ", extracted to " + tmp, child.line("library"));
    }

    @Test
    void directoryThatTheLocaleCannotName_isToldIfNothingElseWorks() {
        for (String property : List.of("baresock.tmpdir", "baresock.library.path")) {
            List<String> command = Child.reportCommand(Child.JAR, "-D" + property + "=DIR");
            if (property.equals("baresock.tmpdir") && Child.JDK_HAS_FFM) {
                inForeignDirectory(command).loaded(); // from a memfd
                continue;
            }
            Child child = inForeignDirectory(command).refused();
            assertTrue(child.tried().stream().anyMatch(l -> l.startsWith(property + ": ")), child.output());
        }
    }

    @Test
    void emptyElementOfJavaLibraryPath_isNotTheWorkingDirectory() throws IOException {
        Path file = Libraries.thatTellsWhereItIs(dir.resolve("lib"));
        for (String path : List.of("", ":", ":/nowhere", "/nowhere::/nowhere2")) {
            List<String> command = new ArrayList<>(List.of(
                    "/bin/sh",
                    "-c",
                    "cd \"$0\" && exec \"$@\"",
                    file.getParent().toString()));
            command.addAll(Child.reportCommand(Child.JAR, "-Djava.library.path=" + path, tmpOption()));
            Child child = Child.run(command, Map.of()).loaded();
            assertTrue(child.line("library").startsWith("the jar's "), child.output());
            assertFalse(child.output().contains("at " + file.getParent()), child.output());
        }
    }

    @Test
    void emptyLibraryPath_isNotTheWorkingDirectory() throws IOException {
        Path file = Libraries.thatTellsWhereItIs(dir.resolve("lib"));
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", file.getParent().toString()));
        command.addAll(Child.reportCommand(Child.JAR, "-Dbaresock.library.path=", tmpOption()));
        Child child = Child.run(command, Map.of()).refused();
        assertEquals(
                List.of("baresock.library.path: it is empty; name the file, or leave the property out"), child.tried());
    }

    @Test
    void aPropertyThatIsNoNumber_isRefused() {
        for (String property : List.of("baresock.idle.millis", "baresock.jni.calls")) {
            for (String value : List.of("abc", "", "-1", "0", "1000000000", "1s", "0x10")) {
                Child child =
                        Child.report("-D" + property + "=" + value, tmpOption()).refused();
                assertEquals(
                        "baresock: -D" + property + "=" + value
                                + ": must be a number from 1 to 999999999, or not given",
                        child.output().strip());
            }
        }
        Child child = Child.report("-Dbaresock.counters=yes", tmpOption()).refused();
        assertTrue(child.output().contains("-Dbaresock.counters=yes: must be true or false"), child.output());
        Child.report("-Dbaresock.idle.millis=5", "-Dbaresock.jni.calls=007", "-Dbaresock.counters=TRUE", tmpOption())
                .loaded();
    }

    @Test
    void controlCharactersOfNames_areEscaped() throws IOException {
        Path odd = Files.createDirectory(dir.resolve("a\n  - b\u001b[31m"));
        String escaped = "a\\x0a  - b\\x1b[31m";
        Child child = Child.report("-Dbaresock.library.path=" + odd.resolve("missing.so"))
                .refused();
        assertEquals(1, child.tried().size(), child.output());
        assertTrue(child.tried().get(0).contains(escaped), child.output());
        Child loaded = Child.report("-Dbaresock.tmpdir=" + odd).loaded();
        assertTrue(loaded.line("library").endsWith(escaped), loaded.output());
        List<String> command = Child.reportCommand(Child.JAR);
        command.set(command.indexOf("-Dbaresock.backend=" + Child.BACKEND), "-Dbaresock.backend=a\nb");
        assertTrue(Child.run(command, Map.of()).refused().output().contains("=a\\x0ab: must be"));
    }
}
