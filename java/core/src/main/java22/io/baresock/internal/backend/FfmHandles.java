package io.baresock.internal.backend;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/** One downcall handle for each function of {@code baresock.h}, in its order. */
final class FfmHandles {

    // library
    static final MethodHandle ABI_VERSION = handle("bs_abi_version", JAVA_INT);
    static final MethodHandle FORCE = handle("bs_force", JAVA_INT, JAVA_INT);
    static final MethodHandle CONSTANTS = handle("bs_constants", JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle STRERROR = handle("bs_strerror", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle UNAME = handle("bs_uname", JAVA_INT, JAVA_LONG, JAVA_INT);

    // memory
    static final MethodHandle MEMORY_MAP = handle("bs_memory_map", JAVA_LONG, JAVA_LONG);
    static final MethodHandle MEMORY_RENEW = handle("bs_memory_renew", JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle MEMORY_UNMAP = handle("bs_memory_unmap", JAVA_INT, JAVA_LONG, JAVA_LONG);

    // descriptors
    static final MethodHandle SOCKET = handle("bs_socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle SOCKETPAIR = handle("bs_socketpair", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle CLOSE = handle("bs_close", JAVA_INT, JAVA_INT);
    static final MethodHandle DUP = handle("bs_dup", JAVA_INT, JAVA_INT);
    static final MethodHandle FCNTL = handle("bs_fcntl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    static final MethodHandle SET_NONBLOCKING = handle("bs_set_nonblocking", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle DUP2 = handle("bs_dup2", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle PIPE = handle("bs_pipe", JAVA_LONG, JAVA_INT);
    static final MethodHandle IOCTL = handle("bs_ioctl", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle IOCTL_BOUNDED =
            handle("bs_ioctl_bounded", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    static final MethodHandle AVAILABLE = handle("bs_available", JAVA_INT, JAVA_INT);
    static final MethodHandle SOCKATMARK = handle("bs_sockatmark", JAVA_INT, JAVA_INT);

    // sockets
    static final MethodHandle BIND = handle("bs_bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle BIND_MODE = handle("bs_bind_mode", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    static final MethodHandle CONNECT = handle("bs_connect", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle LISTEN = handle("bs_listen", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle ACCEPT4 = handle("bs_accept4", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle SHUTDOWN = handle("bs_shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle GETSOCKNAME = handle("bs_getsockname", JAVA_INT, JAVA_INT, JAVA_LONG);
    static final MethodHandle GETPEERNAME = handle("bs_getpeername", JAVA_INT, JAVA_INT, JAVA_LONG);

    // options
    static final MethodHandle GETSOCKOPT =
            handle("bs_getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle GETSOCKOPT_BOUNDED =
            handle("bs_getsockopt_bounded", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle SETSOCKOPT =
            handle("bs_setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle GETSOCKOPT_INT = handle("bs_getsockopt_int", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle SETSOCKOPT_INT =
            handle("bs_setsockopt_int", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);

    // data
    static final MethodHandle SEND = handle("bs_send", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    static final MethodHandle RECV = handle("bs_recv", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    static final MethodHandle SENDTO =
            handle("bs_sendto", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle RECVFROM =
            handle("bs_recvfrom", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);

    // messages
    static final MethodHandle SENDMSG = handle("bs_sendmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle RECVMSG = handle("bs_recvmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle MESSAGE_DISCARD = handle("bs_message_discard", JAVA_INT, JAVA_LONG);
    static final MethodHandle READV = handle("bs_readv", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle WRITEV = handle("bs_writev", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle CMSG_LEN = handle("bs_cmsg_len", JAVA_INT, JAVA_INT);
    static final MethodHandle CMSG_SPACE = handle("bs_cmsg_space", JAVA_INT, JAVA_INT);

    // batches
    static final MethodHandle SENDMMSG =
            handle("bs_sendmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle RECVMMSG =
            handle("bs_recvmmsg", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle BATCH_DISCARD = handle("bs_batch_discard", JAVA_INT, JAVA_LONG);
    static final MethodHandle BATCH_RING = handle("bs_batch_ring", JAVA_INT, JAVA_LONG);

    // segmentation
    static final MethodHandle GSO_PROBE = handle("bs_gso_probe", JAVA_INT);
    static final MethodHandle SEND_SEGMENTS = handle(
            "bs_send_segments",
            JAVA_INT,
            JAVA_INT,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT,
            JAVA_INT,
            JAVA_INT,
            JAVA_LONG,
            JAVA_INT);

    // the error queue
    static final MethodHandle ERRORS = handle("bs_errors", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    // transfer
    static final MethodHandle SENDFILE = handle("bs_sendfile", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle SPLICE =
            handle("bs_splice", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    // readiness of many
    static final MethodHandle POLL = handle("bs_poll", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);
    static final MethodHandle SELECT =
            handle("bs_select", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    // waiting
    static final MethodHandle POLL_ONE = handle("bs_poll_one", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);

    // calling a wait off
    static final MethodHandle THREAD_SELF = handle("bs_thread_self", JAVA_LONG);
    static final MethodHandle THREAD_KICK = handle("bs_thread_kick", JAVA_INT, JAVA_LONG);
    static final MethodHandle ALARM_START = handle("bs_alarm_start", JAVA_INT, JAVA_LONG);
    static final MethodHandle ALARM_STOP = handle("bs_alarm_stop", JAVA_INT, JAVA_INT);

    // readiness
    static final MethodHandle POLLER_OPEN = handle("bs_poller_open", JAVA_LONG);
    static final MethodHandle POLLER_CLOSE = handle("bs_poller_close", JAVA_INT, JAVA_LONG);
    static final MethodHandle POLLER_FD = handle("bs_poller_fd", JAVA_INT, JAVA_LONG);
    static final MethodHandle POLLER_CTL =
            handle("bs_poller_ctl", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    static final MethodHandle POLLER_WAIT =
            handle("bs_poller_wait", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle POLLER_WAKE = handle("bs_poller_wake", JAVA_INT, JAVA_LONG);
    static final MethodHandle BARRIER_OPEN = handle("bs_barrier_open", JAVA_INT);
    static final MethodHandle BARRIER = handle("bs_barrier", JAVA_INT);
    static final MethodHandle POLLER_SET_BUSY_POLL =
            handle("bs_poller_set_busy_poll", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle POLLER_GET_BUSY_POLL = handle("bs_poller_get_busy_poll", JAVA_LONG, JAVA_LONG);

    // names
    static final MethodHandle GETADDRINFO =
            handle("bs_getaddrinfo", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    static final MethodHandle GETNAMEINFO =
            handle("bs_getnameinfo", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    static final MethodHandle GAI_STRERROR = handle("bs_gai_strerror", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle GETHOSTNAME = handle("bs_gethostname", JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle SETHOSTNAME = handle("bs_sethostname", JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle GETHOSTBYNAME =
            handle("bs_gethostbyname", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    static final MethodHandle GETHOSTBYADDR =
            handle("bs_gethostbyaddr", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    static final MethodHandle GETSERVBYNAME = handle("bs_getservbyname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle GETSERVBYPORT =
            handle("bs_getservbyport", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    static final MethodHandle GETPROTOBYNAME = handle("bs_getprotobyname", JAVA_INT, JAVA_LONG);
    static final MethodHandle GETPROTOBYNUMBER = handle("bs_getprotobynumber", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle IF_NAMETOINDEX = handle("bs_if_nametoindex", JAVA_INT, JAVA_LONG);
    static final MethodHandle IF_INDEXTONAME = handle("bs_if_indextoname", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle IF_NAMEINDEX = handle("bs_if_nameindex", JAVA_INT, JAVA_LONG, JAVA_INT);

    private FfmHandles() {}

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(FfmLibrary.find(symbol), FunctionDescriptor.of(result, arguments));
    }
}
