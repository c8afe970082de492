package io.baresock.bench;

import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.poll.Poller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * A poll that does not wait: one epoll_wait(2) per operation, and the event is read. The ready socket is a UDP socket with a datagram
 * that is never received, so it stays ready. The idle ones are UDP sockets without a datagram.
 */
@SuppressWarnings("NullAway.Init") // by open()
public class PollerBench extends Bench {

    private static final int C_LOOP = 1000;

    /** The registered sockets. */
    public abstract static class Registered extends Contestant {
        @Param({"0", "1000", "10000"})
        int idle;

        @Param({"0", "1"})
        int ready;

        /** Opens and registers a socket; with a datagram it is ready. */
        abstract void add(boolean hasDatagram) throws IOException;

        final void addAll() throws IOException {
            for (int i = 0; i < idle + ready; i++) {
                add(i >= idle);
            }
        }

        final void check(long events) throws IOException {
            if (events != ready) {
                throw new IOException(events + " events, not " + ready);
            }
        }

        final Socket socket(boolean hasDatagram) throws IOException {
            Socket s = keep(Socket.open(Bsd.AF_INET, Bsd.SOCK_DGRAM, 0));
            s.setNonblocking(true).bind(Sockaddr.inet("127.0.0.1", 0));
            if (hasDatagram) {
                s.connect(s.localAddress());
                s.send(ByteBuffer.allocate(64), 0);
            }
            return s;
        }
    }

    public static class Bare extends Registered {
        @Param({"ffm", "jni"})
        String backend = "";

        Poller poller;

        @Override
        void open() throws IOException {
            poller = Poller.open();
            addAll();
            keep(poller);
            check(poller.poll(0));
        }

        @Override
        void add(boolean hasDatagram) throws IOException {
            Socket s = socket(hasDatagram);
            poller.register(s, Poller.READABLE, s);
        }
    }

    public static class C extends Registered {
        int ep;

        @Override
        void open() throws IOException {
            ep = Twin.epollOpen();
            addAll();
            keep(() -> Twin.close(ep));
            check(Twin.epollWait(ep, 1));
        }

        @Override
        void add(boolean hasDatagram) throws IOException {
            Twin.check(Twin.epollAdd(ep, socket(hasDatagram).fd()), "add a socket to epoll");
        }
    }

    public static class Nio extends Registered {
        Selector selector;
        int readable;
        final Consumer<SelectionKey> count = key -> readable += key.isReadable() ? 1 : 0;

        @Override
        void open() throws IOException {
            selector = Selector.open();
            addAll();
            keep(selector);
            check(selector.selectNow(count));
        }

        @Override
        void add(boolean hasDatagram) throws IOException {
            DatagramChannel c = keep(NioLink.bound());
            c.configureBlocking(false);
            if (hasDatagram) {
                c.connect(c.getLocalAddress());
                c.write(ByteBuffer.allocate(64));
            }
            c.register(selector, SelectionKey.OP_READ, c);
        }
    }

    @Benchmark
    public int pollerPoll(Bare s) throws IOException {
        int readable = 0;
        s.poller.poll(0);
        while (s.poller.next()) {
            readable += (s.poller.ready() & Poller.READABLE) != 0 && s.poller.attachment() != null ? 1 : 0;
        }
        return readable;
    }

    /** Without the set of selected keys. */
    @Benchmark
    public int nioSelectConsumer(Nio s) throws IOException {
        s.readable = 0;
        s.selector.selectNow(s.count);
        return s.readable;
    }

    /** The usual way. */
    @Benchmark
    public int nioSelectNow(Nio s) throws IOException {
        int readable = 0;
        if (s.selector.selectNow() > 0) {
            for (SelectionKey key : s.selector.selectedKeys()) {
                readable += key.isReadable() ? 1 : 0;
            }
            s.selector.selectedKeys().clear();
        }
        return readable;
    }

    @Benchmark
    @OperationsPerInvocation(C_LOOP)
    public long cEpollWait(C s) {
        return Twin.epollWait(s.ep, C_LOOP);
    }
}
