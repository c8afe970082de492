/* Only Linux stops a receive with MSG_WAITALL behind a message with descriptors, so Java asks for such pieces only there. */
#include "baresock.h"

#include <errno.h>

int32_t bs_recv_piece(int32_t fd, void *buf, int32_t len, int32_t flags, bs_piece *piece) {
    (void)fd;
    (void)buf;
    (void)len;
    (void)flags;
    (void)piece;
    return -ENOSYS;
}

int32_t bs_recvmsg_piece(int32_t fd, bs_message *message, int32_t flags, bs_piece *piece) {
    (void)fd;
    (void)message;
    (void)flags;
    (void)piece;
    return -ENOSYS;
}
