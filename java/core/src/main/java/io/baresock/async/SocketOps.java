package io.baresock.async;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.ErrorQueue;
import io.baresock.Socket;
import io.baresock.internal.FdGuard;
import io.baresock.internal.LookAhead;
import io.baresock.internal.call.Descriptor;
import io.baresock.internal.call.Waiting;
import io.baresock.poll.Poller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a socket that have not ended. It chooses which of them to try on an event of the poller, after a pause or in another
 * turn, and ends all of them with the socket. Used by the loop's thread only, except the final fields and the counting of sends.
 */
final class SocketOps implements LookAhead {

    /** How many events in a row may lead to nothing: another thread may have been faster. */
    private static final int IN_VAIN = 2;

    // The steps of end(), in this order.
    private static final int LEAVE = 1; // the mechanism
    private static final int CLOSE = 1 << 1; // the descriptor
    private static final int FAIL = 1 << 2; // the operations
    private static final int FORGET = 1 << 3; // in the loop; after all others

    final AsyncSocket owner;
    final EventLoop loop;
    final Socket socket;
    final boolean stream;
    final boolean messages; // each receive is a message: 0 bytes are no end
    final Readiness readiness;
    final SendOps sending = new SendOps(this);
    private final ReceiveOps receiving = new ReceiveOps(this);
    // Made when needed, because most sockets never need these two, and an event looks at both.
    private @Nullable AcceptOp accepting;
    private @Nullable ConnectOp connecting;
    private @Nullable ErrorOps errors;
    private final Descriptor descriptor; // of this opening: the socket may be closed and opened again
    final FdGuard guard; // the descriptor's
    private boolean ended;
    private boolean ending; // in end()
    private int left = LEAVE | CLOSE | FAIL | FORGET; // steps of end()
    private int inVain; // events in a row that led to nothing
    private boolean inputShut; // found by a look; it stays

    /** In the {@link Dispatcher}'s list of sockets with more to do. */
    boolean goesOn;

    @Nullable
    SocketOps nextGoingOn;

    SocketOps(AsyncSocket owner) throws ErrnoException {
        this.owner = owner;
        this.loop = owner.loop();
        this.socket = owner.socket();
        this.descriptor = Readiness.SOCKETS.descriptor(socket);
        this.guard = descriptor.guard;
        this.stream = socket.type() == Bsd.SOCK_STREAM;
        this.messages = !stream && socket.type() != Bsd.SOCK_SEQPACKET;
        this.readiness = loop.mechanism.readinessOf(this);
    }

    // ---- trying them ----

    /** Starts an operation. */
    void start(Operation op) {
        if (ended || guard.isClosed()) {
            op.endOr(Bsd.EBADF);
            return;
        }
        if (readiness.isPaused() && isIdle()) {
            readiness.hurry(); // the pause was for an error that nobody took: this operation may
        }
        switch (op.kind) {
            case CONNECT -> connecting().add(op);
            case BIND -> bind(op);
            case ACCEPT -> accepting().add(op);
            case RECV -> receiving.start(op);
            default -> sending.start(op);
        }
    }

    private void bind(Operation op) {
        if (!op.claim()) {
            op.end(Bsd.ECANCELED);
            return;
        }
        try {
            socket.bind(Objects.requireNonNull(op.peer));
            op.end(0);
        } catch (ErrnoException e) {
            op.end(e);
        } catch (Error e) {
            op.release(); // otherwise a cancel would wait for ever
            throw e;
        }
    }

    /** Reads the cache lines of a connection that receives and sends. */
    @Override
    public int touch() {
        return touchOwn() + touchOldest();
    }

    /** The lines of the socket's own objects. */
    int touchOwn() {
        return inVain
                + (receiving.isEmpty() ? 1 : 0)
                + sending.touch()
                + readiness.touch()
                + (owner.operations() == this ? 1 : 0);
    }

    /** The lines of the operations that are next. */
    int touchOldest() {
        return receiving.touchOldest() + sending.touchOldest();
    }

    /** The mechanism reports an event. */
    void event(int ready) {
        if (ended || (ready & Poller.CLOSED) != 0) {
            end();
            return;
        }
        if ((ready & Readiness.SENT) != 0) {
            sending.event(readiness.takeSent());
            return;
        }
        if ((ready & ~(Poller.READABLE | Poller.WRITABLE)) != 0) {
            receiving.mayStop();
        }
        if (ready == Poller.PRIORITY) {
            return; // an urgent byte, and no data
        }
        boolean trouble = (ready & (Poller.ERROR | Poller.HANGUP)) != 0;
        ErrorOps e = errors;
        boolean progress = e != null && (ready & Poller.ERROR) != 0 && e.read();
        if (ended) {
            return; // the callback has closed it
        }
        if (connecting != null && !connecting.isEmpty()) {
            progress |= connecting.event((ready & Poller.HANGUP) != 0);
        } else {
            if (trouble || (ready & Poller.WRITABLE) != 0) {
                progress |= sending.flush();
            }
            if (!ended && (trouble || (ready & Poller.READABLE) != 0)) {
                progress |= accepting == null || accepting.isEmpty() ? receiving.receive() : accepting.accept();
            }
        }
        if (ended) {
            return;
        }
        inVain = progress ? 0 : inVain + 1;
        if (progress) {
            wentOn((ready & Poller.ERROR) != 0);
        } else if (inVain > (trouble ? 0 : IN_VAIN)) {
            calm(ready);
        }
    }

    /**
     * Operations have gone on, and may have left something, which an edge does not report again. So they go on until there is nothing. If there
     * is no error that nobody reads, everything is reported again.
     */
    private void wentOn(boolean error) {
        if (!error || errors != null) {
            readiness.reportAll();
        } else if (readiness.isEdge()) {
            tryLater();
        }
    }

    /**
     * The poller reports an event again and again, and no operation can use it. Either the error queue has an entry, which the user has to
     * read: then only what is new is of use. Or a Unix datagram socket is writable while the queue of the receiver is full: then no event says
     * when to try again.
     */
    private void calm(int ready) {
        if ((ready & Poller.READABLE) != 0 && endInput()) {
            inVain = 0;
            return;
        }
        boolean onlyError = (ready & (Poller.ERROR | Poller.HANGUP)) == Poller.ERROR
                && ((ready & Poller.WRITABLE) == 0 || sending.isEmpty())
                && !isConnecting()
                && !isAccepting();
        if (isIdle() && errors == null) {
            readiness.disarm(~0);
        } else if (!onlyError || !readiness.reportOnlyNew()) {
            readiness.rest();
        }
    }

    /**
     * Looks whether shutdown(2) has ended the input of messages or of a listener. Then it stays readable, and a call that does not wait says
     * EAGAIN for ever. One that waits would say the end. Returns whether that has ended an operation.
     */
    private boolean endInput() {
        boolean accepts = isAccepting();
        boolean mayBeShut = accepts || !stream && !inputShut && isReceiving();
        if (!mayBeShut || !Waiting.isInputShut(guard)) {
            return false;
        }
        inputShut = true;
        return accepts ? accepting().accept() : receiving.receive();
    }

    /** Whether there is no input any more, except what has come before. */
    boolean isInputShut() {
        return inputShut;
    }

    /** From now on the loop reads the error queue. */
    void readErrors(ErrorQueue queue, ErrorCallback callback) {
        errors = new ErrorOps(this, queue, callback);
        readiness.watchByLevel(); // it reads one part of the queue at each event
        readiness.arm(Poller.ERROR);
    }

    void stopErrors() {
        errors = null;
        readiness.disarm(Poller.ERROR);
    }

    /** The interest beside that of the operations. */
    int always() {
        return errors == null ? 0 : Poller.ERROR;
    }

    private ConnectOp connecting() {
        ConnectOp c = connecting;
        if (c == null) {
            c = new ConnectOp(this);
            connecting = c;
        }
        return c;
    }

    private AcceptOp accepting() {
        AcceptOp a = accepting;
        if (a == null) {
            a = new AcceptOp(this);
            accepting = a;
        }
        return a;
    }

    private boolean isConnecting() {
        return connecting != null && !connecting.isEmpty();
    }

    boolean isAccepting() {
        return accepting != null && !accepting.isEmpty();
    }

    /** Whether it may be a listener, from which nothing can be received. */
    boolean mayListen() {
        return !messages && descriptor.mayListen();
    }

    boolean isReceiving() {
        return !receiving.isEmpty();
    }

    /** Whether a receive with more room than has come takes all of it. */
    boolean takesAll() {
        return descriptor.takesAll() && errors == null;
    }

    /** The loop has just accepted it. */
    void isNew() {
        receiving.isNew();
    }

    private boolean isIdle() {
        return !isConnecting() && !isAccepting() && receiving.isEmpty() && sending.isEmpty();
    }

    /** Tries all pending operations: after a pause, or when a turn was not enough. */
    void tryAll() {
        if (ended) {
            end(); // what is left of it
            return;
        }
        if (readiness.isPaused()) {
            return;
        }
        readiness.arm(always()); // a pause has ended it
        if (connecting != null && !connecting.isEmpty()) {
            connecting.goOn();
            return;
        }
        boolean progress = !sending.isEmpty() && sending.flush();
        if (!ended && accepting != null && !accepting.isEmpty()) {
            progress |= accepting.accept();
        } else if (!ended && !receiving.isEmpty()) {
            progress |= receiving.receive();
        }
        if (progress) {
            wentOn(true); // as far as is known: it was there at the last event
        }
    }

    /** Events may have been lost. */
    void lookAgain() {
        if (readiness.isByEdge()) {
            receiving.lookAgain();
            tryLater();
        }
    }

    void tryLater() {
        if (!ended && !isIdle()) {
            loop.dispatcher.goOnLater(this);
        }
    }

    /** Whether a new operation may be tried now. */
    boolean mayTry() {
        return !isConnecting() && !readiness.isPaused();
    }

    /** Removes an operation from its queue. */
    void takeOut(Operation op) {
        switch (op.kind) {
            case CONNECT -> connecting().takeOut(op);
            case ACCEPT -> accepting().takeOut(op);
            case RECV -> receiving.remove(op);
            default -> sending.takeOut(op);
        }
    }

    void failAll(int errno) {
        if (connecting != null) {
            connecting.failAll(errno);
        }
        sending.failAll(errno);
        receiving.endAll(errno, null);
        if (accepting != null) {
            accepting.failAll(errno);
        }
    }

    /**
     * Closes the socket and ends all operations. Each step is made once, whatever the others throw. If memory or stack runs out in a step, the
     * next turn makes it. Whoever calls this has asked for the stack that it takes to note that.
     */
    void end() {
        if (left == 0 || ending) { // a step may call the handler of exceptions, which may call this
            return;
        }
        ended = true;
        ending = true;
        Throwable thrown = null;
        for (int step = LEAVE; step <= FORGET; step <<= 1) {
            if ((left & step) == 0 || step == FORGET && left != FORGET) {
                continue;
            }
            try {
                make(step);
                left &= ~step;
            } catch (VirtualMachineError e) { // harmless when repeated
                thrown = e;
            } catch (Throwable e) { // it would be thrown again
                left &= ~step;
                thrown = e;
            }
        }
        ending = false;
        if (left != 0) {
            loop.dispatcher.goOnLater(this);
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw (RuntimeException) thrown; // no step throws another one
        }
    }

    private void make(int step) {
        switch (step) {
            case LEAVE -> readiness.end();
            case CLOSE -> descriptor.close();
            case FAIL -> failAll(Bsd.EBADF);
            default -> loop.ended(this);
        }
    }

    /** Whether {@link #end} was called. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether all steps of {@link #end} are made. */
    boolean isOver() {
        return left == 0;
    }
}
