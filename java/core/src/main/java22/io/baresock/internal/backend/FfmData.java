package io.baresock.internal.backend;

import static io.baresock.internal.backend.FfmHandles.*;

/** What moves bytes: the part of {@link FfmBackend} that sends and receives, one or many at a time. */
abstract sealed class FfmData extends FfmSockets permits FfmWaiting {

    // data

    @Override
    public int send(int fd, long buf, int len, int flags) {
        try {
            return (int) SEND.invokeExact(fd, buf, len, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        try {
            return (int) RECV.invokeExact(fd, buf, len, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendto(int fd, long buf, int len, int flags, long addr, int addrlen) {
        try {
            return (int) SENDTO.invokeExact(fd, buf, len, flags, addr, addrlen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvfrom(int fd, long buf, int len, int flags, long slot) {
        try {
            return (int) RECVFROM.invokeExact(fd, buf, len, flags, slot);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // messages

    @Override
    public int sendmsg(int fd, long message, int flags) {
        try {
            return (int) SENDMSG.invokeExact(fd, message, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvmsg(int fd, long message, int flags) {
        try {
            return (int) RECVMSG.invokeExact(fd, message, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int messageDiscard(long message) {
        try {
            return (int) MESSAGE_DISCARD.invokeExact(message);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int readv(int fd, long iov, int count) {
        try {
            return (int) READV.invokeExact(fd, iov, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int writev(int fd, long iov, int count) {
        try {
            return (int) WRITEV.invokeExact(fd, iov, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int cmsgLen(int length) {
        try {
            return (int) CMSG_LEN.invokeExact(length);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int cmsgSpace(int length) {
        try {
            return (int) CMSG_SPACE.invokeExact(length);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // batches

    @Override
    public int sendmmsg(int fd, long batch, int first, int count, int flags) {
        try {
            return (int) SENDMMSG.invokeExact(fd, batch, first, count, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int recvmmsg(int fd, long batch, int first, int count, int flags) {
        try {
            return (int) RECVMMSG.invokeExact(fd, batch, first, count, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int batchDiscard(long batch) {
        try {
            return (int) BATCH_DISCARD.invokeExact(batch);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int batchRing(long batch) {
        try {
            return (int) BATCH_RING.invokeExact(batch);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // segmentation

    @Override
    public int gsoProbe() {
        try {
            return (int) GSO_PROBE.invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sendSegments(int fd, long gso, long buf, int len, int segment, int flags, long addr, int addrlen) {
        try {
            return (int) SEND_SEGMENTS.invokeExact(fd, gso, buf, len, segment, flags, addr, addrlen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // the error queue

    @Override
    public int errors(int fd, long batch, long errors, int count) {
        try {
            return (int) ERRORS.invokeExact(fd, batch, errors, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // transfer

    @Override
    public long sendfile(int out, int in, long offset, long count) {
        try {
            return (long) SENDFILE.invokeExact(out, in, offset, count);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long splice(int in, long inOffset, int out, long outOffset, long count, int flags) {
        try {
            return (long) SPLICE.invokeExact(in, inOffset, out, outOffset, count, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
