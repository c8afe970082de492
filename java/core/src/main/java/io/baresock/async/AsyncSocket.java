package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.async.Operation.Kind;
import io.baresock.internal.StackRoom;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose operations end with a callback. {@link EventLoop#open}, {@link EventLoop#adopt} and {@link #accept} make it.
 *
 * <p><b>Calls.</b> Most calls have two forms. One returns a new {@link Status}. The other takes a status of the caller, and throws
 * IllegalStateException while that status is in flight. {@link #accept} and {@link #shutdownOutput} have only the first form. The callback
 * may be null, or left out, if you only need the status, but not in accept or in a receive without a buffer. A failed system call does
 * not throw: the status has the error. Only misuse throws. Until its callback, an operation owns its buffer. If the buffer cannot be used
 * because its arena is closed or belongs to another thread, the status has EINVAL, with the reason in its {@link Status#cause}.
 *
 * <p><b>Threads.</b> Any thread may call. The operations of one thread on one socket begin in the order of the calls. On the loop's
 * thread an operation is tried at once, but its callback still comes later.
 *
 * <p>An echo, of one connection:
 *
 * <pre>{@code
 * RecvCallback echo = new RecvCallback() {
 *     @Override
 *     public void received(Status status, ByteBuffer received) {
 *         AsyncSocket socket = status.socket();
 *         if (!status.isSuccess() || status.isEnd()) {
 *             socket.close();
 *             return;
 *         }
 *         socket.send(received.flip());
 *         socket.recv(this); // the next piece, into the loop's buffer
 *     }
 * };
 * }</pre>
 *
 * <p>{@code connection.recv(echo)} begins it. A time limit for an operation is {@link Status#deadline(java.time.Duration)}.
 *
 * <p><b>After close</b> the callback of a call gets EBADF. After the loop is closed, calls throw IllegalStateException.
 *
 * <p>A successful receive or send allocates nothing if the caller gives the status.
 */
public final class AsyncSocket implements AutoCloseable {

    private final EventLoop loop;
    private final Socket socket;
    private final SocketOps operations;
    private volatile @Nullable Object attachment;

    AsyncSocket(EventLoop loop, Socket socket) throws ErrnoException {
        this.loop = loop;
        this.socket = socket;
        this.operations = new SocketOps(this);
    }

    // ---- naming and connecting ----

    /**
     * Connects, without a callback, as {@link #connect(Sockaddr, SocketCallback)}.
     *
     * @param address the peer
     * @return its status
     */
    public Status connect(Sockaddr address) {
        return connect(address, null);
    }

    /**
     * Connects. Sends wait until the connect has ended.
     *
     * @param address the peer
     * @param callback gets the result: an error of connect(2), or of SO_ERROR if the connect took time
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
     */
    public Status connect(Sockaddr address, @Nullable SocketCallback callback) {
        return connect(address, callback, new Status());
    }

    /**
     * The same with a status of the caller.
     *
     * @param address the peer
     * @param callback gets the result
     * @param status not in flight
     * @return the status
     */
    public Status connect(Sockaddr address, @Nullable SocketCallback callback, Status status) {
        Objects.requireNonNull(address, "connect: the address is null");
        status.operation.begin(operations, Kind.CONNECT, callback, null);
        status.operation.peer = address;
        return submit(status);
    }

    /**
     * Gives the socket its local address.
     *
     * @param address such as {@code Sockaddr.inet("127.0.0.1", 0)}
     * @param callback gets the result; the {@link Status#cause} names the address
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
     */
    public Status bind(Sockaddr address, @Nullable SocketCallback callback) {
        return bind(address, callback, new Status());
    }

    /**
     * The same with a status of the caller.
     *
     * @param address the local address
     * @param callback gets the result
     * @param status not in flight
     * @return the status
     */
    public Status bind(Sockaddr address, @Nullable SocketCallback callback, Status status) {
        Objects.requireNonNull(address, "bind: the address is null");
        status.operation.begin(operations, Kind.BIND, callback, null);
        status.operation.peer = address;
        return submit(status);
    }

    /**
     * Makes the socket a listener. This takes no time, so it has no callback.
     *
     * @param backlog how many connections may wait for accept
     * @return this
     * @throws ErrnoException as in listen(2)
     * @see <a href="https://man7.org/linux/man-pages/man2/listen.2.html">listen(2)</a>
     */
    public AsyncSocket listen(int backlog) throws ErrnoException {
        socket.listen(backlog);
        return this;
    }

    /**
     * Accepts connections. Call it once: it calls back for each connection until the listener is closed, and then once for the end. A
     * second accept gets EALREADY. Errors of single connections, such as ECONNABORTED, are ignored. See
     * {@link AcceptCallback#starved} for EMFILE.
     *
     * @param callback gets each connection
     * @return its status; it is done after the last connection
     * @see <a href="https://man7.org/linux/man-pages/man2/accept.2.html">accept(2)</a>
     */
    public Status accept(AcceptCallback callback) {
        Objects.requireNonNull(callback, "accept: the callback is null");
        Status status = new Status();
        status.operation.begin(operations, Kind.ACCEPT, callback, null);
        return submit(status);
    }

    // ---- receiving ----

    /**
     * Receives into the buffer, without a callback, as {@link #recv(ByteBuffer, RecvCallback)}.
     *
     * @param buffer direct or heap; on a stream with room for at least one byte
     * @return its status
     */
    public Status recv(ByteBuffer buffer) {
        return recv(buffer, null);
    }

    /**
     * Receives the next data or message into the buffer at its position, which moves. 0 bytes are the end of a stream
     * ({@link Status#isEnd}) or an empty datagram. The socket is read only while a receive is pending.
     *
     * @param buffer direct or heap; on a stream with room for at least one byte
     * @param callback gets the result and the buffer
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
     */
    public Status recv(ByteBuffer buffer, @Nullable RecvCallback callback) {
        return recv(buffer, callback, new Status());
    }

    /**
     * The same with a status of the caller.
     *
     * @param buffer direct or heap; on a stream with room for at least one byte
     * @param callback gets the result and the buffer
     * @param status not in flight
     * @return the status
     */
    public Status recv(ByteBuffer buffer, @Nullable RecvCallback callback, Status status) {
        checkRoom("recv", buffer);
        status.operation.begin(operations, Kind.RECV, callback, buffer);
        return submit(status);
    }

    /**
     * Receives the next data or message into a buffer of the loop. The loop has one buffer of 64 KiB for all its sockets, so an idle
     * connection needs no buffer. (With the engine {@link EventLoop.Engine#IO_URING} it has some of 4 KiB for streams.) The callback has
     * the buffer only until it returns, and copies what it wants to keep. It may give the buffer, or a part of it, to a send on a socket
     * of the same loop: the loop copies what cannot be sent at once. For a socket of another loop, or for another thread, copy it first.
     *
     * @param callback gets the result and the buffer, whose position is after the data
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
     */
    public Status recv(RecvCallback callback) {
        return recv(callback, new Status());
    }

    /**
     * The same with a status of the caller.
     *
     * @param callback gets the result and the buffer, whose position is after the data
     * @param status not in flight
     * @return the status
     */
    public Status recv(RecvCallback callback, Status status) {
        return borrow("recv", null, callback, status);
    }

    /**
     * Receives a message into a buffer of the loop, as {@link #recv(RecvCallback)}, and the sender's address.
     *
     * @param from receives the sender's address; the operation owns it until the callback
     * @param callback gets the result and the buffer, whose position is after the data
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recvfrom(2)</a>
     */
    public Status recvfrom(SockaddrStorage from, RecvCallback callback) {
        return recvfrom(from, callback, new Status());
    }

    /**
     * The same with a status of the caller.
     *
     * @param from receives the sender's address; the operation owns it until the callback
     * @param callback gets the result and the buffer, whose position is after the data
     * @param status not in flight
     * @return the status
     */
    public Status recvfrom(SockaddrStorage from, RecvCallback callback, Status status) {
        Objects.requireNonNull(from, "recvfrom: the place for the address is null");
        return borrow("recvfrom", from, callback, status);
    }

    private Status borrow(String call, @Nullable SockaddrStorage from, RecvCallback callback, Status status) {
        if (callback == null) {
            throw new NullPointerException(call + ": the callback is null; only a callback can read the loop's buffer");
        }
        status.operation.begin(operations, Kind.RECV, callback, Loan.NOTHING);
        status.operation.from = from;
        status.operation.borrows = true;
        return submit(status);
    }

    /**
     * Receives a message and the sender's address.
     *
     * @param buffer direct or heap
     * @param from receives the sender's address; the operation owns it until the callback
     * @param callback gets the result and the buffer
     * @return its status
     */
    public Status recvfrom(ByteBuffer buffer, SockaddrStorage from, @Nullable RecvCallback callback) {
        return recvfrom(buffer, from, callback, new Status());
    }

    /**
     * The same with a status of the caller.
     *
     * @param buffer direct or heap
     * @param from receives the sender's address; the operation owns it until the callback
     * @param callback gets the result and the buffer
     * @param status not in flight
     * @return the status
     */
    public Status recvfrom(ByteBuffer buffer, SockaddrStorage from, @Nullable RecvCallback callback, Status status) {
        checkRoom("recvfrom", buffer);
        Objects.requireNonNull(from, "recvfrom: the place for the address is null");
        status.operation.begin(operations, Kind.RECV, callback, buffer);
        status.operation.from = from;
        return submit(status);
    }

    private void checkRoom(String call, ByteBuffer buffer) {
        if (buffer == null) {
            throw new NullPointerException(call + ": the buffer is null");
        }
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException(call + ": the buffer is read-only");
        }
        if (!operations.messages && !buffer.hasRemaining()) {
            throw new IllegalArgumentException(call + ": the buffer is full; 0 bytes would look like the end");
        }
    }

    // ---- sending ----

    /**
     * Sends what remains in the buffer, without a callback, as {@link #send(ByteBuffer, SendCallback)}.
     *
     * @param buffer direct or heap, may be read-only; the operation owns it until the status is done
     * @return its status
     */
    public Status send(ByteBuffer buffer) {
        return send(buffer, null);
    }

    /**
     * Sends what remains in the buffer. It is done when the kernel has all the bytes of a stream, or the datagram. Sends go in the
     * order of the calls. If more than the limit of {@link #watermarks} is queued, the send gets ENOBUFS.
     *
     * @param buffer direct or heap, may be read-only; its position moves
     * @param callback gets the result
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
     */
    public Status send(ByteBuffer buffer, @Nullable SendCallback callback) {
        return send(buffer, callback, new Status());
    }

    /**
     * The same with a status of the caller.
     *
     * @param buffer direct or heap, may be read-only; its position moves
     * @param callback gets the result
     * @param status not in flight
     * @return the status
     */
    public Status send(ByteBuffer buffer, @Nullable SendCallback callback, Status status) {
        return sendTo(buffer, null, callback, status);
    }

    /**
     * Sends one message to an address, without a callback, as {@link #sendto(ByteBuffer, Sockaddr, SendCallback)}.
     *
     * @param buffer the message is what remains in it; the operation owns it until the status is done
     * @param to the destination
     * @return its status
     */
    public Status sendto(ByteBuffer buffer, Sockaddr to) {
        return sendto(buffer, to, null);
    }

    /**
     * Sends one message to an address.
     *
     * @param buffer the message is what remains in it
     * @param to the destination
     * @param callback gets the result
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/sendto.2.html">sendto(2)</a>
     */
    public Status sendto(ByteBuffer buffer, Sockaddr to, @Nullable SendCallback callback) {
        return sendto(buffer, to, callback, new Status());
    }

    /**
     * The same with a status of the caller.
     *
     * @param buffer the message is what remains in it
     * @param to the destination
     * @param callback gets the result
     * @param status not in flight
     * @return the status
     */
    public Status sendto(ByteBuffer buffer, Sockaddr to, @Nullable SendCallback callback, Status status) {
        Objects.requireNonNull(to, "sendto: the address is null");
        return sendTo(buffer, to, callback, status);
    }

    private Status sendTo(ByteBuffer buffer, @Nullable Sockaddr to, @Nullable SendCallback callback, Status status) {
        Objects.requireNonNull(buffer, "send: the buffer is null"); // a constant: nothing is allocated
        status.operation.begin(operations, Kind.SEND, callback, buffer);
        status.operation.peer = to;
        operations.sending.charge(status.operation, buffer.remaining());
        return submit(status);
    }

    /**
     * Ends the sending direction (SHUT_WR), without a callback, as {@link #shutdownOutput(SendCallback)}.
     *
     * @return its status
     */
    public Status shutdownOutput() {
        return shutdownOutput(null);
    }

    /**
     * Ends the sending direction (SHUT_WR), after the sends that were called before.
     *
     * @param callback gets the result
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
     */
    public Status shutdownOutput(@Nullable SendCallback callback) {
        Status status = new Status();
        status.operation.begin(operations, Kind.SHUTDOWN, callback, null);
        return submit(status);
    }

    // ---- how much is queued ----

    /** {@return false from when the queue reaches the high watermark until it is down to the low one; false if closed} */
    public boolean isWritable() {
        return !operations.sending.isCongested() && socket.isOpen();
    }

    /** {@return how many bytes are in sends that have not ended} */
    public long queuedBytes() {
        return operations.sending.queued();
    }

    /**
     * Sets a callback that runs whenever the queue is down to the low watermark after it had reached the high one.
     *
     * @param callback runs on the loop's thread; null for none
     * @return this
     */
    public AsyncSocket onWritable(@Nullable Consumer<AsyncSocket> callback) {
        operations.sending.onWritable(callback);
        return this;
    }

    /**
     * Sets the watermarks of the queue of sends. The defaults are 32 KiB, 64 KiB and 16 MiB.
     *
     * @param low in bytes; when the queue is down to this, the socket is writable again
     * @param high in bytes; when the queue reaches this, the socket is not writable
     * @param limit in bytes; a send that would exceed it gets ENOBUFS, unless the queue is empty
     * @return this
     * @throws IllegalArgumentException if {@code 0 <= low < high <= limit} does not hold
     */
    public AsyncSocket watermarks(long low, long high, long limit) {
        if (low < 0 || high <= low || limit < high) {
            throw new IllegalArgumentException(
                    "watermarks: 0 <= low < high <= limit must hold, not " + low + ", " + high + ", " + limit);
        }
        operations.sending.marks(low, high, limit);
        return this;
    }

    // ---- the error queue ----

    /**
     * Has the loop read the error queue: ICMP errors, transmit times and other reports. Set {@code IP_RECVERR} or {@code SO_TIMESTAMPING}
     * after this. Without it nobody reads the entries. Then each receive costs an epoll(7) loop a few more turns; on a loop by io_uring(7) the
     * receives of datagrams are late by up to 0.13 s, and on each loop a send that must wait. If reading fails, such as with ENOBUFS, the
     * loop's exception handler gets the error, and the loop reads again later. A second call replaces the first. Any thread. Linux only:
     * elsewhere no {@link ErrorQueue} can be made.
     *
     * @param queue where the entries go; all sockets of one loop may share it. The caller closes it after the loop or the sockets. If it is
     *     closed earlier, the loop's exception handler gets an IllegalStateException once, and the queue is read no more
     * @param callback gets the entries, on the loop's thread; not called after the socket is closed
     * @return this
     * @throws IllegalStateException if the loop is closed
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2), MSG_ERRQUEUE</a>
     */
    public AsyncSocket onError(ErrorQueue queue, ErrorCallback callback) {
        Objects.requireNonNull(queue, "onError: the queue is null");
        Objects.requireNonNull(callback, "onError: the callback is null");
        loop.execute(() -> operations.readErrors(queue, callback));
        return this;
    }

    // ---- what it is ----

    /** {@return the loop that calls back} */
    public EventLoop loop() {
        return loop;
    }

    /** {@return the socket, for options and addresses; leave it non-blocking; closing it is the same as {@link #close}} */
    public Socket socket() {
        return socket;
    }

    /** {@return whether it is not closed} */
    public boolean isOpen() {
        return socket.isOpen();
    }

    /** {@return the object set by {@link #attach}; null at first} */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Keeps an object for the user, such as the state of a connection.
     *
     * @param object any, or null
     * @return this
     */
    public AsyncSocket attach(@Nullable Object object) {
        attachment = object;
        return this;
    }

    /**
     * Closes the socket. All pending operations end with EBADF, and data that was not sent is lost. To send all of it, close the socket
     * in the callback of the last send. Any thread; harmless when repeated.
     */
    @Override
    public void close() {
        if (loop.inLoop()) {
            StackRoom.ask(StackRoom.FOR_CALLS);
            operations.end();
        } else {
            socket.close(); // the poller reports it to the loop
        }
    }

    @Override
    public String toString() {
        return "Async" + socket;
    }

    // ---- for the package ----

    private Status submit(Status status) {
        try {
            loop.submit(status.operation);
            return status;
        } catch (Throwable e) {
            operations.sending.refund(status.operation);
            status.operation.abandon();
            throw e;
        }
    }

    SocketOps operations() {
        return operations;
    }
}
