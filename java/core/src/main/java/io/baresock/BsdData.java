package io.baresock;

import io.baresock.internal.Abi;
import java.nio.ByteBuffer;

/** Sending and receiving: part of {@link Bsd}. */
abstract sealed class BsdData extends BsdOptions permits BsdMessages {

    BsdData() {}

    /**
     * send(2) from the buffer's position, which moves by what was sent.
     *
     * @param fd the socket
     * @param b direct or heap, read-only too
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@code -errno}
     */
    public static int send(int fd, ByteBuffer b, int flags) {
        Abi.check(flags, "send");
        return Io.send(fd, Buffers.present("send", b), flags, null);
    }

    /**
     * send(2) from native memory.
     *
     * @param fd the socket
     * @param address of the first byte
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @return bytes sent, or {@code -errno}
     */
    public static int send(int fd, long address, int length, int flags) {
        Buffers.range("send", address, length);
        Abi.check(flags, "send");
        return Io.send(fd, address, length, flags, null);
    }

    /**
     * recv(2) at the buffer's position, which moves by what arrived. The result is C's: of a datagram that is longer than the buffer
     * it is how many bytes were copied, and nothing tells that the end is lost ({@link Bsd#recvmsg} does); with {@code MSG_TRUNC} among the
     * flags it is the datagram's own length, which can be more than the buffer had room for.
     *
     * @param fd the socket
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @return bytes received, 0 at the end of a stream, or {@code -errno}
     */
    public static int recv(int fd, ByteBuffer b, int flags) {
        Abi.check(flags, "recv");
        return Io.recv(fd, Buffers.writable("recv", b), flags, null);
    }

    /**
     * recv(2) into native memory. The result is C's, as {@link #recv(int, ByteBuffer, int)} says.
     *
     * @param fd the socket
     * @param address of the first byte
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @return bytes received, 0 at the end of a stream, or {@code -errno}
     */
    public static int recv(int fd, long address, int length, int flags) {
        Buffers.range("recv", address, length);
        Abi.check(flags, "recv");
        return Io.recv(fd, address, length, flags, null);
    }

    /**
     * sendto(2).
     *
     * @param fd the socket
     * @param b the message: what remains in the buffer
     * @param flags {@code MSG_*}
     * @param to the destination
     * @return bytes sent, or {@code -errno}
     */
    public static int sendto(int fd, ByteBuffer b, int flags, Sockaddr to) {
        Abi.check(flags, "sendto");
        return Io.send(fd, Buffers.present("sendto", b), flags, Buffers.present("sendto", to));
    }

    /**
     * sendto(2) from native memory.
     *
     * @param fd the socket
     * @param address of the first byte
     * @param length how many bytes
     * @param flags {@code MSG_*}
     * @param to the destination
     * @return bytes sent, or {@code -errno}
     */
    public static int sendto(int fd, long address, int length, int flags, Sockaddr to) {
        Buffers.range("sendto", address, length);
        Abi.check(flags, "sendto");
        return Io.send(fd, address, length, flags, Buffers.present("sendto", to));
    }

    /**
     * recvfrom(2). The result is C's, as {@link #recv(int, ByteBuffer, int)} says.
     *
     * @param fd the socket
     * @param b direct or heap
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @return bytes received, or {@code -errno}
     */
    public static int recvfrom(int fd, ByteBuffer b, int flags, SockaddrStorage from) {
        Abi.check(flags, "recvfrom");
        return Io.recv(fd, Buffers.writable("recvfrom", b), flags, Buffers.present("recvfrom", from));
    }

    /**
     * recvfrom(2) into native memory. The result is C's, as {@link #recv(int, ByteBuffer, int)} says.
     *
     * @param fd the socket
     * @param address of the first byte
     * @param length how many bytes at most
     * @param flags {@code MSG_*}
     * @param from receives the sender's address
     * @return bytes received, or {@code -errno}
     */
    public static int recvfrom(int fd, long address, int length, int flags, SockaddrStorage from) {
        Buffers.range("recvfrom", address, length);
        Abi.check(flags, "recvfrom");
        return Io.recv(fd, address, length, flags, Buffers.present("recvfrom", from));
    }
}
