package io.baresock.internal.backend;

/** What moves bytes: the part of {@link JniBackend} that sends and receives, one or many at a time. */
abstract sealed class JniData extends JniSockets permits JniWaiting {

    // data

    @Override
    public int send(int fd, long buf, int len, int flags) {
        return Natives.send(fd, buf, len, flags);
    }

    @Override
    public int recv(int fd, long buf, int len, int flags) {
        return Natives.recv(fd, buf, len, flags);
    }

    @Override
    public int sendto(int fd, long buf, int len, int flags, long addr, int addrlen) {
        return Natives.sendto(fd, buf, len, flags, addr, addrlen);
    }

    @Override
    public int recvfrom(int fd, long buf, int len, int flags, long slot) {
        return Natives.recvfrom(fd, buf, len, flags, slot);
    }

    // messages

    @Override
    public int sendmsg(int fd, long message, int flags) {
        return Natives.sendmsg(fd, message, flags);
    }

    @Override
    public int recvmsg(int fd, long message, int flags) {
        return Natives.recvmsg(fd, message, flags);
    }

    @Override
    public int messageDiscard(long message) {
        return Natives.messageDiscard(message);
    }

    @Override
    public int readv(int fd, long iov, int count) {
        return Natives.readv(fd, iov, count);
    }

    @Override
    public int writev(int fd, long iov, int count) {
        return Natives.writev(fd, iov, count);
    }

    @Override
    public int cmsgLen(int length) {
        return Natives.cmsgLen(length);
    }

    @Override
    public int cmsgSpace(int length) {
        return Natives.cmsgSpace(length);
    }

    // batches

    @Override
    public int sendmmsg(int fd, long batch, int first, int count, int flags) {
        return Natives.sendmmsg(fd, batch, first, count, flags);
    }

    @Override
    public int recvmmsg(int fd, long batch, int first, int count, int flags) {
        return Natives.recvmmsg(fd, batch, first, count, flags);
    }

    @Override
    public int batchDiscard(long batch) {
        return Natives.batchDiscard(batch);
    }

    @Override
    public int batchRing(long batch) {
        return Natives.batchRing(batch);
    }

    // segmentation

    @Override
    public int gsoProbe() {
        return Natives.gsoProbe();
    }

    @Override
    public int sendSegments(int fd, long gso, long buf, int len, int segment, int flags, long addr, int addrlen) {
        return Natives.sendSegments(fd, gso, buf, len, segment, flags, addr, addrlen);
    }

    // the error queue

    @Override
    public int errors(int fd, long batch, long errors, int count) {
        return Natives.errors(fd, batch, errors, count);
    }

    // transfer

    @Override
    public long sendfile(int out, int in, long offset, long count) {
        return Natives.sendfile(out, in, offset, count);
    }

    @Override
    public long splice(int in, long inOffset, int out, long outOffset, long count, int flags) {
        return Natives.splice(in, inOffset, out, outOffset, count, flags);
    }
}
