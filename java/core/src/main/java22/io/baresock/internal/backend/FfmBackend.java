package io.baresock.internal.backend;

import static io.baresock.internal.backend.FfmHandles.*;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The backend over the FFM API. The functions return {@code -errno} themselves, so no call state is captured; the handles
 * are {@code static final} and called with {@code invokeExact}, so that the JIT compiles each call to a direct one. A chain of
 * classes, one topic each, ends here.
 */
final class FfmBackend extends FfmNames {

    @Override
    public String name() {
        return "ffm";
    }

    // library

    @Override
    public int abiVersion() {
        try {
            return (int) ABI_VERSION.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int force(int mask) {
        try {
            return (int) FORCE.invokeExact(mask);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int constants(long buf, int cap) {
        try {
            return (int) CONSTANTS.invokeExact(buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int strerror(int err, long buf, int cap) {
        try {
            return (int) STRERROR.invokeExact(err, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int uname(long buf, int cap) {
        try {
            return (int) UNAME.invokeExact(buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // memory

    @Override
    public long memoryMap(long size) {
        try {
            return (long) MEMORY_MAP.invokeExact(size);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int memoryRenew(long address, long size) {
        try {
            return (int) MEMORY_RENEW.invokeExact(address, size);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int memoryUnmap(long address, long size) {
        try {
            return (int) MEMORY_UNMAP.invokeExact(address, size);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    @SuppressWarnings("restricted")
    public ByteBuffer memoryView(long address, int size) {
        return MemorySegment.ofAddress(address).reinterpret(size).asByteBuffer();
    }
}
