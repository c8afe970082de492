package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.Socket;
import io.baresock.async.Status.Kind;
import io.baresock.poll.Poller;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose operations end with a callback. Made by {@link EventLoop#open}, {@link EventLoop#adopt} and by accepting.
 *
 * <p><b>Calls.</b> Each comes in two forms: one returns a new {@link Status}; the other takes one of the caller's, which is
 * refused with IllegalStateException while it is in flight. The callback may be null for who only wants the status's
 * future. Failures of the system call go to the callback, as its status; only misuse is thrown. Any thread may call;
 * on the loop's thread an operation is tried at once, and its callback still comes later. Operations of one thread on one
 * socket begin in the order of the calls. A buffer belongs to the operation until its callback.
 *
 * <p><b>After close</b> a call's callback gets EBADF; after the loop's own close, calls throw IllegalStateException.
 *
 * <p>A receive or send that ends well allocates nothing if its status is the caller's.
 */
public final class AsyncSocket implements AutoCloseable {

    /** Events in a row that may lead to nothing: another thread may have been faster. */
    private static final int IN_VAIN = 2;

    private final EventLoop loop;
    private final Socket socket;
    private final boolean stream;
    private final boolean messages;
    private final Readiness readiness;
    private final Sending sending = new Sending(this);
    private final Receiving receiving = new Receiving(this);
    private final Accepting accepting = new Accepting(this);
    private final Connecting connecting = new Connecting(this);
    private boolean ended;
    private int inVain; // events in a row that nothing came of
    private volatile @Nullable Object attachment;

    /** In the loop's list of sockets with more to do. */
    boolean goesOn;

    AsyncSocket(EventLoop loop, Socket socket, Poller poller) throws ErrnoException {
        this.loop = loop;
        this.socket = socket;
        this.stream = socket.type() == Bsd.SOCK_STREAM;
        this.messages = !stream && socket.type() != Bsd.SOCK_SEQPACKET;
        this.readiness = new Readiness(this, poller);
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
        status.begin(this, Kind.CONNECT, callback, null);
        status.peer = address;
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
        status.begin(this, Kind.BIND, callback, null);
        status.peer = address;
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
        status.begin(this, Kind.ACCEPT, callback, null);
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
        status.begin(this, Kind.RECV, callback, buffer);
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
        status.begin(this, Kind.RECV, callback, buffer);
        status.from = from;
        return submit(status);
    }

    private void checkRoom(String call, ByteBuffer buffer) {
        Objects.requireNonNull(buffer, "recv: the buffer is null");
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException(call + ": the buffer is read-only");
        }
        if (!messages && !buffer.hasRemaining()) {
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
        status.begin(this, Kind.SEND, callback, buffer);
        status.peer = to;
        sending.charge(status, buffer.remaining());
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
        status.begin(this, Kind.SHUTDOWN, callback, null);
        return submit(status);
    }

    // ---- how much is queued ----

    /** {@return whether less than the high watermark is queued for sending, or it has sunk to the low one since} */
    public boolean isWritable() {
        return !sending.isCongested() && socket.isOpen();
    }

    /** {@return bytes in sends that are not over} */
    public long queuedBytes() {
        return sending.queued();
    }

    /**
     * Sets who is called each time the queue has sunk to the low watermark after it had reached the high one.
     *
     * @param callback runs on the loop's thread; null for nobody
     * @return this
     */
    public AsyncSocket onWritable(@Nullable Consumer<AsyncSocket> callback) {
        sending.onWritable(callback);
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
        sending.marks(low, high, limit);
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
            end();
        } else {
            socket.close(); // tells the poller, and so the loop
        }
    }

    @Override
    public String toString() {
        return "Async" + socket;
    }

    // ---- for the package, on the loop's thread but for submit ----

    private Status submit(Status status) {
        boolean submitted = false;
        try {
            loop.submit(status);
            submitted = true;
            return status;
        } finally {
            if (!submitted) {
                sending.refund(status);
                status.abandon();
            }
        }
    }

    void start(Status op) {
        if (ended || !socket.isOpen()) {
            op.endOr(Bsd.EBADF);
            return;
        }
        switch (op.kind) {
            case CONNECT -> connecting.add(op);
            case BIND -> bind(op);
            case ACCEPT -> accepting.add(op);
            case RECV -> receiving.add(op);
            default -> sending.add(op);
        }
    }

    private void bind(Status op) {
        if (!op.claim()) {
            op.end(Bsd.ECANCELED);
            return;
        }
        try {
            socket.bind(Objects.requireNonNull(op.peer));
            op.end();
        } catch (ErrnoException e) {
            op.end(e);
        }
    }

    /** The poller says that something can be done. */
    void event(int ready) {
        if ((ready & Poller.CLOSED) != 0) {
            end();
            return;
        }
        boolean trouble = (ready & (Poller.ERROR | Poller.HANGUP)) != 0;
        boolean progress = false;
        if (!connecting.isEmpty()) {
            progress = connecting.event((ready & Poller.HANGUP) != 0);
        } else {
            if (trouble || (ready & Poller.WRITABLE) != 0) {
                progress = sending.flush();
            }
            if (!ended && (trouble || (ready & Poller.READABLE) != 0)) {
                progress |= accepting.isEmpty() ? receiving.receive() : accepting.accept();
            }
        }
        if (ended) {
            return;
        }
        inVain = progress ? 0 : inVain + 1;
        if (inVain > (trouble ? 0 : IN_VAIN)) {
            calm();
        }
    }

    /**
     * Nothing could be done about what the poller reports, and would report for ever: something in the error queue, which
     * is the user's to read; or that a Unix datagram socket is writable, though the queue of the one addressed is full.
     */
    private void calm() {
        if (isIdle()) {
            readiness.disarm(~0);
        } else {
            readiness.rest();
        }
    }

    private boolean isIdle() {
        return connecting.isEmpty() && accepting.isEmpty() && receiving.isEmpty() && sending.isEmpty();
    }

    /** Tries all that is pending: after a pause, or when a turn was not enough. */
    void tryAll() {
        if (ended || readiness.isPaused()) {
            return;
        }
        if (!connecting.isEmpty()) {
            connecting.goOn();
            return;
        }
        if (!sending.isEmpty()) {
            sending.flush();
        }
        if (!ended && !accepting.isEmpty()) {
            accepting.accept();
        } else if (!ended && !receiving.isEmpty()) {
            receiving.receive();
        }
    }

    void tryLater() {
        if (!ended && !isIdle()) {
            loop.goOnLater(this);
        }
    }

    /** Whether a new operation may be tried now. */
    boolean mayTry() {
        return connecting.isEmpty() && !readiness.isPaused();
    }

    /** Takes an operation out of its queue. */
    void takeOut(Status op) {
        switch (op.kind) {
            case CONNECT -> connecting.takeOut(op);
            case ACCEPT -> accepting.takeOut(op);
            case RECV -> receiving.takeOut(op);
            default -> sending.takeOut(op);
        }
    }

    /** An operation is over. */
    void forget(Status op) {
        sending.discharge(op);
    }

    void failAll(ErrnoException why) {
        failAll(why.errno());
    }

    private void failAll(int errno) {
        connecting.failAll(errno);
        sending.failAll(errno);
        receiving.failAll(errno);
        accepting.failAll(errno);
    }

    /** The socket is closed, or is to be: ends everything. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        readiness.end();
        socket.close();
        loop.ended(this);
        failAll(Bsd.EBADF);
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isStream() {
        return stream;
    }

    boolean isMessages() {
        return messages;
    }

    Readiness readiness() {
        return readiness;
    }

    int sendError() {
        return sending.lastError();
    }
}
