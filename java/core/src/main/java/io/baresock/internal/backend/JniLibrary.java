package io.baresock.internal.backend;

import java.nio.ByteBuffer;

/** The library that {@link Natives} has its methods from. The backends are not named here: the JVM would load them to verify this class. */
final class JniLibrary {

    private static volatile boolean isOpen;

    private JniLibrary() {}

    /** Opens the library for as long as the class loader of this class lives; {@link Opener#open} has the details. */
    static void open(String path, int abi) {
        // JNI_OnLoad cannot know the class's name, since the jar may have been relocated. The property is
        // JVM-wide, and so is the lock: two relocated copies may load at the same time.
        synchronized (System.getProperties()) {
            System.setProperty("baresock.jni.class", Natives.class.getName());
            try {
                System.load(path);
            } finally {
                System.clearProperty("baresock.jni.class");
            }
        }
        Opener.requireAbi(Natives.abiVersion(), abi);
        isOpen = true;
    }

    /**
     * The address of a direct buffer's byte 0, whatever its position, if its memory belongs to no session. Negative if it belongs to one
     * or if that cannot be found out here.
     */
    static long addressWithoutSession(ByteBuffer direct) {
        return isOpen ? Natives.addressWithoutSession(direct) : -1;
    }
}
