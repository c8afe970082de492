package io.baresock.examples;

import static io.baresock.Bsd.*;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.SocketClosedException;
import io.baresock.option.SocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends datagrams back, with one thread that blocks. With the argument sockperf, it is a server for {@code sockperf}. Shows
 * recvfrom and sendto. It allocates nothing while it has only one peer.
 *
 * <p>usage: UdpEcho [PORT [sockperf]]; then {@code sockperf ping-pong -i 127.0.0.1 -p PORT}
 */
public final class UdpEcho implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 1 << 20; // bytes; the kernel gives as much as net.core.rmem_max allows

    // sockperf's header in network byte order: a sequence number of 8 bytes, flags of 2, a length of 4
    private static final int FLAGS = 8;
    private static final int HEADER = 14;
    private static final int FROM_CLIENT = 1;
    private static final int ANSWER_WANTED = 2;

    private final Socket socket;
    private final boolean sockperf;

    private UdpEcho(Socket socket, boolean sockperf) {
        this.socket = socket;
        this.sockperf = sockperf;
    }

    public static UdpEcho open(Sockaddr address, boolean sockperf) throws ErrnoException {
        Socket s = Socket.open(address.family(), SOCK_DGRAM, 0);
        try {
            s.setOption(SocketOptions.SO_RCVBUF, RECEIVE_BUFFER).bind(address);
            return new UdpEcho(s, sockperf);
        } catch (ErrnoException | RuntimeException e) {
            s.close();
            throw e;
        }
    }

    public Sockaddr address() throws ErrnoException {
        return socket.localAddress();
    }

    /** Answers until {@link #close}. */
    public void serve() {
        ByteBuffer datagram = ByteBuffer.allocateDirect(65_536);
        SockaddrStorage from = new SockaddrStorage();
        while (socket.isOpen()) {
            try {
                socket.recvfrom(datagram.clear(), from);
                if (!sockperf || answered(datagram)) {
                    socket.sendto(datagram.flip(), from);
                }
            } catch (SocketClosedException e) {
                return;
            } catch (ErrnoException e) {
                System.err.println("UdpEcho: " + e.getMessage()); // this datagram gets no answer; the next one may
            }
        }
    }

    /** Changes a message of sockperf into its answer; false if it wants none. */
    private static boolean answered(ByteBuffer message) {
        if (message.position() < HEADER) {
            return false;
        }
        int flags = message.getShort(FLAGS);
        message.putShort(FLAGS, (short) (flags & ~FROM_CLIENT));
        return (flags & FROM_CLIENT) != 0 && (flags & ANSWER_WANTED) != 0;
    }

    /** Ends {@link #serve}. */
    @Override
    public void close() {
        socket.close();
    }

    public static void main(String[] args) throws IOException {
        boolean sockperf = args.length > 1 && args[1].equals("sockperf");
        try (UdpEcho echo = open(Server.loopback(args), sockperf)) {
            new Thread(echo::serve, "udp").start();
            System.out.println("waiting at " + echo.address());
            Server.awaitEndOfInput();
        }
    }
}
