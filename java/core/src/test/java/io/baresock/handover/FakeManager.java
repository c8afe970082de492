package io.baresock.handover;

import static io.baresock.Bsd.*;

import io.baresock.Bsd;
import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.option.SocketOptions;
import io.baresock.testkit.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service manager's end of NOTIFY_SOCKET: takes what comes, byte for byte, with its descriptors and who sent it. */
final class FakeManager implements AutoCloseable {

    /** One notification. The descriptors are the receiver's to close. */
    record Received(String text, List<Integer> fds, long pid) {
        void close() {
            fds.forEach(Bsd::close);
        }
    }

    private final Socket socket;
    private final Message message = new Message();
    private final ByteBuffer room = ByteBuffer.allocate(8192);

    private FakeManager(Sockaddr address) throws IOException {
        socket = Socket.open(AF_UNIX, SOCK_DGRAM, 0);
        socket.setOption(SocketOptions.SO_PASSCRED, true).bind(address);
    }

    /** At an abstract name of the kernel's choice. */
    static FakeManager open() throws IOException {
        return new FakeManager(Sockaddr.unixUnnamed());
    }

    static FakeManager open(String path) throws IOException {
        return new FakeManager(Sockaddr.unix(path));
    }

    /** As the variable has it. */
    String address() throws IOException {
        Sockaddr a = socket.localAddress();
        return a.path() != null ? a.path() : '@' + new String(a.nameBytes(), StandardCharsets.US_ASCII);
    }

    Map<String, String> environment() throws IOException {
        return Map.of("NOTIFY_SOCKET", address());
    }

    Received receive() throws IOException {
        room.clear();
        int n = socket.recvmsg(message.clearBuffers().add(room), 0, Patience.NANOS);
        if (n < 0) {
            throw new AssertionError("nothing came");
        }
        List<Integer> fds = new ArrayList<>();
        for (int i = message.fdCount() - 1; i >= 0; i--) {
            fds.add(0, message.takeFd(i));
        }
        String text = new String(room.array(), 0, message.bytes(), StandardCharsets.UTF_8);
        return new Received(text, fds, message.received().pid());
    }

    /** Whether nothing more has come. */
    boolean isIdle() throws IOException {
        return socket.poll(Socket.READABLE, 0, 0) == 0;
    }

    @Override
    public void close() {
        message.close();
        socket.close();
    }
}
