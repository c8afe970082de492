package io.baresock.internal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.security.CodeSource;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file from the jar that has this class. If another jar on the class path has a shaded copy of Baresock, a search by the class
 * loader could find the library of another release. So other jars are searched only if this one does not have the file.
 */
final class OwnResource {

    private OwnResource() {}

    /**
     * Reads it whole.
     *
     * @param name without a leading slash
     * @return null if there is none
     */
    static byte @Nullable [] read(String name) throws IOException {
        File jar = ownJar();
        byte[] bytes = jar == null ? null : readEntry(jar, name);
        return bytes != null ? bytes : readUrl(name);
    }

    /** The jar file of this class; null if the class comes from a folder, from a jar in a jar, or from a native image. */
    private static @Nullable File ownJar() {
        CodeSource source = OwnResource.class.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            File file = location == null || !location.getProtocol().equals("file") ? null : new File(location.toURI());
            return file != null && file.isFile() ? file : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Reads from the jar that the JVM has open. That takes 15 ms less CPU than a URL (measured at the start of a process). */
    private static byte @Nullable [] readEntry(File jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar)) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                return null;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }
    }

    private static byte @Nullable [] readUrl(String name) throws IOException {
        URL url = find(name);
        if (url == null) {
            return null;
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // a cached jar stays open, and is the old one after the file was replaced
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static @Nullable URL find(String name) throws IOException {
        Class<?> self = OwnResource.class;
        String classFile = self.getName().replace('.', '/') + ".class";
        URL here = self.getResource('/' + classFile);
        ClassLoader loader = self.getClassLoader();
        // A named module searches itself first. A native image has no class files, and only one library.
        if (here != null && loader != null && !self.getModule().isNamed()) {
            String wanted = here.toString().replace(classFile, name);
            for (URL url : Collections.list(loader.getResources(name))) {
                if (url.toString().equals(wanted)) {
                    return url;
                }
            }
        }
        URL own = self.getResource('/' + name);
        return own != null || loader == null
                ? own
                : loader.getResource(name); // a named module finds only its own files by itself
    }
}
