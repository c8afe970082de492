#include "twin.h"

#include <errno.h>
#include <sys/socket.h>

int twin_recv_nothing(int fd, int count) {
    char buf[TWIN_MESSAGE];
    for (int i = 0; i < count; i++) {
        if (recv(fd, buf, sizeof buf, 0) >= 0) {
            return -EPROTO;
        }
        if (errno != EAGAIN) {
            return -errno;
        }
    }
    return count;
}

int twin_getsockopt_rcvbuf(int fd, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        socklen_t length = sizeof value;
        if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &value, &length) < 0) {
            return -errno;
        }
    }
    return value;
}
