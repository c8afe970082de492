package io.baresock.examples;

import static io.baresock.Bsd.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.baresock.Sockaddr;
import io.baresock.async.AsyncSocket;
import io.baresock.async.EventLoop;
import io.baresock.async.RecvCallback;
import io.baresock.async.SendCallback;
import io.baresock.async.Status;
import io.baresock.handover.UnixNode;
import io.baresock.option.PeerCredentials;
import io.baresock.option.SocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A chat room on a Unix socket that only its owner (and root) can open. A member's name is the user and process that the kernel reports,
 * so there is no login. A member that does not read is removed, so that the others do not wait. Shows {@link UnixNode},
 * SO_PEERCRED, and the limit of what is queued for a socket.
 *
 * <p>usage: Chat PATH; then {@code socat STDIO UNIX-CONNECT:PATH}, several times
 */
public final class Chat implements AutoCloseable {

    private static final int LONGEST_LINE = 4096;
    private static final int QUEUE = 64 * 1024; // bytes for a member, in addition to the kernel's buffer

    private final EventLoop loop;
    private final UnixNode node;
    private final Set<Member> members = new LinkedHashSet<>(); // used by the loop's thread only

    private Chat(EventLoop loop, UnixNode node) {
        this.loop = loop;
        this.node = node;
    }

    public static Chat open(Path path) throws IOException {
        EventLoop loop = EventLoop.start("chat");
        try {
            AsyncSocket listener = loop.open(AF_UNIX, SOCK_STREAM, 0);
            UnixNode node = UnixNode.bind(listener.socket(), Sockaddr.unix(path.toString()), 0600);
            Chat chat = new Chat(loop, node);
            listener.listen(128).accept((status, connection) -> {
                if (connection != null) {
                    chat.join(connection);
                }
            });
            return chat;
        } catch (IOException | RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /** Closes the room. The node is removed first, so that no client connects to a closed room. */
    @Override
    public void close() throws IOException {
        try {
            node.close();
        } finally {
            loop.close();
        }
    }

    private void join(AsyncSocket socket) {
        try {
            Member m = new Member(socket);
            members.add(m);
            String all = members.stream().map(x -> x.name).collect(Collectors.joining(", "));
            m.hear(line("* you are " + m.name + "; in the room: " + all));
            say(m, "* " + m.name + " joined");
            m.listen();
        } catch (IOException e) { // it is gone already, or the system does not report the process
            socket.close();
        }
    }

    private void say(Member except, String text) {
        ByteBuffer line = line(text);
        for (Member m : members) {
            if (m != except) {
                m.hear(line);
            }
        }
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap((text + "\n").getBytes(UTF_8)).asReadOnlyBuffer();
    }

    private final class Member implements RecvCallback, SendCallback {
        private final AsyncSocket socket;
        private final String name;
        private final ByteBuffer in = ByteBuffer.allocate(LONGEST_LINE);

        Member(AsyncSocket socket) throws IOException {
            this.socket = socket.watermarks(QUEUE / 4, QUEUE / 2, QUEUE);
            PeerCredentials who = socket.socket().getOption(SocketOptions.SO_PEERCRED);
            name = user(who.uid()) + "/" + who.pid();
        }

        void listen() {
            if (socket.isOpen()) {
                socket.recv(in, this);
            }
        }

        /** Each member has its own view of the line, with its own position. */
        void hear(ByteBuffer line) {
            if (socket.isOpen()) { // otherwise the room is being closed
                socket.send(line.duplicate(), this);
            }
        }

        @Override
        public void received(Status status, ByteBuffer b) {
            if (!status.isSuccess()) {
                leave("left");
                return;
            }
            if (status.isEnd() && in.position() > 0) {
                in.put((byte) '\n'); // the last line needs no end
            }
            in.flip();
            for (String text = nextLine(); text != null; text = nextLine()) {
                say(this, name + ": " + text);
            }
            in.compact();
            if (status.isEnd()) {
                leave("left");
            } else if (in.hasRemaining()) {
                listen();
            } else {
                leave("never comes to an end");
            }
        }

        private String nextLine() {
            for (int i = in.position(); i < in.limit(); i++) {
                if (in.get(i) == '\n') {
                    byte[] bytes = new byte[i - in.position()];
                    in.get(bytes).get();
                    return new String(bytes, UTF_8)
                            .replaceAll("\\p{Cntrl}", ""); // no control characters to other terminals
                }
            }
            return null;
        }

        @Override
        public void sent(Status status) {
            if (status.errno() == ENOBUFS) {
                leave("does not listen");
            } else if (!status.isSuccess()) {
                leave("left");
            }
        }

        private void leave(String how) {
            if (members.remove(this)) {
                socket.close();
                say(this, "* " + name + " " + how);
            }
        }
    }

    /** The user's name from passwd(5), or the number. */
    private static String user(int uid) throws IOException {
        for (String entry : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] fields = entry.split(":", -1);
            if (fields.length > 2 && fields[2].equals(Integer.toString(uid))) {
                return fields[0];
            }
        }
        return Integer.toString(uid);
    }

    public static void main(String[] args) throws IOException {
        try (Chat chat = open(Path.of(args[0]))) {
            System.out.println("listening on " + chat.node.path());
            Server.awaitEndOfInput();
        }
    }
}
