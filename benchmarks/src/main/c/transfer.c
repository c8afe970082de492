/* Bytes from one end of a pair to the other in one thread, as a C programmer writes it. */
#include "twin.h"

#include <errno.h>
#include <sys/socket.h>
#ifdef __linux__
#include <stdlib.h>
#include <sys/sendfile.h>
#include <unistd.h>
#endif

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS; both ends live as long as the program, so there is no SIGPIPE */
#endif

/* As io.baresock.bench.Link: sends what the socket has room for, receives what is there, and repeats that until all has come. */
enum { SPINS = 100 * 1000 * 1000 };

static int transfer(int from, int to, const char *out, char *in, int size) {
    int sent = 0;
    int came = 0;
    for (int spins = 0; came < size && spins < SPINS; spins++) {
        if (sent < size) {
            ssize_t n = send(from, out + sent, (size_t)(size - sent), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (n < 0 && errno != EAGAIN) {
                return -errno;
            }
            sent += n > 0 ? (int)n : 0;
        }
        ssize_t n = recv(to, in + came, (size_t)(size - came), MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN) {
            return -errno;
        }
        if (n == 0) {
            return -ECONNRESET;
        }
        came += n > 0 ? (int)n : 0;
    }
    return came == size ? size : -ETIMEDOUT;
}

static char *pointer(jlong address) {
    return (char *)(intptr_t)address;
}

TWIN(jint, transfers)
(TWIN_ENV, jint a, jint b, jlong out, jlong in, jint size, jboolean there_and_back, jint count) {
    for (int i = 0; i < count; i++) {
        int r = transfer(a, b, pointer(out), pointer(in), size);
        if (r >= 0 && there_and_back) {
            r = transfer(b, a, pointer(out), pointer(in), size);
        }
        if (r < 0) {
            return r;
        }
    }
    return count;
}

#ifdef __linux__

/* The file is written, so that it is in the page cache, in whole pages. */
TWIN(jint, file)(TWIN_ENV, jint size) {
    static const char page[4096];
    char path[] = "/tmp/baresock-sendfile-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0 || unlink(path) < 0) {
        return -errno;
    }
    for (int written = 0; written < size; written += (int)sizeof page) {
        if (write(fd, page, sizeof page) != sizeof page) {
            return -EIO;
        }
    }
    return fd;
}

static int transfer_file(int file, int from, int to, char *in, int size) {
    off_t sent = 0;
    int came = 0;
    for (int spins = 0; came < size && spins < SPINS; spins++) {
        if (sent < size && sendfile(from, file, &sent, (size_t)(size - sent)) < 0 && errno != EAGAIN) {
            return -errno;
        }
        ssize_t n = recv(to, in + came, (size_t)(size - came), MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN)) {
            return n == 0 ? -ECONNRESET : -errno;
        }
        came += n > 0 ? (int)n : 0;
    }
    return came == size ? size : -ETIMEDOUT;
}

TWIN(jint, sendfiles)(TWIN_ENV, jint file, jint a, jint b, jlong in, jint size, jint count) {
    for (int i = 0; i < count; i++) {
        int r = transfer_file(file, a, b, pointer(in), size);
        if (r < 0) {
            return r;
        }
    }
    return count;
}

#endif
