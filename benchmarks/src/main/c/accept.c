/* Accepting connections, as a C programmer writes it. */
#include "twin.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static int failed(int fd) {
    int e = errno;
    close(fd);
    return -e;
}

static int connect_to(int port) {
    const struct linger reset = {.l_onoff = 1};
    const struct sockaddr_in name = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) {
        return -errno;
    }
    if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) < 0 ||
        connect(fd, (const struct sockaddr *)&name, sizeof name) < 0) {
        return failed(fd);
    }
    return fd;
}

TWIN(jint, connect)(TWIN_ENV, jint port) {
    return connect_to(port);
}

#ifdef __linux__

TWIN(jint, accepts)(TWIN_ENV, jint listener, jint port, jint count) {
    for (int i = 0; i < count; i++) {
        int client = connect_to(port);
        if (client < 0) {
            return client;
        }
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            return failed(client);
        }
        close(fd);
        close(client);
    }
    return count;
}

#endif
