package io.baresock.close;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The types of sockets that calls block on, each made ready for it. */
enum Kind {
    TCP_CLIENT,
    TCP6_CLIENT,
    TCP_UNCONNECTED,
    TCP_LISTENER,
    UDP_UNCONNECTED,
    UDP_CONNECTED,
    UNIX_STREAM,
    UNIX_DGRAM,
    UNIX_DGRAM_UNCONNECTED,
    UNIX_SEQPACKET,
    UNIX_STREAM_UNCONNECTED,
    UNIX_SEQPACKET_UNCONNECTED,
    UNIX_LISTENER;

    private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");
    private static final Set<Kind> EVERYWHERE =
            EnumSet.of(TCP_CLIENT, TCP6_CLIENT, TCP_LISTENER, UDP_UNCONNECTED, UDP_CONNECTED, UNIX_STREAM, UNIX_DGRAM);

    /** The kinds of this system: abstract names, seqpacket and what a full backlog does are Linux's own. */
    static List<Kind> here() {
        return Arrays.stream(values())
                .filter(k -> LINUX || EVERYWHERE.contains(k))
                .toList();
    }

    /** The socket under test, and what must live as long as it does. */
    static final class Rig implements AutoCloseable {
        final Socket socket;
        private final List<Socket> others = new ArrayList<>();
        private Sockaddr full = Sockaddr.unixUnnamed();

        private Rig(Socket socket, Socket... others) {
            this.socket = socket;
            this.others.addAll(List.of(others));
        }

        /** The address of a listener, or receiver, that has no room: connect, or sendto, blocks. */
        Sockaddr fullPeer() {
            return full;
        }

        /** Makes a Unix datagram receiver whose queue is full. */
        void fillReceiver() throws ErrnoException {
            Socket receiver = Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unixUnnamed());
            others.add(receiver);
            full = receiver.localAddress();
            Socket filler = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
            others.add(filler);
            ByteBuffer b = ByteBuffer.allocateDirect(1024);
            int n = 0;
            while (filler.sendto(b.clear(), 0, full, 0) != Socket.WOULD_BLOCK) {
                bounded(++n);
            }
        }

        private static void bounded(int sends) {
            if (sends > 100_000) {
                throw new AssertionError("a queue that never fills");
            }
        }

        /** The same sockets, but the one under test was adopted: it may be another's as well, for all that is known. */
        Rig adopted() throws ErrnoException {
            Rig rig = new Rig(Socket.adopt(socket.detach()), others.toArray(Socket[]::new));
            rig.full = full;
            return rig;
        }

        /** The one at the other end; of a pair, or of a connection. */
        Socket peer() {
            return others.get(others.size() - 1);
        }

        @Override
        public void close() {
            others.forEach(Socket::close); // first, so that nothing lingers for a peer that reads no more
            socket.close();
        }
    }

    Rig open() throws ErrnoException {
        return switch (this) {
            case TCP_CLIENT -> connected(Sockaddr.loopback4(0));
            case TCP6_CLIENT -> connected(Sockaddr.loopback6(0));
            case TCP_LISTENER -> new Rig(listener(Sockaddr.loopback4(0), SOCK_STREAM, 5));
            case UNIX_LISTENER -> new Rig(listener(freshName(), SOCK_STREAM, 5));
            case UDP_UNCONNECTED -> new Rig(Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0)));
            case UDP_CONNECTED -> udpConnected();
            case UNIX_STREAM -> pair(SOCK_STREAM);
            case UNIX_DGRAM -> pair(SOCK_DGRAM);
            case UNIX_SEQPACKET -> pair(SOCK_SEQPACKET);
            case UNIX_DGRAM_UNCONNECTED -> new Rig(
                    Socket.open(AF_UNIX, SOCK_DGRAM, 0).bind(Sockaddr.unixUnnamed()));
            case UNIX_STREAM_UNCONNECTED -> beforeFullBacklog(freshName(), SOCK_STREAM);
            case UNIX_SEQPACKET_UNCONNECTED -> beforeFullBacklog(freshName(), SOCK_SEQPACKET);
            case TCP_UNCONNECTED -> beforeFullBacklog(Sockaddr.loopback4(0), SOCK_STREAM);
        };
    }

    private static Rig pair(int type) throws ErrnoException {
        Socket[] both = Socket.pair(AF_UNIX, type, 0);
        both[0].setOption(SocketOptions.SO_SNDBUF, 8192);
        return new Rig(both[0], both[1]);
    }

    private static Rig connected(Sockaddr any) throws ErrnoException {
        Socket listener = listener(any, SOCK_STREAM, 5);
        listener.setOption(SocketOptions.SO_RCVBUF, 8192);
        Socket client = Socket.open(any.family(), SOCK_STREAM, 0).setOption(SocketOptions.SO_SNDBUF, 8192);
        client.connect(listener.localAddress());
        Socket accepted = listener.accept();
        return new Rig(client, listener, accepted);
    }

    private static Rig udpConnected() throws ErrnoException {
        Socket peer = Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.loopback4(0));
        Socket s = Socket.open(AF_INET, SOCK_DGRAM, 0);
        s.connect(peer.localAddress());
        return new Rig(s, peer);
    }

    private static Socket listener(Sockaddr address, int type, int backlog) throws ErrnoException {
        return Socket.open(address.family(), type, 0).bind(address).listen(backlog);
    }

    /** A socket, and a listener that others have filled: a Unix connect then waits, a TCP SYN is dropped (listen(2)). */
    private static Rig beforeFullBacklog(Sockaddr address, int type) throws ErrnoException {
        Socket listener = listener(address, type, 0);
        Rig rig = new Rig(Socket.open(address.family(), type, 0), listener);
        rig.full = listener.localAddress();
        for (int i = 0; i < 3; i++) {
            Socket filler = Socket.open(address.family(), type | SOCK_NONBLOCK, 0);
            rig.others.add(filler);
            try {
                filler.connect(rig.full);
            } catch (ErrnoException e) {
                if (e.errno() != EAGAIN) { // connect(2): a full Unix backlog
                    throw e;
                }
            }
        }
        return rig;
    }

    private static Sockaddr freshName() {
        return Sockaddr.unixAbstract(("baresock-close-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII));
    }
}
