package io.baresock.internal.backend;

/** How a backend takes hold of a library file; the loader tries it on one place after another. */
@FunctionalInterface
public interface Opener {

    /**
     * Opens the file.
     *
     * @param path an absolute path
     * @throws UnsatisfiedLinkError or {@link IllegalArgumentException} where the dynamic linker refuses the file
     */
    Backend open(String path);

    /** Over JNI, in this class's loader. */
    static Opener jni() {
        return path -> {
            // JNI_OnLoad cannot know the class's name, since the jar may have been relocated. The property is JVM-wide,
            // and
            // so is the lock: two relocated copies may load at the same time.
            synchronized (System.getProperties()) {
                System.setProperty("baresock.jni.class", Natives.class.getName());
                try {
                    System.load(path);
                } finally {
                    System.clearProperty("baresock.jni.class");
                }
            }
            return new JniBackend();
        };
    }

    /** Over the FFM API, where {@link JdkSupport#hasFfm}. */
    static Opener ffm() {
        return JdkSupport::openFfm;
    }
}
