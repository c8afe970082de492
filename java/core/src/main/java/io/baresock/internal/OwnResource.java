package io.baresock.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * A file from the very jar that this class is in. With a shaded copy of Baresock in another jar of the class path, a class
 * loader's own search would give whichever library comes first, of another release perhaps.
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
        URL url = find(name);
        if (url == null) {
            return null;
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // a cached jar stays open, and stays the old one when the file is replaced
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static @Nullable URL find(String name) throws IOException {
        Class<?> self = OwnResource.class;
        String classFile = self.getName().replace('.', '/') + ".class";
        URL here = self.getResource('/' + classFile);
        ClassLoader loader = self.getClassLoader();
        // A named module's search begins in the module anyway; a native image has no class files, and one library.
        if (here != null && loader != null && !self.getModule().isNamed()) {
            String wanted = here.toString().replace(classFile, name);
            for (URL url : Collections.list(loader.getResources(name))) {
                if (url.toString().equals(wanted)) {
                    return url;
                }
            }
        }
        return self.getResource('/' + name);
    }
}
