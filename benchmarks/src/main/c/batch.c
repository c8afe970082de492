/* Many datagrams per call, as a C programmer writes it: the headers are laid out once, and only what the kernel changed is restored. */
#include "twin.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 32, MERGED = 8, DATAGRAM = 65536, GSO = 103, GRO = 104 };

typedef struct batch {
    struct mmsghdr headers[BATCH];
    struct iovec iov[BATCH];
    struct sockaddr_storage from[BATCH];
    char control[BATCH][CMSG_SPACE(sizeof(int))];
} batch;

static void lay(batch *b, char *memory, int count, size_t size) {
    memset(b, 0, sizeof *b);
    for (int i = 0; i < count; i++) {
        b->iov[i] = (struct iovec){.iov_base = memory + (size_t)i * size, .iov_len = size};
        b->headers[i].msg_hdr = (struct msghdr){.msg_iov = &b->iov[i], .msg_iovlen = 1};
    }
}

/* Memory that was never written is one shared zero page, which is always in the cache. So each thread writes its memory once. */
static void touch(char *memory, size_t size) {
    if (memory[0] == 0) {
        memset(memory, 1, size);
    }
}

/* Sends count datagrams, BATCH at a time. */
static int send_batches(int fd, int size, int count) {
    static __thread _Alignas(64) char memory[BATCH * 2048];
    batch b;
    touch(memory, sizeof memory);
    lay(&b, memory, BATCH, (size_t)size);
    for (int done = 0; done < count;) {
        int n = count - done < BATCH ? count - done : BATCH;
        int r = sendmmsg(fd, b.headers, (unsigned)n, 0);
        if (r < 0) {
            return -errno;
        }
        done += r;
    }
    return count;
}

TWIN(jint, sendBatches)(TWIN_ENV, jint fd, jint size, jint count) {
    return send_batches(fd, size, count);
}

/* A thread's first call lays out the headers, so a later call costs what a program pays per batch, without the layout. */
TWIN(jint, receiveBatch)(TWIN_ENV, jint fd) {
    static __thread _Alignas(64) char memory[BATCH * 2048];
    static __thread _Alignas(64) batch b;
    if (b.headers[0].msg_hdr.msg_iov == NULL) {
        lay(&b, memory, BATCH, 2048);
    }
    for (int i = 0; i < BATCH; i++) {
        b.headers[i].msg_hdr.msg_name = &b.from[i];
        b.headers[i].msg_hdr.msg_namelen = sizeof b.from[i];
    }
    int r = recvmmsg(fd, b.headers, BATCH, MSG_DONTWAIT, NULL);
    return r < 0 ? -errno : r;
}

static int send_segments(int fd, const char *memory, int size, int segments) {
    uint16_t segment = (uint16_t)size;
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(uint16_t))];
    } control;
    struct iovec iov = {.iov_base = (char *)(uintptr_t)memory, .iov_len = (size_t)size * (size_t)segments};
    struct msghdr m = {
        .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    control.header =
        (struct cmsghdr){.cmsg_level = IPPROTO_UDP, .cmsg_type = GSO, .cmsg_len = CMSG_LEN(sizeof segment)};
    memcpy(CMSG_DATA(&control.header), &segment, sizeof segment);
    return (int)sendmsg(fd, &m, 0);
}

/* Sends a number of pieces, each of several datagrams. */
TWIN(jint, sendSegments)(TWIN_ENV, jint fd, jint size, jint segments, jint sends) {
    static __thread _Alignas(64) char memory[DATAGRAM];
    touch(memory, sizeof memory);
    for (int i = 0; i < sends; i++) {
        if (send_segments(fd, memory, size, segments) < 0) {
            return -errno;
        }
    }
    return sends;
}

/* ---- a flow: one thread sends for a while, another receives until a datagram of one byte ends it ---- */

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int send_burst(int fd, int kind, int size, int segments) {
    static __thread _Alignas(64) char memory[DATAGRAM];
    int r;
    touch(memory, sizeof memory);
    switch (kind) {
    case TWIN_SINGLE:
        r = send(fd, memory, (size_t)size, 0) < 0 ? -1 : 1;
        break;
    case TWIN_BATCHES:
        return send_batches(fd, size, BATCH);
    default:
        r = send_segments(fd, memory, size, segments) < 0 ? -1 : segments;
        break;
    }
    return r < 0 ? -errno : r;
}

TWIN(jlong, flowSend)(TWIN_ENV, jint fd, jint kind, jint size, jint segments, jlong nanos) {
    int64_t sent = 0;
    for (int64_t end = now() + nanos; now() < end;) {
        int r = send_burst(fd, kind, size, segments);
        if (r < 0) {
            return r;
        }
        sent += r;
    }
    return sent;
}

/* How many datagrams a message has, by its UDP_GRO; a last one of one byte does not count. */
static int64_t merged(struct msghdr *m, int64_t length, int *ended) {
    if (length == 1) {
        *ended = 1;
        return 0;
    }
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c != NULL; c = CMSG_NXTHDR(m, c)) {
        if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == GRO) {
            int size;
            memcpy(&size, CMSG_DATA(c), sizeof size);
            return (length + size - 1) / size;
        }
    }
    return 1;
}

static int64_t receive_batches(int fd, int batch_size, int size) {
    static __thread _Alignas(64) char memory[MERGED * DATAGRAM];
    batch b;
    int64_t came = 0;
    lay(&b, memory, batch_size, (size_t)size);
    for (int ended = 0; !ended;) {
        for (int i = 0; i < batch_size; i++) {
            b.headers[i].msg_hdr.msg_name = &b.from[i];
            b.headers[i].msg_hdr.msg_namelen = sizeof b.from[i];
            b.headers[i].msg_hdr.msg_control = b.control[i];
            b.headers[i].msg_hdr.msg_controllen = sizeof b.control[i];
        }
        int r = recvmmsg(fd, b.headers, (unsigned)batch_size, MSG_WAITFORONE, NULL);
        if (r < 0) {
            return -errno;
        }
        for (int i = 0; i < r; i++) {
            came += merged(&b.headers[i].msg_hdr, b.headers[i].msg_len, &ended);
        }
    }
    return came;
}

TWIN(jlong, flowReceive)(TWIN_ENV, jint fd, jint kind) {
    if (kind == TWIN_BATCHES) {
        return receive_batches(fd, BATCH, 2048);
    }
    if (kind == TWIN_SEGMENTS) {
        return receive_batches(fd, MERGED, DATAGRAM);
    }
    char memory[2048];
    for (int64_t came = 0;; came++) {
        ssize_t n = recv(fd, memory, sizeof memory, 0);
        if (n < 0) {
            return -errno;
        }
        if (n == 1) {
            return came;
        }
    }
}
