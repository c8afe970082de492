package io.baresock.close;

import static io.baresock.close.Kind.*;
import static io.baresock.close.Syscalls.*;

import io.baresock.ErrnoException;
import io.baresock.Message;
import io.baresock.MessageBatch;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Every way to be blocked on a socket: the call, the sockets it blocks on, and the system calls it then sleeps in. */
@SuppressWarnings("ImmutableEnumChecker") // its sets are not changed
enum Blocking {
    RECV(Kinds.RECEIVERS, RECVFROM) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recv(ByteBuffer.allocateDirect(64), 0);
        }
    },
    RECV_ARRAY(Kinds.RECEIVERS, RECVFROM) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recv(new byte[64], 0, 64, 0);
        }
    },
    RECV_TIMED(Kinds.RECEIVERS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recv(ByteBuffer.allocate(64), 0, HOUR);
        }
    },
    RECV_FULLY(EnumSet.of(TCP_CLIENT, TCP6_CLIENT, UNIX_STREAM), RECVFROM) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recvFully(ByteBuffer.allocate(64), -1);
        }
    },
    RECVFROM_FOREVER(Kinds.RECEIVERS, RECVFROM) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recvfrom(ByteBuffer.allocateDirect(64), 0, new SockaddrStorage());
        }
    },
    RECVFROM_TIMED(Kinds.RECEIVERS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recvfrom(ByteBuffer.allocateDirect(64), 0, new SockaddrStorage(), HOUR);
        }
    },
    POLL_FOREVER(Kinds.POLLED, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.poll(Socket.READABLE, -1, 0);
        }
    },
    POLL_TIMED(Kinds.POLLED, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.poll(Socket.READABLE | Socket.PRIORITY, 3600, 0);
        }
    },
    // A sender sends until there is no room, and then is blocked. UDP is not among the senders: on loopback its
    // datagrams leave the send buffer at once, so it never fills.
    SEND(Kinds.SENDERS, SENDTO) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            ByteBuffer b = ByteBuffer.allocateDirect(1024);
            return untilBlocked(() -> rig.socket.send(b.clear(), 0));
        }
    },
    SEND_ARRAY(Kinds.SENDERS, SENDTO) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            byte[] a = new byte[1024];
            return untilBlocked(() -> rig.socket.send(a, 0, a.length, 0));
        }
    },
    SEND_TIMED(Kinds.SENDERS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            ByteBuffer b = ByteBuffer.allocate(1024);
            return untilBlocked(() -> rig.socket.send(b.clear(), 0, HOUR));
        }
    },
    SEND_FULLY(EnumSet.of(TCP_CLIENT, UNIX_STREAM), SENDTO) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            rig.socket.sendFully(ByteBuffer.allocateDirect(16 << 20), -1);
            return 0;
        }
    },
    SENDTO_FOREVER(EnumSet.of(UNIX_DGRAM_UNCONNECTED), SENDTO) {
        @Override
        void prepare(Kind.Rig rig) throws ErrnoException {
            rig.fillReceiver();
        }

        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.sendto(ByteBuffer.allocateDirect(64), 0, rig.fullPeer());
        }
    },
    SENDMSG_FOREVER(Kinds.SENDERS, SENDMSG) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            ByteBuffer b = ByteBuffer.allocateDirect(1024);
            Message m = new Message().add(b);
            return untilBlocked(() -> {
                b.clear();
                return rig.socket.sendmsg(m, 0);
            });
        }
    },
    SENDMSG_TIMED(Kinds.SENDERS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            ByteBuffer b = ByteBuffer.allocateDirect(1024);
            Message m = new Message().add(b);
            return untilBlocked(() -> {
                b.clear();
                return rig.socket.sendmsg(m, 0, HOUR);
            });
        }
    },
    RECVMSG_FOREVER(Kinds.RECEIVERS, RECVMSG) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recvmsg(new Message().add(ByteBuffer.allocateDirect(64)), 0);
        }
    },
    RECVMSG_TIMED(Kinds.RECEIVERS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recvmsg(new Message().add(ByteBuffer.allocateDirect(64)), 0, HOUR);
        }
    },
    RECVMMSG_FOREVER(Kinds.RECEIVERS, RECVMMSG) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recvmmsg(new MessageBatch(4, 64), 0);
        }
    },
    RECVMMSG_TIMED(Kinds.RECEIVERS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.recvmmsg(new MessageBatch(4, 64), 0, HOUR);
        }
    },
    SENDMMSG_FOREVER(Kinds.SENDERS, SENDMMSG) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            MessageBatch m = new MessageBatch(4, 1024);
            return untilBlocked(() -> rig.socket.sendmmsg(full(m), 0));
        }
    },
    SENDMMSG_TIMED(Kinds.SENDERS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            MessageBatch m = new MessageBatch(4, 1024);
            return untilBlocked(() -> rig.socket.sendmmsg(full(m), 0, HOUR));
        }
    },
    ACCEPT(Kinds.LISTENERS, ACCEPT4) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.accept() == null ? Socket.WOULD_BLOCK : 0;
        }
    },
    ACCEPT_TIMED(Kinds.LISTENERS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.accept(new SockaddrStorage(), 0, HOUR) == null ? Socket.WOULD_BLOCK : 0;
        }
    },
    CONNECT_FOREVER(Kinds.CONNECTORS, CONNECT, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.connect(rig.fullPeer()) ? 1 : 0;
        }
    },
    CONNECT_TIMED(Kinds.CONNECTORS, PPOLL) {
        @Override
        int call(Kind.Rig rig) throws ErrnoException {
            return rig.socket.connect(rig.fullPeer(), HOUR) ? 1 : 0;
        }
    };

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final Set<Kind> kinds;
    private final Set<Syscalls> sleepsIn;

    Blocking(Set<Kind> kinds, Syscalls first, Syscalls... more) {
        this.kinds = kinds;
        this.sleepsIn = EnumSet.of(first, more);
    }

    Set<Kind> kinds() {
        return kinds;
    }

    /** Where the thread is when the call is blocked, also on a socket whose open file others have too. */
    Set<Syscalls> sleepsIn() {
        return sleepsIn;
    }

    /** Brings the socket into the state in which the call blocks. */
    void prepare(Kind.Rig rig) throws ErrnoException {}

    abstract int call(Kind.Rig rig) throws ErrnoException;

    /** All of its messages, of as many bytes as there is room for. */
    private static MessageBatch full(MessageBatch m) {
        for (int i = 0; i < m.capacity(); i++) {
            m.length(i, m.buffer(i).capacity());
        }
        return m.range(0, m.capacity());
    }

    private static int untilBlocked(CallThread.Call send) throws ErrnoException {
        int n;
        do {
            n = send.run();
        } while (n > 0);
        return n;
    }

    private static final class Kinds {
        static final Set<Kind> RECEIVERS = EnumSet.of(
                TCP_CLIENT,
                TCP6_CLIENT,
                UDP_UNCONNECTED,
                UDP_CONNECTED,
                UNIX_STREAM,
                UNIX_DGRAM,
                UNIX_DGRAM_UNCONNECTED,
                UNIX_SEQPACKET);
        static final Set<Kind> LISTENERS = EnumSet.of(TCP_LISTENER, UNIX_LISTENER);
        static final Set<Kind> SENDERS = EnumSet.of(TCP_CLIENT, UNIX_STREAM, UNIX_DGRAM, UNIX_SEQPACKET);
        static final Set<Kind> CONNECTORS =
                EnumSet.of(TCP_UNCONNECTED, UNIX_STREAM_UNCONNECTED, UNIX_SEQPACKET_UNCONNECTED);
        static final Set<Kind> POLLED = EnumSet.copyOf(RECEIVERS);

        static {
            POLLED.addAll(LISTENERS);
        }
    }
}
