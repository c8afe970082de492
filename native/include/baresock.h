/*
 * baresock.h: the C ABI of Baresock. One set of plain C functions, bound twice: by JNI (native/src/jni) and by the Java
 * FFM API (FfmBackend). Nothing here knows about Java.
 *
 * This is the only list of these functions, structs and numbers. The build (java/generator) makes from it the JNI methods in C and Java,
 * both backends, their common class, the class Header with all numbers, the backends of the tests, and the metadata of native-image. So a
 * declaration begins with BS_API, a type is int32_t, int64_t or a pointer, and a comment that ends on the line before a declaration
 * becomes the method's Javadoc.
 *
 * Conventions, for every function unless its comment says otherwise:
 *   - there are at most 8 arguments, each a 32-bit or 64-bit integer or an address. The result is a 32-bit or 64-bit integer; it may be
 *     the address of a new object. In Java an address is a long;
 *   - the result is >= 0 on success and -errno on failure; errno itself means nothing to the caller;
 *   - EINTR is retried inside, against one deadline. Only calls that are marked "interruptible" return -EINTR, so that the caller can
 *     check whether bs_thread_kick interrupted them;
 *   - EAGAIN is returned as -EAGAIN; close is never retried;
 *   - every descriptor that is created or received is close-on-exec, atomically if the OS can do that;
 *   - no call raises SIGPIPE. If the OS has no flag for that, the calling thread blocks the signal during the call (sigpipe.h);
 *   - timeouts are relative nanoseconds, negative = for ever, 0 = do not wait;
 *   - nothing allocates, logs, starts threads or handles signals.
 */
#ifndef BARESOCK_H
#define BARESOCK_H

#include <stdint.h>

struct iovec;
struct pollfd;
struct sockaddr;

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#error "Baresock is for BSD-sockets systems: Linux, macOS and the BSDs"
#else
#define BS_API __attribute__((visibility("default")))
#endif

/* Increased with every incompatible change of this file. */
#define BS_ABI_VERSION 8

/* ---- records shared with Java: a field's comment begins with its place, which the build checks ----------------- */

/* An address that the kernel wrote: its length (0 = the kernel gave none), and its bytes. */
typedef struct bs_sockaddr_slot {
    int32_t length;     /* 0: 0 to 128; untouched when the call fails */
    int32_t error;      /* 4: of a bs_gso.plain: -errno */
    uint8_t bytes[128]; /* 8: struct sockaddr of any family */
} bs_sockaddr_slot;

/* An event of a poller. */
typedef struct bs_poller_event {
    int64_t token;  /* 0: of the registration */
    int32_t events; /* 8: BS_POLLER_READABLE and so on; of a ring also bytes, or -errno */
    int32_t flags;  /* 12: of a ring BS_RING_HAS_BUFFER and so on, else 0 */
} bs_poller_event;

/* What an event loop asks of its ring. */
typedef struct bs_ring_command {
    int64_t token;    /* 0: of the event; the kind is in the lowest bits */
    void *address;    /* 8: BS_RING_SEND: the bytes */
    int32_t op;       /* 16: BS_RING_SEND and so on; 0: nothing */
    int32_t fd;       /* 20 */
    int32_t length;   /* 24: of the bytes; BS_RING_POLL: events */
    int32_t reserved; /* 28 */
} bs_ring_command;

/* The memory of an event loop that has a ring. Numbers are powers of two. */
typedef struct bs_loop_ring {
    bs_ring_command *commands; /* 0: bs_ring_command[capacity] */
    uint8_t *buffers;          /* 8: buffer_count of them, for receives */
    int32_t capacity;          /* 16 */
    int32_t count;             /* 20: commands for the next wait, which takes them and writes 0 */
    int32_t buffer_count;      /* 24: at most 32768 */
    int32_t buffer_length;     /* 28 */
    int32_t completions;       /* 32: room in the kernel's ring */
    int32_t sends;             /* 36: how many events of the last wait are of sends */
    int32_t result;            /* 40: of the last wait, once more: Java may not get the one that is returned */
    int32_t reserved;          /* 44 */
} bs_loop_ring;

/* One control message, and the place of its data in bs_control.data. */
typedef struct bs_cmsg {
    int32_t level;  /* 0 */
    int32_t type;   /* 4 */
    int32_t offset; /* 8: of the first data byte; a header of bs_cmsg_len(0) bytes lies before it */
    int32_t length; /* 12: data bytes; after a receive those that are really there, whatever the header claims */
} bs_cmsg;

/*
 * A struct that lives long has two parts: Java writes "java" and C reads it; C writes "c" and Java reads it. (In c, Java clears what it
 * takes, and everything before the first use.)
 */

/*
 * Room for control data. For a send, Java writes the data and the records, and C writes the headers in the gaps. For a receive, the kernel
 * writes the data, and C writes the records after it has checked every header.
 */
typedef struct bs_control {
    uint8_t *data;           /* 0: a multiple of 8 */
    bs_cmsg *records;        /* 8: bs_cmsg[record_capacity] */
    int32_t capacity;        /* 16: bytes of data */
    int32_t record_capacity; /* 20: capacity / bs_cmsg_len(0) is always enough */
} bs_control;

/* The arguments of sendmsg and recvmsg. A send reads only one cache line of it. */
typedef struct bs_message_java {
    struct iovec *iov;      /* 0: struct iovec[iov_count] */
    int32_t iov_count;      /* 8 */
    int32_t to_length;      /* 12 */
    struct sockaddr *to;    /* 16: destination; 0 for none */
    bs_sockaddr_slot *from; /* 24: for the sender's address; 0 for none */
    bs_control out;         /* 32: to send */
    int32_t out_length;     /* 56: bytes of out.data in use */
    int32_t out_count;      /* 60: of out.records */
    bs_control in;          /* 64: received */
    int32_t *fds;           /* 88: int32_t[fd_capacity] for SCM_RIGHTS */
    int32_t fd_capacity;    /* 96: in.capacity / 4 is always enough */
    int32_t reserved;       /* 100 */
} bs_message_java;

/* The result of recvmsg. The message owns the received descriptors until Java takes them. */
typedef struct bs_message_c {
    int32_t flags;     /* 0: MSG_TRUNC, MSG_CTRUNC and so on */
    int32_t in_length; /* 4: bytes of in.data in use */
    int32_t in_count;  /* 8: of in.records */
    int32_t fd_count;  /* 12: descriptors in fds, in their order; a taken one is -1 there */
    int32_t pidfd;     /* 16: SCM_PIDFD; -1 if none came or Java took it */
    int32_t reserved;  /* 20 */
} bs_message_c;

typedef struct bs_message {
    bs_message_java java; /* 0 */
    bs_message_c c;       /* 104 */
} bs_message;

/* What the pieces of one receive have in common. Java zeroes it before the first one. */
typedef struct bs_piece {
    bs_sockaddr_slot *from; /* 0: may be 0; Java's */
    int32_t pid;            /* 8: of the sender of the first piece */
    int32_t uid;            /* 12 */
    int32_t gid;            /* 16 */
    int32_t known;          /* 20: whether these are known */
    int32_t passes;         /* 24: whether the socket passes credentials, if that is known */
    int32_t reserved;       /* 28 */
} bs_piece;

/* One slot of a batch, with what every message has. Four slots fill a cache line. */
typedef struct bs_batch_slot {
    int32_t length;   /* 0: bytes to send, or bytes received */
    int32_t capacity; /* 4: room in bytes */
    int32_t bytes;    /* 8: what sendmsg or recvmsg would have returned */
    int32_t flags;    /* 12: as bs_message_c.flags */
} bs_batch_slot;

/* What the control messages of a slot's message say; -1 if one did not come. A cache line, used only if some came. */
typedef struct bs_batch_columns {
    uint8_t local[16];       /* 0: the packet's destination, from which to answer; only 4 bytes for IPv4 */
    int32_t local_family;    /* 16: AF_INET or AF_INET6; 0 = not known */
    int32_t interface_index; /* 20 */
    int32_t tos;             /* 24: or traffic class */
    int32_t ttl;             /* 28: or hop limit */
    int64_t time_ns;         /* 32: since 1970, by the kernel */
    int64_t hardware_ns;     /* 40: by the device's clock */
    int64_t drops;           /* 48: modulo 2^32 */
    int32_t gro_size;        /* 56 */
    int32_t reserved;        /* 60 */
} bs_batch_columns;

typedef struct bs_gso bs_gso;

/* Many messages, laid out once. Each has one buffer, and all have the same room for control data. */
typedef struct bs_batch_java {
    bs_message *messages;         /* 0: the first */
    bs_batch_slot *slots;         /* 8: bs_batch_slot[capacity] */
    void *headers;                /* 16: capacity * BS_BATCH_HEADER bytes for C alone: struct mmsghdr */
    int32_t stride;               /* 24: bytes from one message to the next */
    int32_t capacity;             /* 28 */
    bs_gso *gso;                  /* 32: how a send joins messages; 0 = it does not */
    bs_batch_columns *columns_at; /* 40: bs_batch_columns[capacity] */
    uint8_t *buffers;             /* 48: for a ring: the prefix that lies before the first payload */
    int32_t buffer_stride;        /* 56: bytes from one to the next */
    int32_t buffer_length;        /* 60: of a prefix and the payload behind it */
    int32_t prefix;               /* 64: 16 bytes, 128 or more for the sender's address, in.capacity bytes */
    int32_t foreign;              /* 68: 1: a slot's buffer is not the one behind its prefix */
    int32_t ring_from;            /* 72: receives use the ring if the last one brought at least this many */
    int32_t reserved;             /* 76 */
} bs_batch_java;

/* Java and C both write this, in turns. */
typedef struct bs_batch_both {
    int32_t pending; /* 0: -errno that came after the messages of this receive, for the socket's next one; 0 = none */
    int32_t changed; /* 4: the buffer of a slot before this one changed since it was laid out; 0 = none */
    int32_t used;    /* 8: the slots from this one on are empty */
    int32_t ready;   /* 12: headers before this one are laid out to receive */
} bs_batch_both;

typedef struct bs_batch_c {
    int32_t columns;      /* 0: 0 if no slot has columns */
    int32_t in_capacity;  /* 4: of every message that is laid out to receive */
    struct bs_ring *ring; /* 8: made by bs_batch_ring; 0 = none */
    int32_t last;         /* 16: how many messages the last receive with any brought */
    int32_t ring_step;    /* 20: BS_RING_*: where bs_batch_ring failed */
    int64_t by_ring;      /* 24: requests to the ring so far */
} bs_batch_c;

typedef struct bs_batch {
    bs_batch_java java; /* 0 */
    bs_batch_both both; /* 80 */
    bs_batch_c c;       /* 96 */
} bs_batch;

/* Values of bs_batch_c.ring_step. 0: bs_force forbids the ring. */
#define BS_RING_SETUP    1 /* io_uring_setup(2) */
#define BS_RING_MMAP     2
#define BS_RING_REGISTER 3 /* io_uring_register(2) */
#define BS_RING_ENTER    4 /* io_uring_enter(2): it exists, but cannot do such requests */

#define BS_BATCH_HEADER 80
/* After the control data of each message of a batch, Java leaves this many bytes free for a control message that C adds. */
#define BS_BATCH_CONTROL 24

/* How UDP segmentation offload is used (GSO: udp(7)). */
typedef struct bs_gso_java {
    bs_sockaddr_slot *plain; /* 0: bs_sockaddr_slot[plain_capacity] for C: destinations whose path refused it */
    int32_t plain_capacity;  /* 8 */
    int32_t max_segments;    /* 12: to a system call; 1 = never */
    int32_t min_run;         /* 16: shorter runs of a batch are sent as they are */
    int32_t reserved;        /* 20 */
} bs_gso_java;

/* What sends have done. */
typedef struct bs_gso_c {
    int64_t segments;    /* 0: datagrams that the kernel cut from larger sends */
    int64_t singles;     /* 8: datagrams that were sent one by one */
    int64_t plain_total; /* 16: plain destinations so far; without room, a new one overwrites the oldest */
} bs_gso_c;

struct bs_gso {
    bs_gso_java java; /* 0 */
    bs_gso_c c;       /* 24 */
};

/* The report in an entry of an error queue (struct sock_extended_err). The columns of its slot have the rest. */
typedef struct bs_error {
    int32_t errnum;            /* 0: errno; -1 if the entry has no report, and then so are the next five */
    int32_t origin;            /* 4: SO_EE_ORIGIN_* */
    int32_t type;              /* 8 */
    int32_t code;              /* 12 */
    int64_t info;              /* 16: 32 bits, unsigned */
    int64_t data;              /* 24: 32 bits, unsigned */
    bs_sockaddr_slot offender; /* 32: of length 0 if not known */
} bs_error;

/* One result of getaddrinfo(3). */
typedef struct bs_addrinfo {
    int32_t flags;         /* 0 */
    int32_t family;        /* 4 */
    int32_t socktype;      /* 8 */
    int32_t protocol;      /* 12 */
    int32_t canon_at;      /* 16: where the canonical name begins, from the start of the list; not NUL-terminated */
    int32_t canon_length;  /* 20: -1 = no name */
    bs_sockaddr_slot addr; /* 24 */
} bs_addrinfo;

/* All of them, in their order; the canonical names follow the items. */
typedef struct bs_addrinfo_list {
    int32_t error;       /* 0: EAI_*, or 0; a code of its own range, so it does not travel as a negative result */
    int32_t errnum;      /* 4: errno, if error is EAI_SYSTEM */
    int32_t count;       /* 8 */
    int32_t reserved;    /* 12 */
    bs_addrinfo items[]; /* 16 */
} bs_addrinfo_list;

/* What getaddrinfo(3) takes of its hints. */
typedef struct bs_gai_hints {
    int32_t flags;    /* 0 */
    int32_t family;   /* 4 */
    int32_t socktype; /* 8 */
    int32_t protocol; /* 12 */
} bs_gai_hints;

/* The result of getnameinfo(3). */
typedef struct bs_nameinfo {
    int32_t error;          /* 0: EAI_*, or 0 */
    int32_t errnum;         /* 4: errno, if error is EAI_SYSTEM */
    int32_t host_length;    /* 8 */
    int32_t service_length; /* 12 */
    char host[1032];        /* 16: NI_MAXHOST is 1025 */
    char service[256];      /* 1048 */
} bs_nameinfo;

/*
 * The result of gethostbyname(3) and gethostbyaddr(3). addresses times address_length bytes follow, then names texts that end with
 * NUL, the official name first.
 */
typedef struct bs_host_entry {
    int32_t error;          /* 0: EAI_*, or 0 */
    int32_t errnum;         /* 4: errno, if error is EAI_SYSTEM */
    int32_t family;         /* 8 */
    int32_t address_length; /* 12 */
    int32_t addresses;      /* 16 */
    int32_t names;          /* 20 */
} bs_host_entry;

/* ---- library (core/abi.c) -------------------------------------------------------------------------------------- */

/* BS_FORCE_* bits: use the fallback even if the better mechanism works (the tests run all of them). */
#define BS_FORCE_PIPE 1  /* wake by pipe(2), not eventfd(2) */
#define BS_FORCE_POLL 2  /* poll(2), not epoll(7) or kqueue(2) */
#define BS_FORCE_LOOP 4  /* one sendmsg/recvmsg a message, not sendmmsg/recvmmsg */
#define BS_FORCE_MMSG 16 /* recvmmsg(2), not an io_uring(7) of the batch */
/* No fallback either: an access beyond the end of memory of bs_memory_map faults (a signal, or EFAULT from the kernel). */
#define BS_FORCE_GUARD 32
/* The opposite of a fallback: allows the private calls sendmsg_x and recvmsg_x of macOS. */
#define BS_ALLOW_MSG_X 8

/*
 * Linux: calls that concern descriptors are made by libc's functions, not directly. AUTO: if another library stands before libc's send and
 * recv, such as one that bypasses the kernel.
 */
#define BS_CALLS_BY_LIBC 64
#define BS_CALLS_AUTO    128

BS_API int32_t bs_abi_version(void);
/* Sets the mask of the bits above; called once, before anything else. Returns 1 if BS_CALLS_* chose libc's functions, else 0. */
BS_API int32_t bs_force(int32_t mask);
/*
 * The path of the library that stands before libc's send and recv, not NUL-terminated; returns the length of the whole path, writes at most
 * cap bytes. 0: none does, or this is not Linux.
 */
BS_API int32_t bs_interposer(char *buf, int32_t cap);
/*
 * The constant table as text: a line "NAME value\n" for every name that this platform has. Writes at most cap bytes to
 * buf, and returns the length of the whole table.
 */
BS_API int32_t bs_constants(char *buf, int32_t cap);
/*
 * The constant table as a hash table, to find a name without reading all names. It has slots places; slots is a power
 * of two, and more than the number of names. A place has two numbers: the hash of a name (Java's String.hashCode; 0:
 * the place is empty) and its value. A name is at its hash modulo slots, or at the next place that was free. -EINVAL:
 * slots is not such a number.
 */
BS_API int32_t bs_constant_slots(int32_t *table, int32_t slots);
/* strerror(3) of err, not NUL-terminated; returns the length of the whole text, writes at most cap bytes. */
BS_API int32_t bs_strerror(int32_t err, char *buf, int32_t cap);
/* uname(2) as "sysname\nrelease\nversion\nmachine\n"; returns the whole length, writes at most cap bytes. */
BS_API int32_t bs_uname(char *buf, int32_t cap);

/* ---- memory (posix/memory.c): whole pages for one use ------------------------------------------------------------ */

/*
 * Zeroed memory of at least size (> 0) bytes: its address, or -errno. It begins at the start of a page. With BS_FORCE_GUARD it ends at a
 * page that cannot be read or written; only the rounding to 8 bytes is between them.
 */
BS_API int64_t bs_memory_map(int64_t size);
/*
 * Replaces the pages by new ones, in one step: a thread that still reads there finds zeros. Old pages that the kernel still uses
 * (MSG_ZEROCOPY) stay unchanged. address and size as of bs_memory_map; 0.
 */
BS_API int32_t bs_memory_renew(void *address, int64_t size);
/* Frees the addresses too. */
BS_API int32_t bs_memory_unmap(void *address, int64_t size);

/* ---- descriptors (posix/fd.c, linux/fd.c, bsd/fd.c) ------------------------------------------------------------ */

/* type may carry SOCK_NONBLOCK and SOCK_CLOEXEC where the platform has them. */
BS_API int32_t bs_socket(int32_t domain, int32_t type, int32_t protocol);
/* Both descriptors in one word: second << 32 | first. */
BS_API int64_t bs_socketpair(int32_t domain, int32_t type, int32_t protocol);
/* close(2), once: EINTR and EINPROGRESS count as closed (the descriptor is gone on Linux and the BSDs alike). */
BS_API int32_t bs_close(int32_t fd);
/* fcntl(F_DUPFD_CLOEXEC). */
BS_API int32_t bs_dup(int32_t fd);
/*
 * arg is an int; a cmd that takes a struct is -EINVAL. F_DUPFD makes a close-on-exec descriptor like F_DUPFD_CLOEXEC. A
 * process group from F_GETOWN looks like an error.
 */
BS_API int32_t bs_fcntl(int32_t fd, int32_t cmd, int64_t arg);
/* Sets or clears O_NONBLOCK and leaves the other status flags alone. */
BS_API int32_t bs_set_nonblocking(int32_t fd, int32_t on);
/* dup2(2), but newfd is close-on-exec. */
BS_API int32_t bs_dup2(int32_t fd, int32_t newfd);
/* flags: O_NONBLOCK and, on Linux, what else pipe2(2) takes. Both ends in one word: write end << 32 | read end. */
BS_API int64_t bs_pipe(int32_t flags);
/* arg is an int or an address, as request wants. Nothing is checked: the kernel writes what the request says. */
BS_API int32_t bs_ioctl(int32_t fd, int64_t request, int64_t arg);
/*
 * The same with a struct of size bytes. The kernel works on a copy of it: a write beyond the copy is -EFAULT, and a
 * read there gives zeros. The struct is changed only if the call succeeds.
 */
BS_API int32_t bs_ioctl_bounded(int32_t fd, int64_t request, void *arg, int32_t size);
/* ioctl(FIONREAD): bytes to read now (of the next datagram, on a datagram socket). */
BS_API int32_t bs_available(int32_t fd);
/* ioctl(SIOCATMARK): 1 if the next byte to read is the one after the out-of-band mark, else 0. */
BS_API int32_t bs_sockatmark(int32_t fd);

/* ---- sockets (posix/socket.c) ---------------------------------------------------------------------------------- */

BS_API int32_t bs_bind(int32_t fd, const struct sockaddr *addr, int32_t addrlen);
/*
 * bind(2) to a path of AF_UNIX. The node gets exactly the permissions mode (0 to 0777), and never more. The umask does
 * not change; the bits that it removes are added afterwards. If that fails, the socket is bound in any case.
 * -EOPNOTSUPP if the system cannot do this (linux/bind_mode.c, bsd/bind_mode.c).
 */
BS_API int32_t bs_bind_mode(int32_t fd, const struct sockaddr *addr, int32_t addrlen, int32_t mode);
/* One connect(2), interruptible. After -EINTR an internet socket goes on connecting, as after -EINPROGRESS: connect(2). */
BS_API int32_t bs_connect(int32_t fd, const struct sockaddr *addr, int32_t addrlen);
BS_API int32_t bs_listen(int32_t fd, int32_t backlog);
/*
 * Interruptible. slot may be 0. flags: SOCK_NONBLOCK, or 0 for a blocking socket, even on systems where a socket inherits the listener's
 * mode. The new descriptor is always close-on-exec.
 */
BS_API int32_t bs_accept4(int32_t fd, bs_sockaddr_slot *slot, int32_t flags);
BS_API int32_t bs_shutdown(int32_t fd, int32_t how);
BS_API int32_t bs_getsockname(int32_t fd, bs_sockaddr_slot *slot);
BS_API int32_t bs_getpeername(int32_t fd, bs_sockaddr_slot *slot);

/* ---- options (posix/sockopt.c) --------------------------------------------------------------------------------- */

/* Returns the length that the kernel wrote. The caller must know that the kernel writes at most cap bytes (not so for SO_GET_FILTER). */
BS_API int32_t bs_getsockopt(int32_t fd, int32_t level, int32_t name, void *value, int32_t cap);
/*
 * The same for any option, without a write beyond cap bytes: the kernel works on a copy that ends at a page that cannot be
 * written (-EFAULT). SO_GET_FILTER takes and returns its length in instructions. A count of sources is reduced to the room.
 */
BS_API int32_t bs_getsockopt_bounded(int32_t fd, int32_t level, int32_t name, void *value, int32_t cap);
BS_API int32_t bs_setsockopt(int32_t fd, int32_t level, int32_t name, const void *value, int32_t len);
/*
 * An int option: its 32 bits zero-extended (so never negative), or -errno. A 1-byte option is widened, any other size
 * is -EINVAL.
 */
BS_API int64_t bs_getsockopt_int(int32_t fd, int32_t level, int32_t name);
BS_API int32_t bs_setsockopt_int(int32_t fd, int32_t level, int32_t name, int32_t value);

/* ---- data (posix/io.c): one system call each, interruptible ------------------------------------------------------------- */

BS_API int32_t bs_send(int32_t fd, const void *buf, int32_t len, int32_t flags);
BS_API int32_t bs_recv(int32_t fd, void *buf, int32_t len, int32_t flags);
BS_API int32_t bs_sendto(int32_t fd, const void *buf, int32_t len, int32_t flags, const struct sockaddr *addr,
                         int32_t addrlen);
/* slot may be 0. */
BS_API int32_t bs_recvfrom(int32_t fd, void *buf, int32_t len, int32_t flags, bs_sockaddr_slot *slot);

/* ---- messages (posix/message.c): one system call each; sendmsg and recvmsg are interruptible --------------------------------------------------- */

/* -ENOMSG: control messages without a byte of data on a stream. The kernel would drop them, also descriptors, and return 0. */
BS_API int32_t bs_sendmsg(int32_t fd, bs_message *message, int32_t flags);
/*
 * First closes the descriptors of the last receive that Java did not take, and zeroes the control buffer. After a failure there are no
 * records, no descriptors and no flags, and the address slot is unchanged. Descriptors that arrive are close-on-exec.
 */
BS_API int32_t bs_recvmsg(int32_t fd, bs_message *message, int32_t flags);
/*
 * A piece of a receive with MSG_WAITALL on an AF_UNIX stream that this thread collects (linux/unix_piece.c; bsd/unix_piece.c: -ENOSYS). For
 * a piece behind which recv(2) would stop the result is -(BS_PIECE_LAST + bytes): it brought descriptors, or others sent the rest.
 */
#define BS_PIECE_LAST 4096
BS_API int32_t bs_recv_piece(int32_t fd, void *buf, int32_t len, int32_t flags, bs_piece *piece);
BS_API int32_t bs_recvmsg_piece(int32_t fd, bs_message *message, int32_t flags, bs_piece *piece);
/* Closes the received descriptors that Java did not take. */
BS_API int32_t bs_message_discard(bs_message *message);
/* iov: struct iovec[count]. */
BS_API int32_t bs_readv(int32_t fd, const struct iovec *iov, int32_t count);
/*
 * One system call from Linux 6.18 on (RWF_NOSIGNAL), three before, because writev(2) raises SIGPIPE. For sockets bs_sendmsg is cheaper.
 * C does not read iov: -EFAULT if it is not in memory of the process.
 */
BS_API int32_t bs_writev(int32_t fd, const struct iovec *iov, int32_t count);
/* CMSG_LEN(3) and CMSG_SPACE(3). -EOVERFLOW: the length is negative, or the result more than INT32_MAX. */
BS_API int32_t bs_cmsg_len(int32_t length);
BS_API int32_t bs_cmsg_space(int32_t length);

/* ---- batches (posix/batch.c): one system call for up to 1024 messages where the OS has sendmmsg(2) and recvmmsg(2) -- */

/*
 * Interruptible. Sends the messages first to first + count - 1, in their order. If any were sent, returns how many, even after an error;
 * the next call begins with the message that failed, and returns its error.
 */
BS_API int32_t bs_sendmmsg(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags);
/*
 * Interruptible. Receives into the slots first to first + count - 1, after emptying them and closing their descriptors. Blocks until all
 * are filled; with MSG_WAITFORONE only until one is. If any came, returns how many, and keeps an error for the next call.
 */
BS_API int32_t bs_recvmmsg(int32_t fd, bs_batch *batch, int32_t first, int32_t count, int32_t flags);
/* Closes the received descriptors that Java did not take, and the ring. */
BS_API int32_t bs_batch_discard(bs_batch *batch);
/*
 * Gives the batch a ring (linux/ring.c, bsd/ring.c). Then bs_recvmmsg uses io_uring(7) when that is faster and does the same: with
 * MSG_DONTWAIT and common flags only, into the batch's own buffers, after a receive of several messages. The from of each message
 * is a bs_sockaddr_slot 8 bytes into the prefix. Returns 0, or -errno if there is no ring; a batch works without one. Takes a descriptor.
 */
BS_API int32_t bs_batch_ring(bs_batch *batch);

/* ---- segmentation (linux/gso.c, bsd/gso.c) --------------------------------------------------------------------------
 * A path may refuse segmentation. It then refuses the whole send before any of it is sent. So the same datagrams are sent plain,
 * one by one, and also later ones for that destination.
 */

/* Finds out by a test how many segments the kernel takes in one system call; 1 = it has no segmentation. */
BS_API int32_t bs_gso_probe(void);
/*
 * Interruptible. Sends len bytes as datagrams of segment bytes each; the last may be shorter. If any were sent, returns how many bytes,
 * always whole datagrams; the next call returns the error. addrlen 0: to the connected peer.
 */
BS_API int32_t bs_send_segments(int32_t fd, bs_gso *gso, const void *buf, int32_t len, int32_t segment, int32_t flags,
                                const struct sockaddr *addr, int32_t addrlen);

/* ---- the error queue (linux/errqueue.c, bsd/errqueue.c: -EOPNOTSUPP) --------------------------------------------------- */

/*
 * Moves up to count entries (0 to batch capacity) from the error queue of fd into the slots, by one bs_recvmmsg with MSG_ERRQUEUE,
 * which never waits. errors: bs_error[count]. Returns how many came; 0: the queue is empty.
 */
BS_API int32_t bs_errors(int32_t fd, bs_batch *batch, bs_error *errors, int32_t count);

/* ---- transfer between descriptors (linux/transfer.c, bsd/transfer.c) -----------------------------------------------
 * These have no MSG_NOSIGNAL, so SIGPIPE is blocked around them. That costs two more system calls, and a third if not all was moved.
 */
/* Interruptible. Reads in from offset; -1: from its own position, which moves (only Linux, else -EINVAL). Bytes sent; 0 at the end. */
BS_API int64_t bs_sendfile(int32_t out, int32_t in, int64_t offset, int64_t count);
/* One end must be a pipe. An offset of -1: the descriptor's own position. -ENOSYS on systems without splice(2). */
BS_API int64_t bs_splice(int32_t in, int64_t in_offset, int32_t out, int64_t out_offset, int64_t count, int32_t flags);

/* ---- readiness of many (posix/readiness.c) ------------------------------------------------------------------------ */

/* fds: count of struct pollfd, whose layout is the same everywhere: int fd, short events, short revents. */
BS_API int32_t bs_poll(struct pollfd *fds, int32_t count, int64_t timeout_ns);
/*
 * select(2) for any number of descriptors. A set is 0 or the address of nfds bits in 64-bit words, 8-byte aligned;
 * descriptor n is bit n % 64 of word n / 64. Returns how many bits are set; sets are written on success only. A
 * descriptor beyond the process's table is -EBADF; the plain system call would ignore it.
 */
BS_API int32_t bs_select(int32_t nfds, uint64_t *readfds, uint64_t *writefds, uint64_t *exceptfds, int64_t timeout_ns);

/* poll(2) on one descriptor, interruptible: its revents, or 0 when the timeout passes. With fd -1 it only lets time pass. */
BS_API int32_t bs_poll_one(int32_t fd, int32_t events, int64_t timeout_ns);

/* ---- ending a wait (linux/thread.c, bsd/thread.c) -----------------------------------------------------------------
 * close(2) does not end another thread's system call on the descriptor, and shutdown(2) would end the connection for every other
 * process that has the open file. So a signal interrupts the thread: the signal that the JDK uses for this, with a handler that does
 * nothing. Only threads in a system call of this library get it.
 */
/* The calling thread, for bs_thread_kick. The first call installs the handler and unblocks the signal in this thread. */
BS_API int64_t bs_thread_self(void);
/*
 * Interrupts the thread's system call. It has no effect if the call has not begun, so repeat it until the thread has left the call.
 * Pause in between: the kernel queues each signal (signal(7), real-time signals), and a thread that gets them faster than it
 * handles them runs no instruction of its own.
 */
BS_API int32_t bs_thread_kick(int64_t thread);
/* ---- calls without a flag for "do not wait" (posix/shortly.c) ------------------------------------------------------
 * These do not wait, even if the descriptor is in blocking mode, which stays: another process may have the same open file. A timer of the
 * thread interrupts the system call after after_ns, and then again and again until it returns: -EINTR. Where there are no timers of threads
 * (macOS, the BSDs), and when no timer is to be had, the descriptor is in non-blocking mode during the call.
 */
BS_API int32_t bs_connect_shortly(int32_t fd, const struct sockaddr *addr, int32_t addrlen, int64_t after_ns);
BS_API int32_t bs_accept_shortly(int32_t fd, bs_sockaddr_slot *slot, int32_t flags, int64_t after_ns);
BS_API int64_t bs_sendfile_shortly(int32_t out, int32_t in, int64_t offset, int64_t count, int64_t after_ns);

/* ---- readiness (posix/poller.c over linux/poll_epoll.c, bsd/poll_kqueue.c, posix/poll_poll.c) --------------------
 * A poller watches many descriptors. It uses epoll(7) or kqueue(2), and poll(2) on other systems or with BS_FORCE_POLL. One thread
 * at a time may wait on it. Any thread may call the other functions at any time before bs_poller_close. The caller makes sure that no
 * other call runs during bs_poller_close. Delete a descriptor before you close it.
 */
#define BS_POLLER_READABLE    1
#define BS_POLLER_WRITABLE    2
#define BS_POLLER_PRIORITY    4
#define BS_POLLER_ERROR       8    /* always reported */
#define BS_POLLER_HANGUP      16   /* always reported: both directions have ended (kqueue: only with WRITABLE) */
#define BS_POLLER_READ_HANGUP 32   /* the peer has ended its direction */
#define BS_POLLER_EDGE        256  /* report new events once; poll(2): -EOPNOTSUPP */
#define BS_POLLER_ONESHOT     512  /* after one report stay silent until modified */
#define BS_POLLER_EXCLUSIVE   1024 /* wake at least one of several pollers; other systems than Linux wake all */

#define BS_POLLER_ADD    1
#define BS_POLLER_MODIFY 2
#define BS_POLLER_DELETE 3

typedef struct bs_poller bs_poller;

/* Returns the poller's address. */
BS_API int64_t bs_poller_open(void);
BS_API int32_t bs_poller_close(bs_poller *poller);
/* The descriptor that is readable when the poller has events, for another poller; -EOPNOTSUPP for poll(2). */
BS_API int32_t bs_poller_fd(bs_poller *poller);
/*
 * op: BS_POLLER_ADD and so on. events: what to watch and how; a modification must not change how. token: any but -1.
 * -EEXIST and -ENOENT as in epoll_ctl(2), also for kqueue and poll.
 */
BS_API int32_t bs_poller_ctl(bs_poller *poller, int32_t op, int32_t fd, int32_t events, int64_t token);
/*
 * Writes at most cap (> 0) events, one for each registration, to the bs_poller_event array at events, and returns how many; 0
 * if the timeout passes or the poller is woken. If more are ready, they take turns. For the first spin_ns of the
 * timeout it asks again and again instead of sleeping.
 */
BS_API int32_t bs_poller_wait(bs_poller *poller, bs_poller_event *events, int32_t cap, int64_t timeout_ns,
                              int64_t spin_ns);
/* Ends the present wait, or the next one. */
BS_API int32_t bs_poller_wake(bs_poller *poller);

/* ---- a ring below an event loop (linux/loop_ring.c, bsd/loop_ring.c: -ENOSYS) ------------------------------------------
 * A poller by io_uring(7), Linux 6.1, for bs_poller_wait, bs_poller_wake and bs_poller_close; it has no bs_poller_ctl. A wait first
 * hands in the commands, by the same system call. It belongs to the thread that waits first; a wait of another thread is -EEXIST.
 * Interruptible: a wait may return 0 early. A descriptor is kept open until the requests for it have ended.
 * A poll reports BS_POLLER_READABLE, WRITABLE, ERROR and HANGUP, the last two always.
 */
#define BS_RING_SEND    1 /* over when the wait returns, which is at once; an event only if not all was sent */
#define BS_RING_RECEIVE 2 /* an event for each piece, in a buffer of the ring; until one lacks BS_RING_GOES_ON */
#define BS_RING_POLL    3 /* one event; with BS_POLLER_EDGE each time that one is new, until one lacks BS_RING_GOES_ON */
#define BS_RING_CANCEL  4 /* the request with this token: its last event is -ECANCELED, if it was not faster */

/* The lowest bits of a token. */
#define BS_RING_KINDS       7
#define BS_RING_KIND_OTHER  0
#define BS_RING_KIND_POLL   1
#define BS_RING_KIND_CANCEL 2 /* not for tokens of commands */
#define BS_RING_KIND_SEND   4

/* Flags of its events. */
#define BS_RING_HAS_BUFFER 1 /* its number is in the upper half; the loop has it until the next wait made its sends */
#define BS_RING_GOES_ON    2 /* the request has more events */

/* Returns a poller's address. The memory must stay until it is closed. */
BS_API int64_t bs_loop_ring_open(bs_loop_ring *ring);
/*
 * Replaces the ring by one that will belong to the thread that waits next. All requests and commands are gone, without events. The thread
 * that it belonged to must not be in a call of it.
 */
BS_API int32_t bs_loop_ring_renew(bs_poller *poller);

/*
 * A full memory barrier in all threads of the process: membarrier(2), Linux 4.14. The caller pays for it; the other threads need no
 * barrier of their own. bs_barrier_open prepares it, and fails on systems without it.
 */
BS_API int32_t bs_barrier_open(void);
BS_API int32_t bs_barrier(void);
/* Busy polling of network devices while waiting (EPIOCSPARAMS, Linux 6.9); -EOPNOTSUPP for others, -ENOTTY before. */
BS_API int32_t bs_poller_set_busy_poll(bs_poller *poller, int32_t usecs, int32_t budget, int32_t prefer);
/* prefer << 48 | budget << 32 | usecs. */
BS_API int64_t bs_poller_get_busy_poll(bs_poller *poller);

/* ---- names (posix/names.c, posix/netdb.c, posix/netif.c) ------------------------------------------------------------
 * Texts that go in end with NUL. Texts that come out do not: the result is the length of the whole text, of which
 * at most cap bytes are written. libc may allocate here, and may wait for name servers.
 */
/*
 * node, service and hints may be 0; hints is a bs_gai_hints. Fills the bs_addrinfo_list at buf (8-byte aligned, cap at
 * least its 16 bytes), and returns the length of the whole list in bytes. If that is more than cap, only the first 16 bytes were
 * written. error says whether there is a list; -EINVAL: cap is too small.
 */
BS_API int32_t bs_getaddrinfo(const char *node, const char *service, const bs_gai_hints *hints, bs_addrinfo_list *buf,
                              int32_t cap);
/* Fills out and returns 0. Its error says whether there are names. */
BS_API int32_t bs_getnameinfo(const struct sockaddr *addr, int32_t addrlen, int32_t flags, bs_nameinfo *out);
BS_API int32_t bs_gai_strerror(int32_t error, char *buf, int32_t cap);
BS_API int32_t bs_gethostname(char *buf, int32_t cap);
/* The port in host byte order; -ENOENT: no such service. protocol may be 0. */
BS_API int32_t bs_getservbyname(const char *name, const char *protocol);
BS_API int32_t bs_getservbyport(int32_t port, const char *protocol, char *buf, int32_t cap);
/* -ENOENT: no such protocol. */
BS_API int32_t bs_getprotobyname(const char *name);
BS_API int32_t bs_getprotobynumber(int32_t number, char *buf, int32_t cap);
/* sethostname(2). */
BS_API int32_t bs_sethostname(const char *name, int32_t length);
/*
 * The entry of a host by its name, AF_INET or AF_INET6, or by its address of length bytes: writes a bs_host_entry and its data to
 * buf. Returns their length in bytes. If that is more than cap, only the header was written.
 */
BS_API int32_t bs_gethostbyname(const char *name, int32_t family, int32_t cap, bs_host_entry *buf);
BS_API int32_t bs_gethostbyaddr(const void *addr, int32_t length, int32_t family, int32_t cap, bs_host_entry *buf);
/* -ENODEV: no such interface. -EMFILE and others of socket(2): it could not be looked up. */
BS_API int32_t bs_if_nametoindex(const char *name);
/* -ENXIO: no such interface. Otherwise as above. */
BS_API int32_t bs_if_indextoname(int32_t index, char *buf, int32_t cap);
/* Every interface, as "INDEX NAME\n". */
BS_API int32_t bs_if_nameindex(char *buf, int32_t cap);

#ifdef __cplusplus
}
#endif
#endif /* BARESOCK_H */
