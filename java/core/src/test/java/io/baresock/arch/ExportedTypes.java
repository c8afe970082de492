package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Bsd;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a user of the module can name. */
public final class ExportedTypes {

    private static final Path MODULE = Path.of("src/main/java/module-info.java");
    private static final Pattern EXPORTS = Pattern.compile("exports\\s+([\\w.]+)\\s*;");

    static Set<String> packages() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Matcher m = EXPORTS.matcher(Files.readString(MODULE)); m.find(); ) {
            packages.add(m.group(1));
        }
        assertTrue(packages.contains(Bsd.class.getPackageName()), packages.toString());
        return packages;
    }

    /** The types that a user can name: public, and nested in public types only. */
    public static List<Class<?>> all() throws IOException, URISyntaxException, ClassNotFoundException {
        Path origin = Path.of(
                Bsd.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(origin)) {
            return all(origin);
        }
        try (FileSystem jar = FileSystems.newFileSystem(origin)) {
            return all(jar.getPath("/"));
        }
    }

    private static List<Class<?>> all(Path classes) throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (String name : packages()) {
            try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
                for (String file : files.map(f -> f.getFileName().toString())
                        .filter(f -> f.endsWith(".class") && !f.equals("package-info.class"))
                        .toList()) {
                    Class<?> type = Class.forName(name + "." + file.substring(0, file.length() - ".class".length()));
                    if (isPublic(type)) {
                        types.add(type);
                    }
                }
            }
        }
        return types;
    }

    static boolean isPublic(Class<?> type) {
        for (Class<?> t = type; t != null; t = t.getEnclosingClass()) {
            if (!Modifier.isPublic(t.getModifiers()) || t.isAnonymousClass() || t.isLocalClass()) {
                return false;
            }
        }
        return true;
    }

    private ExportedTypes() {}
}
