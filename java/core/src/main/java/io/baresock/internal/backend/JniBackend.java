package io.baresock.internal.backend;

import java.nio.ByteBuffer;

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

    // memory

    @Override
    public long memoryMap(long size) {
        return Natives.memoryMap(size);
    }

    @Override
    public int memoryRenew(long address, long size) {
        return Natives.memoryRenew(address, size);
    }

    @Override
    public int memoryUnmap(long address, long size) {
        return Natives.memoryUnmap(address, size);
    }

    @Override
    public ByteBuffer memoryView(long address, int size) {
        return Natives.memoryView(address, size);
    }
}
