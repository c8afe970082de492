package io.baresock.internal.backend;

import static io.baresock.internal.backend.FfmHandles.*;

/** Descriptors and sockets: the part of {@link FfmBackend} that opens, sets up and closes them. */
abstract sealed class FfmSockets extends Backend permits FfmData {

    // descriptors

    @Override
    public int socket(int domain, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(domain, type, protocol);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long socketpair(int domain, int type, int protocol) {
        try {
            return (long) SOCKETPAIR.invokeExact(domain, type, protocol);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int dup(int fd) {
        try {
            return (int) DUP.invokeExact(fd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int fcntl(int fd, int cmd, long arg) {
        try {
            return (int) FCNTL.invokeExact(fd, cmd, arg);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int setNonblocking(int fd, int on) {
        try {
            return (int) SET_NONBLOCKING.invokeExact(fd, on);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int dup2(int fd, int newfd) {
        try {
            return (int) DUP2.invokeExact(fd, newfd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long pipe(int flags) {
        try {
            return (long) PIPE.invokeExact(flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ioctl(int fd, long request, long arg) {
        try {
            return (int) IOCTL.invokeExact(fd, request, arg);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ioctlBounded(int fd, long request, long arg, int size) {
        try {
            return (int) IOCTL_BOUNDED.invokeExact(fd, request, arg, size);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int available(int fd) {
        try {
            return (int) AVAILABLE.invokeExact(fd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sockatmark(int fd) {
        try {
            return (int) SOCKATMARK.invokeExact(fd);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // sockets

    @Override
    public int bind(int fd, long addr, int addrlen) {
        try {
            return (int) BIND.invokeExact(fd, addr, addrlen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int bindMode(int fd, long addr, int addrlen, int mode) {
        try {
            return (int) BIND_MODE.invokeExact(fd, addr, addrlen, mode);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int connect(int fd, long addr, int addrlen) {
        try {
            return (int) CONNECT.invokeExact(fd, addr, addrlen);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int listen(int fd, int backlog) {
        try {
            return (int) LISTEN.invokeExact(fd, backlog);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int accept4(int fd, long slot, int flags) {
        try {
            return (int) ACCEPT4.invokeExact(fd, slot, flags);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int shutdown(int fd, int how) {
        try {
            return (int) SHUTDOWN.invokeExact(fd, how);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getsockname(int fd, long slot) {
        try {
            return (int) GETSOCKNAME.invokeExact(fd, slot);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getpeername(int fd, long slot) {
        try {
            return (int) GETPEERNAME.invokeExact(fd, slot);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // options

    @Override
    public int getsockopt(int fd, int level, int name, long value, int cap) {
        try {
            return (int) GETSOCKOPT.invokeExact(fd, level, name, value, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getsockoptBounded(int fd, int level, int name, long value, int cap) {
        try {
            return (int) GETSOCKOPT_BOUNDED.invokeExact(fd, level, name, value, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int setsockopt(int fd, int level, int name, long value, int len) {
        try {
            return (int) SETSOCKOPT.invokeExact(fd, level, name, value, len);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public long getsockoptInt(int fd, int level, int name) {
        try {
            return (long) GETSOCKOPT_INT.invokeExact(fd, level, name);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int setsockoptInt(int fd, int level, int name, int value) {
        try {
            return (int) SETSOCKOPT_INT.invokeExact(fd, level, name, value);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** A downcall throws nothing of its own: what arrives here is an error of the VM (a stack overflow, say) and goes on. */
    static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException("a native call failed in the Java linker", t);
    }
}
