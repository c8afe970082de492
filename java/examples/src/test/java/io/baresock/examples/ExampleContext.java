package io.baresock.examples;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Gso;
import io.baresock.MessageBatch;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.async.AsyncSocket;
import io.baresock.poll.Poller;
import io.baresock.zerocopy.ZeroCopyPool;
import java.nio.ByteBuffer;

/** What the examples in the documents take for granted. They are compiled, and not run. */
public abstract class ExampleContext {

    /** A connection of a server's own. */
    public interface Connection {
        void handle(int ready);
    }

    protected Socket socket = new Socket();
    protected Socket listener = new Socket();
    protected ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    protected ByteBuffer data = ByteBuffer.allocateDirect(64);
    protected ByteBuffer b = ByteBuffer.allocateDirect(64);
    protected Sockaddr peer = Sockaddr.loopback4(1);
    protected boolean running;
    protected Object connection = new Object();
    protected MessageBatch batch = new MessageBatch(1, 1);
    protected MessageBatch out = new MessageBatch(1, 1);
    protected Gso gso = new Gso();
    protected ErrorQueue queue = new ErrorQueue(1, 1);
    protected Poller poller;
    protected ZeroCopyPool pool;
    protected long now;

    protected ExampleContext() throws ErrnoException {
        poller = Poller.open();
        pool = ZeroCopyPool.open(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0), 1, 1);
    }

    protected abstract void serve(Socket connection);

    protected abstract void serve(AsyncSocket connection);

    protected abstract void handle(Object... what);

    protected abstract int answer(ByteBuffer question);

    protected abstract void lost(Object... what);

    protected abstract void stamped(Object... what);

    protected abstract void late(Object... what);

    protected abstract void log(String what);
}
