package io.baresock.flow;

import io.baresock.bench.Twin;
import java.io.IOException;

/** C: one JNI call does all the work of a thread. */
final class TwinFlow extends BareFlow {

    private final int kind;

    TwinFlow(int kind) throws IOException {
        super(kind == 2);
        this.kind = kind;
    }

    @Override
    public long send(int size, long nanos) throws IOException {
        return Twin.check(Twin.flowSend(from.fd(), kind, size, Segments.count(size), nanos), "send a flow");
    }

    @Override
    public long receive() throws IOException {
        return Twin.check(Twin.flowReceive(to, kind), "receive a flow");
    }
}
