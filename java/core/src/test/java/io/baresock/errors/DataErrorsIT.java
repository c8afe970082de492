package io.baresock.errors;

import static io.baresock.Bsd.*;

import io.baresock.Message;
import io.baresock.Sockaddr;
import io.baresock.testkit.Capabilities;
import io.baresock.testkit.Ports;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The ERRORS sections of send(2), recv(2), sendmsg(2), recvmsg(2), readv(2) and writev(2). Rows Z5, Z11. */
class DataErrorsIT extends ErrnoTable {

    private static final int LARGEST_UDP = 65_507;

    /** Sends until there is no room. */
    private static void fill(int fd) {
        ByteBuffer b = ByteBuffer.allocate(1 << 16);
        for (int sends = 0; send(fd, b.clear(), MSG_DONTWAIT) != -EAGAIN; sends++) {
            if (sends > 100_000) {
                throw new AssertionError("a socket that never fills");
            }
        }
    }

    private static Message message(int length) {
        return new Message().add(ByteBuffer.allocateDirect(length));
    }

    /** Sends with one control message. */
    private static int control(int fd, int level, int type, byte[] value) {
        Message m = message(1);
        m.control().append(level, type, value);
        return sendmsg(fd, m, 0);
    }

    @TestFactory
    List<DynamicTest> send2() {
        row("send", "bad descriptor", EBADF, () -> send(BAD, bytes, 0));
        row("send", "not connected", EPIPE, () -> send(tcp, bytes, 0));
        row("send", "datagram without a destination", EDESTADDRREQ, () -> send(udp, bytes, 0));
        row("send", "Unix, not connected", ENOTCONN, () -> send(unix, bytes, 0));
        row("send", "the peer is gone", EPIPE, () -> send(orphan, bytes, 0));
        row("send", "urgent data on datagrams", EOPNOTSUPP, () -> sendto(udp, bytes, MSG_OOB, nameOf(bound)));
        row("send", "memory that is not there", EFAULT, () -> send(connected, 8, 8, 0));
        row(
                "sendto",
                "too long a datagram",
                EMSGSIZE,
                () -> sendto(udp, ByteBuffer.allocate(70_000), 0, nameOf(bound)));
        row("send", "not a socket", ENOTSOCK, () -> send(pipe[1], bytes, 0));
        row("send", "a listener", EPIPE, () -> send(listener, bytes, 0));
        row("send", "shut down for writing", EPIPE, () -> {
            shutdown(connected, SHUT_WR);
            return send(connected, bytes, 0);
        });
        row("send", "no room", EAGAIN, () -> {
            fill(connected);
            return send(connected, bytes, MSG_DONTWAIT);
        });
        row("sendto", "bad descriptor", EBADF, () -> sendto(BAD, bytes, 0, local));
        row("sendto", "not a socket", ENOTSOCK, () -> sendto(pipe[1], bytes, 0, local));
        row("sendto", "short address", EINVAL, () -> sendto(udp, bytes, 0, Sockaddr.raw(AF_INET, new byte[4])));
        row("sendto", "port 0", EINVAL, () -> sendto(udp, bytes, 0, local));
        row("sendto", "another family", EAFNOSUPPORT, () -> sendto(udp, bytes, 0, Sockaddr.inet6("::1", 9)));
        row(
                "sendto",
                "broadcast without the option",
                EACCES,
                () -> sendto(udp, bytes, 0, Sockaddr.inet("255.255.255.255", 9)));
        row("sendto", "a connected Unix stream", EISCONN, () -> {
            int[] sv = new int[2];
            socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
            keep(sv[0]);
            keep(sv[1]);
            return sendto(sv[0], bytes, 0, Sockaddr.unixAbstract(bytes("x")));
        });
        return table();
    }

    @TestFactory
    List<DynamicTest> sendmsg2() {
        row("sendmsg", "bad descriptor", EBADF, () -> sendmsg(BAD, message(1), 0));
        row("sendmsg", "closed descriptor", EBADF, () -> sendmsg(CLOSED, message(1), 0));
        row("sendmsg", "not a socket", ENOTSOCK, () -> sendmsg(pipe[1], message(1), 0));
        row("sendmsg", "not connected", EPIPE, () -> sendmsg(tcp, message(1), 0));
        row("sendmsg", "datagram without a destination", EDESTADDRREQ, () -> sendmsg(udp, message(1), 0));
        row("sendmsg", "Unix, not connected", ENOTCONN, () -> sendmsg(unix, message(1), 0));
        row("sendmsg", "the peer is gone", EPIPE, () -> sendmsg(orphan, message(1), 0));
        row("sendmsg", "no room", EAGAIN, () -> {
            fill(pair[0]);
            return sendmsg(pair[0], message(1), MSG_DONTWAIT);
        });
        row(
                "sendmsg",
                "urgent data on datagrams",
                EOPNOTSUPP,
                () -> sendmsg(udp, message(1).to(nameOf(bound)), MSG_OOB));
        row("sendmsg", "too long a datagram", EMSGSIZE, () -> {
            return sendmsg(udp, message(LARGEST_UDP).add(ByteBuffer.allocate(1)).to(nameOf(bound)), 0);
        });
        row(
                "sendmsg",
                "another family",
                EAFNOSUPPORT,
                () -> sendmsg(udp, message(1).to(Sockaddr.loopback6(9)), 0));
        row("sendmsg", "port 0", EINVAL, () -> sendmsg(udp, message(1).to(local), 0));
        row("sendmsg", "short address", EINVAL, () -> {
            return sendmsg(udp, message(1).to(Sockaddr.raw(AF_INET, new byte[4])), 0);
        });
        row("sendmsg", "broadcast without the option", EACCES, () -> {
            return sendmsg(udp, message(1).to(Sockaddr.inet("255.255.255.255", 9)), 0);
        });
        row("sendmsg", "a connected Unix stream with a destination", EISCONN, () -> {
            return sendmsg(pair[0], message(1).to(Sockaddr.unixAbstract(bytes("x"))), 0);
        });
        row("sendmsg", "memory that is not there", EFAULT, () -> sendmsg(pair[0], new Message().add(8, 8), 0));
        return table();
    }

    @TestFactory
    List<DynamicTest> sendmsg2_control() {
        row("sendmsg", "rights: a descriptor that is not open", EBADF, () -> {
            return control(
                    pair[0], SOL_SOCKET, SCM_RIGHTS, struct(4).putInt(0, CLOSED).array());
        });
        row("sendmsg", "rights: more than the kernel takes", EINVAL, () -> {
            Message m = new Message(1, 4096).add(ByteBuffer.allocate(1));
            m.control().append(SOL_SOCKET, SCM_RIGHTS, new byte[4 * 254]); // SCM_MAX_FD is 253: unix(7)
            return sendmsg(pair[0], m, 0);
        });
        int nobody = Capabilities.CAP_SYS_ADMIN.isHere() ? ESRCH : EPERM; // without it, not even of another process
        row("sendmsg", "credentials: of a process that is not there", nobody, () -> {
            Message m = message(1);
            m.control().credentials(Integer.MAX_VALUE, 0, 0);
            return sendmsg(pair[0], m, 0);
        });
        row("sendmsg", "credentials: of another size", EINVAL, () -> {
            return control(pair[0], SOL_SOCKET, SCM_CREDENTIALS, new byte[4]);
        });
        row("sendmsg", "unknown type", EINVAL, () -> control(connected, SOL_SOCKET, 4711, new byte[4]));
        row("sendmsg", "ttl out of range", EINVAL, () -> {
            connect(udp, nameOf(bound));
            return control(udp, IPPROTO_IP, IP_TTL, struct(4).putInt(0, 256).array());
        });
        row("sendmsg", "packet info of another size", EINVAL, () -> {
            connect(udp, nameOf(bound));
            return control(udp, IPPROTO_IP, IP_PKTINFO, new byte[4]);
        });
        return table();
    }

    @TestFactory
    List<DynamicTest> recv2() {
        row("recv", "bad descriptor", EBADF, () -> recv(BAD, bytes, 0));
        row("recv", "not connected", ENOTCONN, () -> recv(tcp, bytes, 0));
        row("recv", "a listener", ENOTCONN, () -> recv(listener, bytes, 0));
        row("recv", "Unix, not connected", EINVAL, () -> recv(unix, bytes, MSG_DONTWAIT));
        row("recv", "nothing there", EAGAIN, () -> recv(udp, bytes, MSG_DONTWAIT));
        row("recv", "no urgent data", EINVAL, () -> recv(connected, bytes, MSG_OOB | MSG_DONTWAIT));
        row("recv", "no error queued", EAGAIN, () -> recv(udp, bytes, MSG_ERRQUEUE));
        row("recv", "an ICMP error of an earlier send", ECONNREFUSED, () -> {
            connect(udp, Sockaddr.of(Ports.refusing("127.0.0.1")));
            send(udp, ByteBuffer.allocate(1), 0);
            return recv(udp, bytes, 0);
        });
        row("recv", "not a socket", ENOTSOCK, () -> recv(pipe[0], bytes, 0));
        row("recv", "the connection was reset", ECONNRESET, () -> {
            setsockopt(accepted, SOL_SOCKET, SO_LINGER, struct(8).putInt(0, 1)); // close sends a reset: socket(7)
            close(accepted);
            return recv(connected, bytes, 0);
        });
        row("recvfrom", "bad descriptor", EBADF, () -> recvfrom(BAD, bytes, 0, storage));
        row("recvfrom", "not a socket", ENOTSOCK, () -> recvfrom(pipe[0], bytes, 0, storage));
        row("recvfrom", "nothing there", EAGAIN, () -> recvfrom(bound, bytes, MSG_DONTWAIT, storage));
        row("recvfrom", "not connected", ENOTCONN, () -> recvfrom(tcp, bytes, 0, storage));
        row("recvfrom", "memory that is not there", EFAULT, () -> {
            sendto(udp, ByteBuffer.allocate(4), 0, nameOf(bound));
            return recvfrom(bound, 8, 8, 0, storage);
        });
        return table();
    }

    @TestFactory
    List<DynamicTest> recvmsg2() {
        row("recvmsg", "bad descriptor", EBADF, () -> recvmsg(BAD, message(1), 0));
        row("recvmsg", "closed descriptor", EBADF, () -> recvmsg(CLOSED, message(1), 0));
        row("recvmsg", "not a socket", ENOTSOCK, () -> recvmsg(pipe[0], message(1), 0));
        row("recvmsg", "not connected", ENOTCONN, () -> recvmsg(tcp, message(1), 0));
        row("recvmsg", "a listener", ENOTCONN, () -> recvmsg(listener, message(1), 0));
        row("recvmsg", "Unix, not connected", EINVAL, () -> recvmsg(unix, message(1), MSG_DONTWAIT));
        row("recvmsg", "nothing there", EAGAIN, () -> recvmsg(bound, message(1), MSG_DONTWAIT));
        row("recvmsg", "no urgent data", EINVAL, () -> recvmsg(connected, message(1), MSG_OOB));
        row("recvmsg", "urgent data on datagrams", EOPNOTSUPP, () -> {
            return recvmsg(keep(socket(AF_UNIX, SOCK_DGRAM, 0)), message(1), MSG_OOB | MSG_DONTWAIT);
        });
        row("recvmsg", "no error queued", EAGAIN, () -> recvmsg(udp, message(1), MSG_ERRQUEUE));
        row("recvmsg", "memory that is not there", EFAULT, () -> {
            send(pair[1], bytes, 0);
            return recvmsg(pair[0], new Message().add(8, 8), 0);
        });
        row("recvmsg", "an ICMP error of an earlier send", ECONNREFUSED, () -> {
            connect(udp, Sockaddr.of(Ports.refusing("127.0.0.1")));
            send(udp, ByteBuffer.allocate(1), 0);
            return recvmsg(udp, message(1), 0);
        });
        return table();
    }

    @TestFactory
    List<DynamicTest> readv2_and_writev2() {
        row("readv", "bad descriptor", EBADF, () -> readv(BAD, bytes));
        row("readv", "the end that is for writing", EBADF, () -> readv(pipe[1], bytes));
        row("readv", "not connected", ENOTCONN, () -> readv(tcp, bytes));
        row("readv", "Unix, not connected", EINVAL, () -> readv(unix, bytes));
        row("readv", "nothing there", EAGAIN, () -> {
            fcntl(pipe[0], F_SETFL, O_NONBLOCK);
            return readv(pipe[0], bytes);
        });
        row("readv", "memory that is not there", EFAULT, () -> readv(pipe[0], 8, 1));
        row("writev", "bad descriptor", EBADF, () -> writev(BAD, bytes));
        row("writev", "the end that is for reading", EBADF, () -> writev(pipe[0], bytes));
        row("writev", "not connected", EPIPE, () -> writev(tcp, bytes));
        row("writev", "datagram without a destination", EDESTADDRREQ, () -> writev(udp, bytes));
        row("writev", "the peer is gone", EPIPE, () -> writev(orphan, bytes));
        row("writev", "too long a datagram", EMSGSIZE, () -> {
            connect(udp, nameOf(bound));
            return writev(udp, ByteBuffer.allocate(LARGEST_UDP), bytes);
        });
        row("writev", "no room", EAGAIN, () -> {
            fcntl(pair[0], F_SETFL, O_NONBLOCK);
            fill(pair[0]);
            return writev(pair[0], bytes);
        });
        return table();
    }
}
