package io.baresock.tool;

import static io.baresock.Bsd.*;

import io.baresock.Errno;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** A netlink socket, which asks the kernel for lists and receives changes: netlink(7). Not thread-safe. */
final class Netlink implements AutoCloseable {

    /** Gets one message: its type, and the bytes after the header. */
    interface Reader {
        void message(int type, ByteBuffer body) throws IOException;
    }

    // linux/netlink.h
    private static final int NLM_F_REQUEST = 1;
    private static final int NLM_F_DUMP = 0x300;
    private static final int NLM_F_DUMP_INTR = 0x10;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int HEADER = 16; // struct nlmsghdr
    private static final int TYPE_MASK = 0x3fff; // of an attribute, without NLA_F_NESTED and NLA_F_NET_BYTEORDER

    private static final int ROOM = 1 << 18; // a dump comes in pieces of at most 32 KiB

    private final Socket socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM).order(ByteOrder.nativeOrder());
    private boolean changed; // during a dump

    private Netlink(Socket socket) {
        this.socket = socket;
    }

    /**
     * Opens one.
     *
     * @param protocol such as {@code NETLINK_ROUTE}
     * @param groups whose changes it receives; 0 for none
     */
    static Netlink open(int protocol, int groups) throws ErrnoException {
        Socket s = Socket.open(AF_NETLINK, SOCK_RAW, protocol);
        try {
            s.bind(Sockaddr.netlink(0, groups));
            return new Netlink(s);
        } catch (ErrnoException e) {
            s.close();
            throw e;
        }
    }

    /** A request's body, to be filled in. */
    static ByteBuffer body(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    /**
     * Asks for a list.
     *
     * @return false if it changed meanwhile, so that it may not be consistent
     * @throws ErrnoException what the kernel answered; names {@code what}
     */
    boolean list(String what, int type, ByteBuffer body, Reader reader) throws IOException {
        body.clear();
        buffer.clear();
        buffer.putInt(HEADER + body.remaining()).putShort((short) type).putShort((short) (NLM_F_REQUEST | NLM_F_DUMP));
        buffer.putInt(1).putInt(0).put(body).flip();
        socket.send(buffer);
        changed = false;
        boolean goesOn = true;
        while (goesOn) {
            goesOn = receive(what, reader);
        }
        return !changed;
    }

    /** Receives changes until the process ends. */
    void listen(Reader reader) throws IOException {
        while (true) {
            try {
                receive("changes", reader);
            } catch (ErrnoException e) {
                if (e.errno() != ENOBUFS) {
                    throw e;
                }
                System.out.println("(changes came too fast: some are lost)");
            }
        }
    }

    /** One datagram of messages. Returns whether more of a list follow. */
    private boolean receive(String what, Reader reader) throws IOException {
        buffer.clear();
        socket.recv(buffer);
        buffer.flip();
        while (buffer.remaining() >= HEADER) {
            int at = buffer.position();
            int length = buffer.getInt(at);
            int type = Short.toUnsignedInt(buffer.getShort(at + 4));
            if (length < HEADER || length > buffer.remaining()) {
                throw new IOException(what + ": the kernel sent a message of " + length + " bytes");
            }
            changed |= (buffer.getShort(at + 6) & NLM_F_DUMP_INTR) != 0;
            if (type == NLMSG_DONE || type == NLMSG_ERROR) {
                int error = length >= HEADER + Integer.BYTES ? -buffer.getInt(at + HEADER) : 0;
                if (error > 0) {
                    throw new IOException(what + ": the kernel refuses it: " + Errno.name(error) + " ("
                            + Errno.text(error) + ')' + hint(error));
                }
                return false;
            }
            reader.message(type, buffer.slice(at + HEADER, length - HEADER).order(ByteOrder.nativeOrder()));
            buffer.position(Math.min(at + aligned(length), buffer.limit()));
        }
        return true;
    }

    private static String hint(int error) {
        if (error == EPERM || error == EACCES) {
            return "; run it as root, or in the user namespace that owns this network namespace";
        }
        return error == ENOENT || error == EOPNOTSUPP
                ? "; the kernel may lack a module: tcp_diag, udp_diag or unix_diag"
                : "";
    }

    /** The attributes from an offset on, by type. */
    static Map<Integer, ByteBuffer> attributes(ByteBuffer body, int from) {
        Map<Integer, ByteBuffer> all = new HashMap<>();
        for (int at = from; at + 4 <= body.limit(); ) {
            int length = Short.toUnsignedInt(body.getShort(at));
            if (length < 4 || at + length > body.limit()) {
                break;
            }
            int type = body.getShort(at + 2) & TYPE_MASK;
            all.put(type, body.slice(at + 4, length - 4).order(ByteOrder.nativeOrder()));
            at += aligned(length);
        }
        return all;
    }

    /** The bytes of an attribute. */
    static byte[] bytes(ByteBuffer attribute) {
        byte[] all = new byte[attribute.capacity()];
        attribute.get(0, all);
        return all;
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }

    @Override
    public void close() {
        socket.close();
    }
}
