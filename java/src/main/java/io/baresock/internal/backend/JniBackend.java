package io.baresock.internal.backend;

/** The backend over JNI, for every JDK. A chain of classes, one topic each, ends here. */
final class JniBackend extends JniNames {

    @Override
    public String name() {
        return "jni";
    }

    // library

    @Override
    public int abiVersion() {
        return Natives.abiVersion();
    }

    @Override
    public int force(int mask) {
        return Natives.force(mask);
    }

    @Override
    public int constants(long buf, int cap) {
        return Natives.constants(buf, cap);
    }

    @Override
    public int strerror(int err, long buf, int cap) {
        return Natives.strerror(err, buf, cap);
    }

    @Override
    public int uname(long buf, int cap) {
        return Natives.uname(buf, cap);
    }
}
