package io.baresock.close;

import static io.baresock.Bsd.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baresock.Errno;
import io.baresock.FdSet;
import io.baresock.Message;
import io.baresock.PollFds;
import io.baresock.Sockaddr;
import io.baresock.SockaddrStorage;
import io.baresock.helper.RegularFile;
import io.baresock.testkit.Fds;
import java.nio.ByteBuffer;

/** The functions of {@code Bsd} that wait, each with what it waits for: then it returns what it should. */
enum BlockingFunction {
    READV(Syscalls.READV, 3) {
        @Override
        int call(Fds f) {
            return readv(f.sv[0], f.buffer, ByteBuffer.allocate(8));
        }
    },
    RECVMSG(Syscalls.RECVMSG, 3) {
        @Override
        int call(Fds f) {
            return recvmsg(f.sv[0], new Message().add(f.buffer), 0);
        }
    },
    RECV(Syscalls.RECVFROM, 3) {
        @Override
        int call(Fds f) {
            return recv(f.sv[0], f.buffer, 0);
        }
    },
    RECVFROM(Syscalls.RECVFROM, 3) {
        @Override
        int call(Fds f) {
            return recvfrom(f.sv[0], f.buffer, 0, new SockaddrStorage());
        }
    },
    POLL_ONE(Syscalls.PPOLL, 1) {
        @Override
        int call(Fds f) {
            return poll(f.sv[0], POLLIN, -1) == POLLIN ? receive(f) : -1;
        }
    },
    POLL(Syscalls.PPOLL, 1) {
        @Override
        int call(Fds f) {
            PollFds fds = new PollFds();
            fds.add(f.sv[0], POLLIN);
            return poll(fds, HANGS) == 1 && fds.revents(0) == POLLIN ? receive(f) : -1;
        }
    },
    SELECT(Syscalls.PSELECT6, 1) {
        @Override
        int call(Fds f) {
            FdSet set = new FdSet();
            FD_SET(f.sv[0], set);
            return select(f.sv[0] + 1, set, null, null, HANGS) == 1 && FD_ISSET(f.sv[0], set) ? receive(f) : -1;
        }
    },
    SPLICE_IN(Syscalls.SPLICE, 3) {
        @Override
        int call(Fds f) {
            int n = (int) splice(f.sv[0], -1, f.pipe[1], -1, 64, 0);
            return n == 3 ? readv(f.pipe[0], f.buffer) : n;
        }
    },
    SENDMSG(Syscalls.SENDMSG, 2) {
        @Override
        void prepare(Fds f) {
            f.fill();
        }

        @Override
        int call(Fds f) {
            return sendmsg(f.sv[0], new Message().add(ByteBuffer.wrap(new byte[2])), 0);
        }
    },
    SEND(Syscalls.SENDTO, 2) {
        @Override
        void prepare(Fds f) {
            f.fill();
        }

        @Override
        int call(Fds f) {
            return send(f.sv[0], ByteBuffer.wrap(new byte[2]), 0);
        }
    },
    WRITEV(Syscalls.SENDMSG, 2) {
        @Override
        void prepare(Fds f) {
            f.fill();
        }

        @Override
        int call(Fds f) {
            return writev(f.sv[0], ByteBuffer.wrap(new byte[1]), ByteBuffer.wrap(new byte[1]));
        }
    },
    SPLICE_OUT(Syscalls.SPLICE, 2) {
        @Override
        void prepare(Fds f) {
            ok(writev(f.pipe[1], ByteBuffer.wrap(new byte[2])));
            f.fill();
        }

        @Override
        int call(Fds f) {
            return (int) splice(f.pipe[0], -1, f.sv[0], -1, 2, 0);
        }
    },
    SENDFILE(Syscalls.SENDFILE, 2) {
        @Override
        void prepare(Fds f) {
            f.fill();
        }

        @Override
        int call(Fds f) {
            int file = ok(RegularFile.open());
            int n = (int) sendfile(f.sv[0], file, 0, 2);
            ok(close(file));
            return n;
        }
    },
    ACCEPT(Syscalls.ACCEPT4, 0) {
        @Override
        int call(Fds f) {
            return ok(close(accept(f.listener, new SockaddrStorage())));
        }

        @Override
        void unblock(Fds f) {
            ok(connect(f.client, f.name));
        }
    },
    ACCEPT4(Syscalls.ACCEPT4, 0) {
        @Override
        int call(Fds f) {
            return ok(close(accept4(f.listener, null, SOCK_NONBLOCK)));
        }

        @Override
        void unblock(Fds f) {
            ok(connect(f.client, f.name));
        }
    },
    /** On Linux an interrupted connect of AF_UNIX gives up and is made again. */
    CONNECT_UNIX(Syscalls.CONNECT, 0) {
        @Override
        void prepare(Fds f) {
            ok(connect(f.filler, f.name)); // a backlog of 0 has room for one
        }

        @Override
        int call(Fds f) {
            return connect(f.client, f.name);
        }

        @Override
        void unblock(Fds f) {
            ok(close(ok(accept(f.listener, null))));
        }
    };

    private static final long HANGS = CallThread.BOUND_SECONDS * 1_000_000_000L;
    private static final byte[] SENT = {1, 2, 3};

    private final Syscalls sleepsIn;
    private final int expected;

    BlockingFunction(Syscalls sleepsIn, int expected) {
        this.sleepsIn = sleepsIn;
        this.expected = expected;
    }

    /** What the functions work on, blocking all. */
    static final class Fds implements AutoCloseable {
        final int[] sv = new int[2];
        final int[] pipe = new int[2];
        final int listener = ok(socket(AF_UNIX, SOCK_STREAM, 0));
        final int client = ok(socket(AF_UNIX, SOCK_STREAM, 0));
        final int filler = ok(socket(AF_UNIX, SOCK_STREAM, 0));
        final Sockaddr name;
        final ByteBuffer buffer = ByteBuffer.allocateDirect(64);

        Fds() {
            ok(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
            ok(pipe(pipe));
            ok(bind(listener, Sockaddr.unixUnnamed()));
            ok(listen(listener, 0));
            SockaddrStorage storage = new SockaddrStorage();
            ok(getsockname(listener, storage));
            name = storage.toSockaddr();
        }

        void fill() {
            ByteBuffer b = ByteBuffer.allocateDirect(1024);
            for (int sends = 0; send(sv[0], b.clear(), MSG_DONTWAIT) > 0; sends++) {
                if (sends > 100_000) {
                    throw new AssertionError("a socket that never fills");
                }
            }
        }

        void drain() {
            ByteBuffer b = ByteBuffer.allocateDirect(1 << 16);
            int n;
            do {
                n = recv(sv[1], b.clear(), MSG_DONTWAIT);
            } while (n > 0);
            assertEquals(-EAGAIN, n);
        }

        @Override
        public void close() {
            for (int fd : new int[] {sv[0], sv[1], pipe[0], pipe[1], listener, client, filler}) {
                ok(io.baresock.Bsd.close(fd));
            }
        }
    }

    final Fds open() {
        Fds f = new Fds();
        prepare(f);
        return f;
    }

    final Syscalls sleepsIn() {
        return sleepsIn;
    }

    final int expected() {
        return expected;
    }

    /** Makes the call such that it will wait. */
    void prepare(Fds f) {}

    abstract int call(Fds f);

    /** Gives it what it waits for: data, or room. */
    void unblock(Fds f) {
        if (expected == 2) {
            f.drain();
        } else {
            ok(send(f.sv[1], ByteBuffer.wrap(SENT), 0));
        }
    }

    /** After the call: the data is what was sent. */
    void check(Fds f) {
        f.buffer.flip();
        for (int i = 0; i < f.buffer.limit(); i++) {
            assertEquals(SENT[i], f.buffer.get(i));
        }
        assertEquals(expected == 3 ? 3 : expected == 1 ? 3 : 0, f.buffer.limit());
    }

    private static int receive(Fds f) {
        return recv(f.sv[0], f.buffer, MSG_DONTWAIT) == 3 ? 1 : -1;
    }

    private static int ok(int result) {
        if (result < 0) {
            throw new AssertionError(Errno.name(-result));
        }
        return result;
    }
}
