#include "twin.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

static int bound(int type, struct sockaddr_in *name) {
    socklen_t length = sizeof *name;
    int fd = socket(AF_INET, type, 0);
    *name = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd >= 0 &&
        (bind(fd, (struct sockaddr *)name, length) < 0 || getsockname(fd, (struct sockaddr *)name, &length) < 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static int tcp_pair(int fds[2]) {
    struct sockaddr_in name;
    int one = 1;
    int listener = bound(SOCK_STREAM, &name);
    fds[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || fds[0] < 0 || listen(listener, 1) < 0 ||
        connect(fds[0], (struct sockaddr *)&name, sizeof name) < 0) {
        return -1;
    }
    fds[1] = accept(listener, NULL, NULL);
    close(listener);
    if (fds[1] < 0) {
        return -1;
    }
    for (int i = 0; i < 2; i++) {
        if (setsockopt(fds[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) < 0) {
            return -1;
        }
    }
    return 0;
}

static int udp_pair(int fds[2]) {
    struct sockaddr_in names[2];
    for (int i = 0; i < 2; i++) {
        fds[i] = bound(SOCK_DGRAM, &names[i]);
        if (fds[i] < 0) {
            return -1;
        }
    }
    for (int i = 0; i < 2; i++) {
        if (connect(fds[i], (struct sockaddr *)&names[1 - i], sizeof names[0]) < 0) {
            return -1;
        }
    }
    return 0;
}

static int open_pair(int transport, int fds[2]) {
    switch (transport) {
    case TWIN_TCP:
        return tcp_pair(fds);
    case TWIN_UDP:
        return udp_pair(fds);
    case TWIN_UNIX:
        return socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
    case TWIN_UNIX_DATAGRAM:
        return socketpair(AF_UNIX, SOCK_DGRAM, 0, fds);
    default:
        errno = EINVAL;
        return -1;
    }
}

TWIN(jlong, pair)(TWIN_ENV, jint transport, jboolean blocking) {
    int fds[2];
    if (open_pair(transport, fds) < 0) {
        return -errno;
    }
    for (int i = 0; i < 2 && !blocking; i++) {
        if (fcntl(fds[i], F_SETFL, O_NONBLOCK) < 0) {
            return -errno;
        }
    }
    return (jlong)fds[1] << 32 | fds[0];
}
