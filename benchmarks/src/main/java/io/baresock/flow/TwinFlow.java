package io.baresock.flow;

import io.baresock.Gso;
import io.baresock.bench.Twin;
import java.io.IOException;
import java.nio.ByteBuffer;

/** C: one JNI call for all that a thread does. */
final class TwinFlow extends BareFlow {

    private final int kind;

    TwinFlow(int kind) throws IOException {
        super(kind == 2);
        this.kind = kind;
    }

    private static long checked(long result) throws IOException {
        if (result < 0) {
            throw new IOException("the C twin failed with errno " + -result);
        }
        return result;
    }

    @Override
    public long send(int size, long nanos) throws IOException {
        return checked(Twin.flowSend(from.fd(), kind, size, Segments.count(size, Gso.supportedSegments()), nanos));
    }

    @Override
    long receive(int fd, ByteBuffer in) throws IOException {
        return checked(Twin.flowReceive(fd, kind));
    }
}
