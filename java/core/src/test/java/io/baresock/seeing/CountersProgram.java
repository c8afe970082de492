package io.baresock.seeing;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Gso;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.async.EventLoop;
import io.baresock.counters.Counter;
import io.baresock.option.SocketOptions;
import io.baresock.poll.Poller;
import io.baresock.testkit.Patience;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;

/** Does what is counted, and prints a line for each counter: its name, what it must be, and what it is. */
final class CountersProgram {

    /** The backlogs of the two listen(2) on descriptor -1, between which strace counts the calls of this thread. */
    static final int FIRST_MARK = 70_000;

    private static final int SOCKETS = 620; // a loop has 512 buffers
    private static final int TWO_BUFFERS = 5000; // bytes; the kernel fills up to 32 buffers for a socket at once
    private static final long BRIEF = 1_000_000; // nanoseconds

    private CountersProgram() {}

    private interface Work {
        /** What the counter must have grown by. */
        long did() throws Exception;
    }

    private static void print(Counter c, Work work) throws Exception {
        long before = c.value();
        long did = work.did();
        System.out.println(c + " " + did + " " + (c.value() - before));
    }

    public static void main(String[] args) throws Exception {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_DGRAM, 0);
        Message m = new Message();
        traffic(pair, m, 100); // the first calls load classes, and make this thread the owner of the sockets
        print(Counter.SYSTEM_CALLS, () -> {
            Bsd.listen(-1, FIRST_MARK);
            traffic(pair, m, 100);
            Bsd.listen(-1, FIRST_MARK + 1);
            return 100 * 5 + 2;
        });
        print(Counter.WOULD_BLOCKS, () -> {
            for (int i = 0; i < 7; i++) {
                pair[1].recv(ByteBuffer.allocateDirect(1), MSG_DONTWAIT);
            }
            return 7;
        });
        print(Counter.SHORT_WRITES, CountersProgram::shortWrites);
        print(Counter.STALE_EVENTS, () -> staleEvents(pair));
        print(Counter.DROPS, CountersProgram::drops);
        print(Counter.GSO_DOWNGRADES, CountersProgram::downgrades);
        print(Counter.WAKEUPS, CountersProgram::wakeup);
        overflows();
        Counter.register();
        Counter.register();
        ObjectName name = new ObjectName("io.baresock:type=Counters");
        System.out.println("mxbean " + Counter.DROPS.value() + " "
                + ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Drops"));
        TabularData calls =
                (TabularData) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Calls");
        System.out.println("calls " + Counter.calls().size() + " " + calls.size());
    }

    /** Five system calls each time. */
    private static void traffic(Socket[] pair, Message m, int times) throws ErrnoException {
        ByteBuffer b = ByteBuffer.allocateDirect(8);
        for (int i = 0; i < times; i++) {
            pair[0].send(b.clear());
            pair[1].recv(b.clear());
            pair[0].sendmsg(m.clearBuffers().add(b.clear()));
            pair[1].recvmsg(m.clearBuffers().add(b.clear()));
            pair[1].recv(b.clear(), MSG_DONTWAIT);
        }
    }

    private static long shortWrites() throws ErrnoException {
        Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
        pair[0].setNonblocking(true);
        int n = pair[0].send(ByteBuffer.allocateDirect(8 << 20));
        try (Message m = new Message()) {
            ByteBuffer some = ByteBuffer.allocateDirect(n / 2 + 1);
            pair[1].recv(some);
            n = pair[0].sendmsg(m.add(ByteBuffer.allocateDirect(8 << 20)));
        }
        pair[0].close();
        pair[1].close();
        return n > 0 ? 2 : 1;
    }

    private static long staleEvents(Socket[] pair) throws ErrnoException {
        try (Poller p = Poller.open()) {
            var first = p.register(pair[0], Poller.WRITABLE, 1);
            var second = p.register(pair[1], Poller.WRITABLE, 2);
            int n = p.poll(-1);
            first.close();
            second.close();
            return p.next() ? -1 : n;
        }
    }

    private static long drops() throws ErrnoException {
        Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
        s.setOption(SocketOptions.SO_RCVBUF, 4096);
        try (Socket from = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            for (int i = 0; i < 50; i++) {
                from.sendto(ByteBuffer.allocateDirect(1000), s.localAddress());
            }
        }
        int[] memory = s.getOption(SocketOptions.SO_MEMINFO);
        s.close();
        return memory[8] > 0 ? memory[8] : -1;
    }

    /** The kernel refuses segments of a socket that makes no checksums. */
    private static long downgrades() throws ErrnoException {
        try (Socket to = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.inet("127.0.0.1", 0));
                Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0)) {
            Gso gso = new Gso();
            s.setsockopt(SOL_SOCKET, SO_NO_CHECK, 1);
            s.sendSegments(gso, ByteBuffer.allocateDirect(30), 10, 0, to.localAddress());
            s.sendSegments(gso, ByteBuffer.allocateDirect(30), 10, 0, to.localAddress());
            return Gso.supportedSegments() > 1 ? 1 : 0;
        }
    }

    /** A wake-up is a signal only if the poll sleeps, so this goes on until one was. To close a poller that nobody polls is none. */
    private static long wakeup() throws Exception {
        long before = Counter.WAKEUPS.value();
        try (Poller p = Poller.open()) {
            AtomicBoolean signalled = new AtomicBoolean();
            Thread t = new Thread(() -> {
                try {
                    while (!signalled.get()) {
                        p.poll(BRIEF); // another signal would be one too many
                    }
                } catch (ErrnoException e) {
                    throw new IllegalStateException(e);
                }
            });
            t.start();
            long end = System.nanoTime() + Patience.NANOS;
            while (Counter.WAKEUPS.value() == before && System.nanoTime() < end) {
                p.wakeup();
            }
            signalled.set(true);
            t.join();
        }
        return 1;
    }

    /** More comes in one turn than a loop has buffers for. How many sockets have to wait is the kernel's choice. */
    private static void overflows() throws ErrnoException {
        List<Socket> peers = new ArrayList<>();
        int[] got = new int[1];
        try (EventLoop loop =
                EventLoop.builder().engine(EventLoop.Engine.IO_URING).create()) {
            for (int i = 0; i < SOCKETS; i++) {
                Socket[] pair = Socket.pair(AF_UNIX, SOCK_STREAM, 0);
                peers.add(pair[0]);
                loop.adopt(pair[1]).recv((s, b) -> got[0]++);
            }
            for (Socket s : peers) {
                s.send(ByteBuffer.allocateDirect(TWO_BUFFERS));
            }
            for (int i = 0; i < SOCKETS * 10 && got[0] < SOCKETS; i++) {
                loop.runOnce(Patience.NANOS);
            }
            System.out.println(Counter.RING_OVERFLOWS + " true " + (Counter.RING_OVERFLOWS.value() > 0));
        } catch (ErrnoException e) {
            System.out.println(
                    Counter.RING_OVERFLOWS + " true " + (Counter.RING_OVERFLOWS.value() == 0)); // no ring here
        } finally {
            peers.forEach(Socket::close);
        }
    }

    /** The lines that must be there. */
    static List<String> names() {
        return List.of(
                "SYSTEM_CALLS",
                "WOULD_BLOCKS",
                "SHORT_WRITES",
                "STALE_EVENTS",
                "DROPS",
                "GSO_DOWNGRADES",
                "WAKEUPS",
                "RING_OVERFLOWS",
                "mxbean",
                "calls");
    }
}
