package io.baresock.bundle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was deployed: a Maven repository in a folder. */
final class Published {

    static final Path ROOT = Path.of(System.getProperty("baresock.bundle"));
    static final String VERSION = System.getProperty("baresock.version");

    private static final Path GROUP = ROOT.resolve("io/baresock");
    private static final Path PLATFORMS = Path.of(System.getProperty("baresock.platforms"));

    private Published() {}

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** The names of the published modules. */
    static Set<String> artifacts() throws IOException {
        return list(GROUP).stream()
                .filter(Files::isDirectory)
                .map(folder -> folder.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The platforms whose library was built. */
    static Set<String> platforms() throws IOException {
        Set<String> platforms = list(PLATFORMS).stream()
                .filter(Files::isDirectory)
                .map(folder -> folder.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(!platforms.isEmpty(), () -> "nothing in " + PLATFORMS);
        return platforms;
    }

    /** The files of a module without checksums and signatures, by what follows the version: {@code -sources.jar}. */
    static Map<String, Path> files(String artifact) throws IOException {
        // The name of a snapshot has a time instead of the word.
        String version = Pattern.quote(VERSION).replace("SNAPSHOT", "\\E\\d{8}\\.\\d{6}-\\d+\\Q");
        Pattern name = Pattern.compile(Pattern.quote(artifact + "-") + version + "([.-].*)");
        Map<String, Path> files = new TreeMap<>();
        for (Path file : list(GROUP.resolve(artifact).resolve(VERSION))) {
            Matcher m = name.matcher(file.getFileName().toString());
            if (m.matches() && !m.group(1).matches(".*\\.(md5|sha1|sha256|sha512|asc)")) {
                files.put(m.group(1), file);
            }
        }
        return files;
    }

    static Path file(String artifact, String end) throws IOException {
        Path file = files(artifact).get(end);
        assertTrue(file != null, () -> artifact + end + " is not in the bundle");
        return file;
    }

    /** The files in a jar. */
    static Set<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static byte[] entry(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getInputStream(file.getEntry(name)).readAllBytes();
        }
    }
}
