package io.baresock.async;

import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.async.Operation.Kind;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose operations end with a callback. Made by {@link EventLoop#open}, {@link EventLoop#adopt} and by accepting.
 *
 * <p><b>Calls.</b> Most come in two forms: one returns a new {@link Status}; the other takes one of the caller's, which is
 * refused with IllegalStateException while it is in flight. {@link #accept} and {@link #shutdownOutput} only make a new one;
 * {@link #recvfrom(SockaddrStorage, RecvCallback, Status) recvfrom} without a buffer only takes the caller's. The callback may be
 * null for whoever only wants the status's future, except where it is what receives: in accept, and in receives without a buffer.
 * Failures of the system call go to the callback, as its status; only misuse is thrown. Any thread may call;
 * on the loop's thread an operation is tried at once, and its callback still comes later. SocketOps of one thread on one
 * socket begin in the order of the calls. A buffer belongs to the operation until its callback.
 *
 * <p><b>After close</b> a call's callback gets EBADF; after the loop's own close, calls throw IllegalStateException.
 *
 * <p>A receive or send that ends well allocates nothing if its status is the caller's.
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
     * Connects. What is sent before it has come to its end waits for that.
     *
     * @param address the peer
     * @param callback gets how it came out: the errors of connect(2), SO_ERROR's for one that took time
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/connect.2.html">connect(2)</a>
     */
    public Status connect(Sockaddr address, @Nullable SocketCallback callback) {
        return connect(address, callback, new Status());
    }

    /**
     * The same with a status of the caller's.
     *
     * @param address the peer
     * @param callback gets how it came out
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
     * @param callback gets how it came out; its {@link Status#cause} names the address
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/bind.2.html">bind(2)</a>
     */
    public Status bind(Sockaddr address, @Nullable SocketCallback callback) {
        return bind(address, callback, new Status());
    }

    /**
     * The same with a status of the caller's.
     *
     * @param address the local address
     * @param callback gets how it came out
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
     * Makes the socket a listener. This takes no time, and so has no callback.
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
     * Accepts connections: called once, it calls back for each until the listener is closed, and then once for the end. A
     * second accept meanwhile gets EALREADY. Errors of single connections, such as ECONNABORTED, are passed over; see
     * {@link AcceptCallback#starved} for EMFILE.
     *
     * @param callback gets each connection
     * @return its status: done with the end
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
     * Receives what comes first into the buffer at its position, which moves. 0 bytes are the end of a stream
     * ({@link Status#isEnd}) or an empty datagram. The socket is read only while a receive is pending.
     *
     * @param buffer direct or heap; on a stream with room for one byte at least
     * @param callback gets how it came out and the buffer
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
     */
    public Status recv(ByteBuffer buffer, @Nullable RecvCallback callback) {
        return recv(buffer, callback, new Status());
    }

    /**
     * The same with a status of the caller's.
     *
     * @param buffer direct or heap; on a stream with room for one byte at least
     * @param callback gets how it came out and the buffer
     * @param status not in flight
     * @return the status
     */
    public Status recv(ByteBuffer buffer, @Nullable RecvCallback callback, Status status) {
        checkRoom("recv", buffer);
        status.operation.begin(operations, Kind.RECV, callback, buffer);
        return submit(status);
    }

    /**
     * Receives what comes first into a buffer of the loop's: one for all its sockets, so that a connection that is idle has no memory
     * waiting. The buffer, up to 64 KiB, is the callback's until it returns; what is to be kept must be copied. The callback may give it,
     * or a part of it, to a send of a socket of the same loop: what cannot be sent at once is copied. For a socket of another loop,
     * or another thread, it has to be copied before.
     *
     * @param callback gets how it came out and the buffer, its position behind what arrived
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/recv.2.html">recv(2)</a>
     */
    public Status recv(RecvCallback callback) {
        return recv(callback, new Status());
    }

    /**
     * The same with a status of the caller's.
     *
     * @param callback gets how it came out and the buffer, its position behind what arrived
     * @param status not in flight
     * @return the status
     */
    public Status recv(RecvCallback callback, Status status) {
        return borrow("recv", null, callback, status);
    }

    /**
     * Receives a message into a buffer of the loop's, as {@link #recv(RecvCallback)}, and who sent it.
     *
     * @param from receives the sender's address; belongs to the operation until the callback
     * @param callback gets how it came out and the buffer
     * @param status not in flight
     * @return the status
     */
    public Status recvfrom(SockaddrStorage from, RecvCallback callback, Status status) {
        Objects.requireNonNull(from, "recvfrom: the place for the address is null");
        return borrow("recvfrom", from, callback, status);
    }

    private Status borrow(String call, @Nullable SockaddrStorage from, RecvCallback callback, Status status) {
        if (callback == null) {
            throw new NullPointerException(
                    call + ": the callback is null, and nobody else would see the loop's buffer");
        }
        status.operation.begin(operations, Kind.RECV, callback, Loan.NOTHING);
        status.operation.from = from;
        status.operation.borrows = true;
        return submit(status);
    }

    /**
     * Receives a message and who sent it.
     *
     * @param buffer direct or heap
     * @param from receives the sender's address; belongs to the operation until the callback
     * @param callback gets how it came out and the buffer
     * @return its status
     */
    public Status recvfrom(ByteBuffer buffer, SockaddrStorage from, @Nullable RecvCallback callback) {
        return recvfrom(buffer, from, callback, new Status());
    }

    /**
     * The same with a status of the caller's.
     *
     * @param buffer direct or heap
     * @param from receives the sender's address; belongs to the operation until the callback
     * @param callback gets how it came out and the buffer
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
        Objects.requireNonNull(buffer, "recv: the buffer is null");
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException(call + ": the buffer is read-only");
        }
        if (!operations.isMessages() && !buffer.hasRemaining()) {
            throw new IllegalArgumentException(call + ": the buffer is full; 0 bytes would look like the end");
        }
    }

    // ---- sending ----

    /**
     * Sends what remains in the buffer: done when the kernel has all bytes of a stream, or the datagram. Sends go in the
     * order of the calls. With more than the limit queued ({@link #watermarks}) it gets ENOBUFS.
     *
     * @param buffer direct or heap, read-only too; its position moves
     * @param callback gets how it came out
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/send.2.html">send(2)</a>
     */
    public Status send(ByteBuffer buffer, @Nullable SendCallback callback) {
        return send(buffer, callback, new Status());
    }

    /**
     * The same with a status of the caller's.
     *
     * @param buffer direct or heap, read-only too; its position moves
     * @param callback gets how it came out
     * @param status not in flight
     * @return the status
     */
    public Status send(ByteBuffer buffer, @Nullable SendCallback callback, Status status) {
        return sendTo(buffer, null, callback, status);
    }

    /**
     * Sends one message to an address.
     *
     * @param buffer the message: what remains in it
     * @param to the destination
     * @param callback gets how it came out
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/sendto.2.html">sendto(2)</a>
     */
    public Status sendto(ByteBuffer buffer, Sockaddr to, @Nullable SendCallback callback) {
        return sendto(buffer, to, callback, new Status());
    }

    /**
     * The same with a status of the caller's.
     *
     * @param buffer the message: what remains in it
     * @param to the destination
     * @param callback gets how it came out
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
        operations.sending().charge(status.operation, buffer.remaining());
        return submit(status);
    }

    /**
     * Ends the sending half, SHUT_WR, after the sends that were called before.
     *
     * @param callback gets how it came out
     * @return its status
     * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
     */
    public Status shutdownOutput(@Nullable SendCallback callback) {
        Status status = new Status();
        status.operation.begin(operations, Kind.SHUTDOWN, callback, null);
        return submit(status);
    }

    // ---- how much is queued ----

    /** {@return whether less than the high watermark is queued for sending, or it has sunk to the low one since} */
    public boolean isWritable() {
        return !operations.sending().isCongested() && socket.isOpen();
    }

    /** {@return bytes in sends that are not over} */
    public long queuedBytes() {
        return operations.sending().queued();
    }

    /**
     * Sets the callback for each time that the queue has sunk to the low watermark after it had reached the high one.
     *
     * @param callback runs on the loop's thread; null for nobody
     * @return this
     */
    public AsyncSocket onWritable(@Nullable Consumer<AsyncSocket> callback) {
        operations.sending().onWritable(callback);
        return this;
    }

    /**
     * Sets the watermarks of what is queued for sending. The defaults are 32 KiB, 64 KiB and 16 MiB.
     *
     * @param low bytes: sunk to this, the socket is writable again
     * @param high bytes: at this it is not writable
     * @param limit bytes: a send that would go beyond gets ENOBUFS, unless nothing else is queued
     * @return this
     */
    public AsyncSocket watermarks(long low, long high, long limit) {
        if (low < 0 || high <= low || limit < high) {
            throw new IllegalArgumentException(
                    "watermarks: 0 <= low < high <= limit must hold, not " + low + ", " + high + ", " + limit);
        }
        operations.sending().marks(low, high, limit);
        return this;
    }

    // ---- what it is ----

    /** {@return the loop that calls back} */
    public EventLoop loop() {
        return loop;
    }

    /** {@return the socket, for options and addresses. Leave it non-blocking; closing it is as good as {@link #close}} */
    public Socket socket() {
        return socket;
    }

    /** {@return whether it was not closed yet} */
    public boolean isOpen() {
        return socket.isOpen();
    }

    /** {@return the object set by {@link #attach}; null at first} */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Keeps an object of the user's, such as the state of a connection whose callbacks are shared.
     *
     * @param object any, or null
     * @return this
     */
    public AsyncSocket attach(@Nullable Object object) {
        attachment = object;
        return this;
    }

    /**
     * Closes the socket: all pending operations end with EBADF. What was not sent yet is lost: to send all of it, close in
     * the callback of the last send. Any thread; harmless when repeated.
     */
    @Override
    public void close() {
        if (loop.inLoop()) {
            operations.end();
        } else {
            socket.close(); // tells the poller, and so the loop
        }
    }

    @Override
    public String toString() {
        return "Async" + socket;
    }

    // ---- for the package ----

    private Status submit(Status status) {
        boolean submitted = false;
        try {
            loop.submit(status.operation);
            submitted = true;
            return status;
        } finally {
            if (!submitted) {
                operations.sending().refund(status.operation);
                status.operation.abandon();
            }
        }
    }

    SocketOps operations() {
        return operations;
    }
}
