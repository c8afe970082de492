package io.baresock.internal.backend;

/** How a backend takes hold of a library file; the loader tries it on one place after another. */
public enum Opener {

    /** Over JNI, in this class's loader. */
    JNI,

    /** Over the FFM API, where {@link JdkSupport#hasFfm}. */
    FFM,

    /** Over JNI, and where {@link JdkSupport#hasFfm}, over the FFM API what is called often. */
    AUTO;

    /**
     * Opens the file.
     *
     * @param path an absolute path
     * @param abi the ABI version that the library must have
     * @throws LinkageError where the file is refused: {@link UnsatisfiedLinkError} for the ABI version, say
     * @throws IllegalArgumentException where the dynamic linker refuses it and the FFM API does not tell why
     * @throws IllegalCallerException where the JVM does not allow this module native access
     */
    public Backend open(String path, int abi) {
        return switch (this) {
            case JNI -> JniBackend.open(path, abi);
            case FFM -> JdkSupport.openFfm(path, abi);
            case AUTO -> JdkSupport.openAuto(path, abi);
        };
    }

    /** Refuses a library of another release: its functions and records may not be what these classes think they are. */
    static void requireAbi(int found, int needed) {
        if (found != needed) {
            throw new UnsatisfiedLinkError("has ABI version " + found + ", these classes need " + needed
                    + " (a library of another Baresock release)");
        }
    }
}
