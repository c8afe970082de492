package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.Linger;
import io.baresock.option.SocketOptions;
import io.baresock.poll.Mode;
import io.baresock.poll.Poller;
import io.baresock.poll.PollerClosedException;
import io.baresock.poll.Registration;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Passes TCP connections on to another server. The bytes never come to user space: splice(2) moves them from a socket into
 * a pipe and from there into the other socket. It passes on a half-close as a half-close, and a reset as a reset. A peer that does not
 * read delays only its own connection. Shows {@link Poller}, level-triggered and edge-triggered. Linux.
 *
 * <p>usage: SpliceProxy LISTEN_ADDRESS SERVER_ADDRESS [edge]; such as {@code 127.0.0.1:8080 127.0.0.1:80}
 */
public final class SpliceProxy implements AutoCloseable {

    private static final long RETRY_ACCEPT = 100_000_000L; // ns, when descriptors have run out

    private final Sockaddr server;
    private final Mode mode;
    private final Poller poller;
    private final Socket listener;
    private final Registration accepting;
    private final Set<Link> links = new HashSet<>();
    private final ArrayDeque<Link> unfinished = new ArrayDeque<>(); // they had more to move at the end of their turn
    private boolean starved;

    private SpliceProxy(Socket listener, Poller poller, Sockaddr server, Mode mode) throws ErrnoException {
        this.listener = listener;
        this.poller = poller;
        this.server = server;
        this.mode = mode;
        accepting = poller.register(listener, Poller.READABLE, null);
    }

    /** Listens; {@link #serve} does the work. {@code mode} is Mode.LEVEL or Mode.EDGE. */
    public static SpliceProxy open(Sockaddr address, Sockaddr server, Mode mode) throws ErrnoException {
        Socket listener = Socket.open(address.family(), SOCK_STREAM | SOCK_NONBLOCK, 0);
        Poller poller = null;
        try {
            listener.setOption(SocketOptions.SO_REUSEADDR, true).bind(address).listen(SOMAXCONN);
            poller = Poller.open();
            return new SpliceProxy(listener, poller, server, mode);
        } catch (ErrnoException | RuntimeException e) {
            if (poller != null) {
                poller.close();
            }
            listener.close();
            throw e;
        }
    }

    public Sockaddr address() throws ErrnoException {
        return listener.localAddress();
    }

    /** Passes on until {@link #close}, which resets the connections that are left. */
    public void serve() throws IOException {
        try {
            while (true) {
                poller.poll(!unfinished.isEmpty() ? 0 : starved ? RETRY_ACCEPT : -1);
                while (poller.next()) {
                    Link link = (Link) poller.attachment();
                    if (link == null) {
                        accept();
                    } else {
                        link.handle(poller.ready());
                    }
                }
                for (int n = unfinished.size(); n > 0; n--) {
                    unfinished.remove().handle(0);
                }
                if (starved) {
                    starved = false;
                    accepting.interest(Poller.READABLE);
                }
            }
        } catch (PollerClosedException e) {
            // close() was called, which ends serving
        } finally {
            close();
            List.copyOf(links).forEach(Link::abort);
        }
    }

    private void accept() throws ErrnoException {
        try {
            Socket client = listener.accept(null, SOCK_NONBLOCK, 0);
            if (client != null) {
                connect(client);
            }
        } catch (PollerClosedException e) {
            throw e;
        } catch (ErrnoException e) {
            if (e.errno() == EMFILE || e.errno() == ENFILE) {
                starved = true; // the connection waits in the backlog; trying again at once would spin
                accepting.interest(0);
            }
        }
    }

    private void connect(Socket client) throws ErrnoException {
        Link link = null;
        try {
            link = new Link(client, Socket.open(server.family(), SOCK_STREAM | SOCK_NONBLOCK, 0));
            links.add(link);
            link.begin();
        } finally {
            if (link == null) {
                client.close();
            }
        }
    }

    /** Ends {@link #serve}. Any thread. */
    @Override
    public void close() {
        poller.close();
        listener.close();
    }

    /** A client's connection, and its connection to the server. */
    private final class Link {
        private final Socket clientSide;
        private final Socket serverSide;
        private final SpliceFlow there;
        private final SpliceFlow back;
        private Registration clientInterest; // null until the server is connected
        private Registration serverInterest;
        private boolean waitsForTurn;

        Link(Socket clientSide, Socket serverSide) throws ErrnoException {
            this.clientSide = clientSide;
            this.serverSide = serverSide;
            SpliceFlow first = null;
            try {
                first = new SpliceFlow(clientSide, serverSide);
                back = new SpliceFlow(serverSide, clientSide);
                there = first;
            } catch (ErrnoException e) {
                serverSide.close();
                if (first != null) {
                    first.close();
                }
                throw e;
            }
        }

        void begin() {
            try {
                serverSide.connect(server);
                // An edge-triggered registration asks for everything, and never changes.
                int interest = mode == Mode.EDGE ? Poller.READABLE | Poller.WRITABLE : Poller.WRITABLE;
                serverInterest = poller.register(serverSide, interest, mode, 0, this);
            } catch (ErrnoException e) {
                abort();
            }
        }

        /** Something may be possible now; the system calls show what. */
        void handle(int ready) {
            waitsForTurn = false;
            if (!clientSide.isOpen()) {
                return; // it ended while it waited for its turn
            }
            try {
                if (clientInterest == null && !connected()) {
                    return;
                }
                boolean moreThere = there.pump();
                boolean moreBack = back.pump();
                if (there.isOver() && back.isOver()) {
                    close();
                } else if ((ready & Poller.ERROR) != 0) {
                    abort();
                } else {
                    waitForMore(moreThere || moreBack);
                }
            } catch (ErrnoException e) { // ECONNRESET, EPIPE, ECONNREFUSED: the other side gets a reset
                abort();
            }
        }

        private boolean connected() throws ErrnoException {
            if (!serverSide.finishConnect()) {
                return false;
            }
            clientInterest = poller.register(clientSide, Poller.READABLE | Poller.WRITABLE, mode, 0, this);
            return true;
        }

        private void waitForMore(boolean more) throws ErrnoException {
            if (mode == Mode.LEVEL) {
                // It reports again what is still there. An interest that is not wanted would be reported for ever.
                clientInterest.interest(interest(there, back));
                serverInterest.interest(interest(back, there));
            } else if (more && !waitsForTurn) {
                waitsForTurn = true;
                unfinished.add(this); // no other event will come for it
            }
        }

        /** The interest of a socket: of the flow that comes from it, and of the flow that goes to it. */
        private static int interest(SpliceFlow from, SpliceFlow to) {
            // Errors come with any interest. So do hang-ups, which say nothing new after this side has ended too.
            return (from.wantsInput() ? Poller.READABLE : 0)
                    | (to.wantsOutput() ? Poller.WRITABLE : 0)
                    | (to.isOver() ? 0 : Poller.ERROR);
        }

        /** Resets the connections, because a stream that was cut off must not look like one that ended. */
        void abort() {
            for (Socket s : List.of(clientSide, serverSide)) {
                try {
                    s.setOption(SocketOptions.SO_LINGER, Linger.RESET);
                } catch (ErrnoException e) {
                    // it is closed already
                }
            }
            close();
        }

        private void close() {
            links.remove(this);
            clientSide.close();
            serverSide.close();
            there.close();
            back.close();
        }
    }

    public static void main(String[] args) throws IOException {
        Mode mode = args.length > 2 && args[2].equals("edge") ? Mode.EDGE : Mode.LEVEL;
        try (SpliceProxy proxy = open(Sockaddr.parse(args[0]), Sockaddr.parse(args[1]), mode)) {
            System.out.println("listening on " + proxy.address());
            Thread end = new Thread(() -> closeAtEndOfInput(proxy), "end");
            end.setDaemon(true);
            end.start();
            proxy.serve();
        }
    }

    private static void closeAtEndOfInput(SpliceProxy proxy) {
        try {
            Server.awaitEndOfInput();
        } catch (IOException e) {
            // the same as its end
        }
        proxy.close();
    }
}
