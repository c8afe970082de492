package io.baresock.internal.backend;

/** How a backend opens a library file. The loader tries one place after the other. */
public enum Opener {

    /** Over JNI, in this class's loader. */
    JNI,

    /** Over the FFM API, with {@link JdkSupport#hasFfm}. */
    FFM,

    /** Over JNI; with {@link JdkSupport#hasFfm}, functions that are called often change to the FFM API. */
    AUTO;

    /**
     * Opens the file.
     *
     * @param path an absolute path
     * @param abi the ABI version that the library must have
     * @throws LinkageError if the file is refused: {@link UnsatisfiedLinkError} for a wrong ABI version, for example
     * @throws IllegalArgumentException if the dynamic linker refuses it; the FFM API does not tell why
     * @throws IllegalCallerException if the JVM does not allow this module native access
     */
    public Backend open(String path, int abi) {
        return switch (this) {
            case JNI -> JniBackend.open(path, abi);
            case FFM -> JdkSupport.openFfm(path, abi);
            case AUTO -> JdkSupport.openAuto(path, abi);
        };
    }

    /** Refuses a library of another release, since its functions and records may differ. */
    static void requireAbi(int found, int needed) {
        if (found != needed) {
            throw new UnsatisfiedLinkError("has ABI version " + found + ", these classes need " + needed
                    + " (a library of another Baresock release)");
        }
    }
}
