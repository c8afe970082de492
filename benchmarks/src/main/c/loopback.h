/* What the servers of the benchmarks have in common: how they listen, and how they end if a call fails. */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static inline void check(const char *call, long result) {
    if (result < 0) {
        perror(call);
        exit(1);
    }
}

/* Prints the port, which is a free one. */
static inline int listen_on_loopback(int flags) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof name;
    int fd = socket(AF_INET, SOCK_STREAM | flags, 0);
    check("socket", fd);
    check("bind", bind(fd, (struct sockaddr *)&name, length));
    check("listen", listen(fd, SOMAXCONN));
    check("getsockname", getsockname(fd, (struct sockaddr *)&name, &length));
    printf("%d\n", ntohs(name.sin_port));
    check("fflush", fflush(stdout));
    return fd;
}

#endif
